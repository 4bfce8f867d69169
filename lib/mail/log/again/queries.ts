import { and, asc, inArray } from "drizzle-orm";
import { outbox } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { visibleMail } from "@/lib/mail/log/policy";
import { findNamedDeed, type NamedDeed } from "@/lib/people/bulk-deeds/queries";

/** One of the viewer's own deeds on mails; null for any other id, and without one. */
export function findMailDeed(context: Context<StaffViewer>, id: string | null): Promise<NamedDeed | null> {
  return findNamedDeed(context, "mail", id, (ids) =>
    context.db
      .select({ id: outbox.id, name: outbox.toAddress })
      .from(outbox)
      .where(and(visibleMail(context.viewer), inArray(outbox.id, ids)))
      .orderBy(asc(outbox.toAddress), asc(outbox.id)),
  );
}
