import { z } from "zod";
import type { ThreadKind, ThreadStatus } from "@/db/schema/constants";
import { messageFields, SAYS_NOTHING, saysSomething, threadNumber } from "@/lib/threads/schema";

/* The forms that staff send about threads of any kind. */

/** `then`: the statuses that can be chosen for the time after the answer. */
export const answerSchemaOf = <const Then extends readonly ThreadStatus[]>(kind: ThreadKind, then: Then) =>
  z
    .object({
      ...messageFields,
      number: threadNumber(kind),
      /** Absent: the usual status after an answer. */
      then: z.enum(then).optional(),
      /** The newest message on the viewer's screen. Absent: newer messages are no reason to refuse the answer. */
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
    /** The owner on the viewer's screen. Absent: the thread had none. */
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
    /** The newest message on the viewer's screen. Where a client has written since, some statuses cannot be set. */
    seen: z.uuid().optional(),
  });

/** The new owner of a thread. Absent: nobody. */
export const ownerField = z.uuid("Choose somebody from the list.").optional();
