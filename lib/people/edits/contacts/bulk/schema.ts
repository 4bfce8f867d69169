import { z } from "zod";
import { line } from "@/lib/kit/typed-text";
import { MOST_AT_ONCE } from "@/lib/people/bulk-deeds/schema";

/** What the forms of chosen contacts share. */
const chosen = {
  /** Made with the form: the same form sent twice is one deed. */
  id: z.uuid(),
  /** Ids of contacts. */
  numbers: z
    .array(z.uuid())
    .min(1, "Choose at least one contact.")
    .max(MOST_AT_ONCE, `Choose at most ${MOST_AT_ONCE} at once.`),
  /** The filters of the list on the screen, to which the answer leads back. */
  query: z.string().max(2_000),
};

export const bulkInviteSchema = z.object(chosen);
export type BulkInvite = z.output<typeof bulkInviteSchema>;

export const bulkDisableSchema = z.object({ ...chosen, reason: line("Say why.", 500).optional() });
export type BulkDisable = z.output<typeof bulkDisableSchema>;
