import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { clientViews } from "@/db/schema";
import type { StaffViewer, Viewer } from "@/db/viewer";
import { managesColleagues } from "@/lib/people/colleagues/policy";

/** Administrators look at the portal as contacts of their brands see it. */
export function viewsAsClients(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.includes("administrator");
}

/**
 * Looks through the contact's own eyes, for company administrators also through those of their company's people;
 * administrators see those of their brands. Never undefined.
 */
export function visibleClientViews(viewer: Viewer): SQL {
  if (viewer.kind === "client") {
    const ofCompany =
      managesColleagues(viewer) && viewer.companyId !== null ? eq(clientViews.companyId, viewer.companyId) : undefined;
    return sql`(${and(eq(clientViews.brand, viewer.brand), or(eq(clientViews.contactId, viewer.contactId), ofCompany))})`;
  }
  return viewsAsClients(viewer) ? inArray(clientViews.brand, [...viewer.brands]) : sql`false`;
}
