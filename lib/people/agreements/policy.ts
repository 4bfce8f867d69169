import type { SQL } from "drizzle-orm";
import { agreements } from "@/db/schema";
import type { Viewer } from "@/db/viewer";
import { visibleCompanyRows } from "@/lib/people/companies/policy";

/**
 * A contact sees agreements of their primary company, whatever their rights; client-facing staff see those of their
 * brands. Never undefined.
 */
export function visibleAgreements(viewer: Viewer): SQL {
  return visibleCompanyRows(viewer, agreements);
}
