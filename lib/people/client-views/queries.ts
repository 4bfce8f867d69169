import { and, desc, eq } from "drizzle-orm";
import { clientViews } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { visibleClientViews } from "./policy";

/** An administrator looked at the portal as somebody of the company sees it. */
export interface ClientViewLine {
  readonly id: string;
  readonly contactName: string;
  readonly staffName: string;
  readonly roles: readonly StaffRole[];
  readonly reason: string;
  /** System time. */
  readonly startedAt: Date;
}

const SHOWN = 20;

/** The newest looks through the viewer's own eyes, or those of their colleagues where they look after them. */
export function listClientViews({ viewer, db }: Context<ClientViewer>): Promise<ClientViewLine[]> {
  return db
    .select({
      id: clientViews.id,
      contactName: clientViews.contactName,
      staffName: clientViews.staffName,
      roles: clientViews.roles,
      reason: clientViews.reason,
      startedAt: clientViews.startedAt,
    })
    .from(clientViews)
    .where(visibleClientViews(viewer))
    .orderBy(desc(clientViews.startedAt), desc(clientViews.id))
    .limit(SHOWN);
}

/** What a form with this id began before; null for a new form. */
export async function findClientView({ viewer, db }: Context, id: string) {
  const [row] = await db
    .select({ staffId: clientViews.staffId, contactId: clientViews.contactId, reason: clientViews.reason })
    .from(clientViews)
    .where(and(visibleClientViews(viewer), eq(clientViews.id, id)));
  return row ?? null;
}
