import type { SQL } from "drizzle-orm";
import { accountTeamMembers } from "@/db/schema";
import type { Viewer } from "@/db/viewer";
import { visibleCompanyRows } from "@/lib/companies/policy";

/** The team of the contact's primary company, whatever their rights; staff who serve clients, by brand. Never undefined. */
export function visibleAccountTeam(viewer: Viewer): SQL {
  return visibleCompanyRows(viewer, accountTeamMembers);
}
