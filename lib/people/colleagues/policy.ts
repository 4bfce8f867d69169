import { and, eq, type SQL, sql } from "drizzle-orm";
import { colleagueActs } from "@/db/schema";
import { CLIENT_FACING } from "@/db/schema/shared";
import type { ClientViewer, Viewer } from "@/db/viewer";

/** Whether the contact looks after the access of their company's people. */
export function managesColleagues({ companyId, rights }: ClientViewer): boolean {
  return companyId !== null && rights.companyAdmin === true;
}

/** The viewer's own deeds with their colleagues' access; staff see those of their brands. Never undefined. */
export function visibleColleagueActs(viewer: Viewer): SQL {
  const { brand, byId } = colleagueActs;
  if (viewer.kind === "client") {
    return sql`(${and(eq(brand, viewer.brand), eq(byId, viewer.contactId))})`;
  }
  const isFacing = viewer.roles.some((role) => CLIENT_FACING.some((one) => one === role));
  return isFacing && viewer.brands.length > 0 ? sql`${brand} = any (${[...viewer.brands]})` : sql`false`;
}
