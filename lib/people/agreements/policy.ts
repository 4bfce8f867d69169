import type { SQL } from "drizzle-orm";
import { agreements } from "@/db/schema";
import type { Viewer } from "@/db/viewer";
import { visibleCompanyRows } from "@/lib/people/companies/policy";

/** Agreements of the contact's primary company, whatever their rights; staff who serve clients, by brand. Never undefined. */
export function visibleAgreements(viewer: Viewer): SQL {
  return visibleCompanyRows(viewer, agreements);
}
