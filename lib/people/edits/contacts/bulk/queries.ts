import { and, asc, inArray } from "drizzle-orm";
import { contacts } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { findNamedDeed, type NamedDeed } from "@/lib/people/bulk-deeds/queries";
import { visibleContacts } from "@/lib/people/contacts/policy";

/** One of the viewer's own deeds on contacts; null for any other id, and without one. */
export function findContactDeed(context: Context<StaffViewer>, id: string | null): Promise<NamedDeed | null> {
  return findNamedDeed(context, "contact", id, (ids) =>
    context.db
      .select({ id: contacts.id, name: contacts.name })
      .from(contacts)
      .where(and(visibleContacts(context.viewer), inArray(contacts.id, ids)))
      .orderBy(asc(contacts.name), asc(contacts.id)),
  );
}
