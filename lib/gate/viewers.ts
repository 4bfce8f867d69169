import { asc, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type contacts, type staff, staffBrands } from "@/db/schema";
import type { ClientViewer, StaffViewer, Viewer } from "@/db/viewer";
import type { AccountKey } from "./accounts";

/** The account of a viewer. Rows that belong to one person, client or staff, are found and written by this key. */
export function personOf(viewer: Viewer): AccountKey {
  return viewer.kind === "client" ? { kind: "contact", id: viewer.contactId } : { kind: "staff", id: viewer.staffId };
}

/** The viewer that a contact's row makes at this moment. The caller has checked that the account may be used. */
export function clientViewerOf(contact: typeof contacts.$inferSelect): ClientViewer {
  return {
    kind: "client",
    brand: contact.brand,
    contactId: contact.id,
    companyId: contact.primaryCompanyId,
    rights: {
      billing: contact.billing,
      pay: contact.pay,
      cases: contact.casesScope,
      requests: contact.requestsScope,
    },
  };
}

/** The same for a member of staff, with the brands that are assigned to them now. */
export async function staffViewerOf(db: Transaction, member: typeof staff.$inferSelect): Promise<StaffViewer> {
  const rows = await db
    .select({ brand: staffBrands.brand })
    .from(staffBrands)
    .where(eq(staffBrands.staffId, member.id))
    .orderBy(asc(staffBrands.brand));
  return { kind: "staff", staffId: member.id, brands: rows.map((row) => row.brand), roles: member.roles };
}
