import { and, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { companies } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { editsPeople } from "@/lib/people/edits/contacts/policy";

/** Companies that the viewer may edit: of their brands, and not merged into another one. Never undefined. */
export function changeableCompanies(viewer: StaffViewer): SQL {
  const which = and(
    visibleCompanies(viewer),
    inArray(companies.brand, [...viewer.brands]),
    isNull(companies.mergedInto),
  );
  return (editsPeople(viewer) && which) || sql`false`;
}
