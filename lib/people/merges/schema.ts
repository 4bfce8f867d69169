import { z } from "zod";
import { MERGE_KINDS } from "@/db/schema/constants";

export const mergeSchema = z.object({
  /** Made with the preview: the same form sent twice is one merge. */
  id: z.uuid(),
  kind: z.enum(MERGE_KINDS),
  survivor: z.uuid(),
  merged: z.uuid(),
  /** Digest of whom the preview named and what each of them will see: see `peopleDigest`. Empty for contacts. */
  people: z.string().max(64).optional(),
});
export type MergeInput = z.output<typeof mergeSchema>;

export const undoSchema = z.object({ merge: z.uuid() });
export type UndoInput = z.output<typeof undoSchema>;
