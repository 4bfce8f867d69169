import { and, asc, inArray } from "drizzle-orm";
import { contacts } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { type DeedDone, findDeed } from "@/lib/people/bulk-deeds/queries";
import { rowsLeft } from "@/lib/people/bulk-deeds/rules";
import { visibleContacts } from "@/lib/people/contacts/policy";

/** What a list of contacts tells of a deed that was just done in it. */
export interface ContactDeed extends DeedDone {
  /** Contacts who were left alone, by name. */
  readonly left: readonly { readonly id: string; readonly name: string; readonly why: string | null }[];
}

/** One of the viewer's own deeds on contacts; null for any other id, and without one. */
export async function findContactDeed(context: Context<StaffViewer>, id: string | null): Promise<ContactDeed | null> {
  const deed = await findDeed(context, "contact", id);
  if (!deed) return null;
  const ids = rowsLeft(deed.rows);
  if (ids.length === 0) return { ...deed, left: [] };
  const names = await context.db
    .select({ id: contacts.id, name: contacts.name })
    .from(contacts)
    .where(and(visibleContacts(context.viewer), inArray(contacts.id, [...ids])))
    .orderBy(asc(contacts.name), asc(contacts.id));
  const why = new Map(deed.rows.map((row) => [row.number, row.why ?? null]));
  return { ...deed, left: names.map((contact) => ({ ...contact, why: why.get(contact.id) ?? null })) };
}
