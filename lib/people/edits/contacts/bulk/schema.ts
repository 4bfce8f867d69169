import { z } from "zod";
import { line } from "@/lib/kit/typed-text";
import { chosenIds } from "@/lib/people/bulk-deeds/schema";

export const bulkInviteSchema = z.object(chosenIds("contact"));
export type BulkInvite = z.output<typeof bulkInviteSchema>;

export const bulkDisableSchema = z.object({ ...chosenIds("contact"), reason: line("Say why.", 500).optional() });
export type BulkDisable = z.output<typeof bulkDisableSchema>;
