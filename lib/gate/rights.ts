import { CASE_READERS, CASE_WORKERS, REQUEST_WORKERS } from "@/db/schema/shared";
import type { ClientViewer, StaffViewer, Viewer } from "@/db/viewer";

/*
 * What a viewer's rights and roles allow by themselves, before any row is read. Every part of the portal may ask here.
 */

/** Does this client have any right to cases? The database decides at each query for which companies. */
export function hasCases(viewer: Viewer): boolean {
  return viewer.kind === "client" && viewer.rights.cases !== "none";
}

export function readsCases(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.some((role) => CASE_READERS.some((reader) => reader === role));
}

/** May answer cases, assign them and write notes. */
export function worksCases(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.some((role) => CASE_WORKERS.some((worker) => worker === role));
}

/** Reads and answers what clients ask their account team. */
export function worksRequests(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.some((role) => REQUEST_WORKERS.some((worker) => worker === role));
}

/**
 * May this contact ask their account team through the portal? Without the right they still see what they asked before.
 */
export function mayAsk(viewer: ClientViewer): boolean {
  return viewer.companyId !== null && viewer.rights.requests !== "none";
}
