import { z } from "zod";
import { chosenIds } from "@/lib/people/bulk-deeds/schema";
import { ownerField } from "@/lib/threads/staff/schema";

/** The rows are agreements; their open requests are assigned. */
export const assignRenewalsSchema = z.object({ ...chosenIds("agreement"), owner: ownerField });
export type AssignRenewals = z.output<typeof assignRenewalsSchema>;
