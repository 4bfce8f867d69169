import { asc, eq, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { type contacts, staff, staffBrands } from "@/db/schema";
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
      companyAdmin: contact.companyAdmin,
    },
  };
}

/** A column beside those of a member of staff: the brands that are assigned to them now. */
export function brandsOfMember(db: Transaction): SQL<string[]> {
  const brands = db
    .select({ brand: staffBrands.brand })
    .from(staffBrands)
    .where(eq(staffBrands.staffId, staff.id))
    .orderBy(asc(staffBrands.brand));
  return sql`array${brands}`;
}

/** The same for a member of staff, with `brandsOfMember`. */
export function staffViewerOf(member: typeof staff.$inferSelect, brands: readonly string[]): StaffViewer {
  return { kind: "staff", staffId: member.id, brands, roles: member.roles };
}
