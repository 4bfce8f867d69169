import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { chatAgents } from "@/db/schema";
import type { StaffViewer } from "@/db/viewer";
import { worksCases } from "@/lib/gate/rights";

/** May the viewer answer chats? */
export const worksChats = (viewer: StaffViewer): boolean => worksCases(viewer);

/** May the viewer say how many talks an agent may have side by side? */
export const setsTalks = ({ roles }: StaffViewer): boolean => roles.includes("administrator");

/** Rows that say which agents are there, for those who answer chats. Never undefined. */
export function visibleAgents(viewer: StaffViewer, staffId: PgColumn): SQL {
  return worksChats(viewer) ? sql`${staffId} is not null` : sql`false`;
}

/** The viewer's own row among the agents. Never undefined. */
export function ownAgent(viewer: StaffViewer): SQL {
  return worksChats(viewer) ? sql`${chatAgents.staffId} = ${viewer.staffId}::uuid` : sql`false`;
}
