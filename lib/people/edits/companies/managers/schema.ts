import { z } from "zod";
import type { TeamRole } from "@/db/schema/constants";
import { chosenIds } from "@/lib/people/bulk-deeds/schema";

/** Who handles a company's renewals and requests: its account managers or, where it has none, its subscription managers. */
export const MANAGER_ROLES = ["account_manager", "subscription_manager"] as const satisfies readonly TeamRole[];
export type ManagerRole = (typeof MANAGER_ROLES)[number];

const assigned = {
  role: z.enum(MANAGER_ROLES, "Choose a role."),
  person: z.union([z.literal("nobody"), z.uuid()], "Choose somebody from the list."),
};

export const assignManagerSchema = z.object({ company: z.uuid(), ...assigned });
export type AssignManager = z.output<typeof assignManagerSchema>;

export const bulkAssignManagerSchema = z.object({ ...chosenIds("company"), ...assigned });
export type BulkAssignManager = z.output<typeof bulkAssignManagerSchema>;
