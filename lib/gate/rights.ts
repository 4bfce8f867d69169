import { CASE_READERS, CASE_WORKERS, REQUEST_WORKERS } from "@/db/schema/shared";
import type { ClientViewer, StaffViewer, Viewer } from "@/db/viewer";

/* What a viewer's rights and roles say by themselves, before any row is looked at: for every room that asks. */

/** Does this client have the right to cases at all? Of which companies, the database says at each query. */
export function hasCases(viewer: Viewer): boolean {
  return viewer.kind === "client" && viewer.rights.cases !== "none";
}

export function readsCases(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.some((role) => CASE_READERS.some((reader) => reader === role));
}

/** May answer, assign and write notes. */
export function worksCases(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.some((role) => CASE_WORKERS.some((worker) => worker === role));
}

/** Reads and answers what clients ask their account team. */
export function worksRequests(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.some((role) => REQUEST_WORKERS.some((worker) => worker === role));
}

/** May this contact ask their account team through the portal? What they asked before stays theirs to see. */
export function mayAsk(viewer: ClientViewer): boolean {
  return viewer.companyId !== null && viewer.rights.requests !== "none";
}
