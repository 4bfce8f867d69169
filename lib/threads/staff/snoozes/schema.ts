import { z } from "zod";
import type { ThreadKind } from "@/db/schema/constants";
import { threadNumber } from "@/lib/threads/schema";

/** `2026-12-01T09:00`, as a field for day and time sends it, with or without seconds. */
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

/** `until`: an instant of business time; absent: no longer. `at`: a day and time on the clocks of the viewer's zone. */
export const snoozeSchemaOf = (kind: ThreadKind) =>
  z
    .object({
      number: threadNumber(kind),
      until: z.iso.datetime("Choose a time from the list.").optional(),
      at: z.string().regex(LOCAL, "Choose a day and a time.").optional(),
      /** Sent by the form for a time of one's own, whose empty field is no wish to end the snooze. */
      own: z.literal("yes").optional(),
    })
    .refine(({ own, at }) => own === undefined || at !== undefined, {
      path: ["at"],
      error: "Choose a day and a time.",
    });
export type SnoozeInput = z.output<ReturnType<typeof snoozeSchemaOf>>;
