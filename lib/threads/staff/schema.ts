import { z } from "zod";
import type { ThreadKind, ThreadStatus } from "@/db/schema/constants";
import { messageFields, SAYS_NOTHING, saysSomething, threadNumber } from "@/lib/threads/schema";

/* What staff send about a thread of any kind. */

/** `then`: statuses to choose for after the answer. */
export const answerSchemaOf = <const Then extends readonly ThreadStatus[]>(kind: ThreadKind, then: Then) =>
  z
    .object({
      ...messageFields,
      number: threadNumber(kind),
      /** Absent: what follows on an answer as a rule. */
      then: z.enum(then).optional(),
      /** The newest message on the viewer's screen. Absent: nothing is compared. */
      seen: z.uuid().optional(),
    })
    .refine(saysSomething, SAYS_NOTHING);

export const noteSchemaOf = (kind: ThreadKind) =>
  z
    .object({ ...messageFields, number: threadNumber(kind) })
    .refine(saysSomething, { path: ["body"], error: "Write what your colleagues should know." });

export const takeSchemaOf = (kind: ThreadKind) =>
  z.object({
    number: threadNumber(kind),
    /** Who had the thread on the viewer's screen. Absent: nobody. */
    from: z.uuid().optional(),
  });

/** `choices`: new statuses as the form sends them; `from`: every status of the kind. */
export const statusSchemaOf = <const To extends readonly string[], const From extends readonly ThreadStatus[]>(
  kind: ThreadKind,
  choices: To,
  from: From,
) =>
  z.object({
    number: threadNumber(kind),
    status: z.enum(choices, "Choose the new status."),
    /** The status on the viewer's screen. */
    from: z.enum(from),
    /** The newest message there, which a client may have written behind: it leaves some statuses as they are. */
    seen: z.uuid().optional(),
  });

/** Whom a thread is given to. Absent: nobody. */
export const ownerField = z.uuid("Choose somebody from the list.").optional();
