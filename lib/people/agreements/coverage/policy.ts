import type { SQL } from "drizzle-orm";
import { coverageChanges } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";
import { visibleCompanyRows } from "@/lib/people/companies/policy";

/** How agreements came to their coverage: for staff who see the agreements. Never undefined. */
export function visibleCoverageChanges(viewer: StaffViewer): SQL {
  return visibleCompanyRows(viewer, coverageChanges);
}
