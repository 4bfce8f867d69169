import type { StaffViewer } from "@/db/viewer";
import { readsMoney } from "@/lib/people/companies/policy";
import { CLIENT_STANDINGS, type ClientStanding } from "./schema";

/** The standings by which the viewer may filter: what is overdue is for those who read money. */
export function standingsFor(viewer: StaffViewer): readonly ClientStanding[] {
  return CLIENT_STANDINGS.filter((standing) => standing !== "overdue" || readsMoney(viewer));
}
