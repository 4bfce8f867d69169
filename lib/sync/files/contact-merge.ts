import type { contactAddresses, contacts } from "@/db/schema";
import type { PHONE_KINDS, PortalField } from "@/db/schema/constants";
import { keep, need } from "../merge-cells";
import { BadRow } from "../problems";
import { closing } from "./companies";
import type { ContactRow } from "./contact-row";

export type Address = Pick<
  typeof contactAddresses.$inferSelect,
  "line1" | "line2" | "city" | "region" | "postalCode" | "country"
>;
type PhoneKind = (typeof PHONE_KINDS)[number];

/** A contact with phones and office address, as far as files set them. */
export type ContactValues = Omit<typeof contacts.$inferSelect, "createdAt" | "updatedAt" | "demo"> & {
  /** Numbers by kind. A file has one number for each kind. */
  readonly phones: Partial<Record<PhoneKind, readonly string[]>>;
  /** The office address; null when there is none. */
  readonly office: Address | null;
  /** The new sign-in address that a file named and that waits to be confirmed; null if none waits. */
  readonly newAddress: string | null;
};

export const PHONE_COLUMNS = { phone: "work", mobile: "mobile", fax: "fax" } as const satisfies Record<
  string,
  PhoneKind
>;

/** The columns of the file that belong to each portal field. */
export const COLUMNS_OF: Record<PortalField, readonly (keyof ContactRow)[]> = {
  name: ["name"],
  email: ["email"],
  job_title: ["job_title"],
  time_zone: ["time_zone"],
  company: ["company"],
  rights: ["billing", "pay", "cases", "requests"],
  phones: ["phone", "mobile", "fax"],
  addresses: ["address_line1", "address_line2", "city", "region", "postal_code", "country"],
  closed: ["closed"],
};

/** The row without the cells of fields that were edited in the portal. */
export function withoutPortalFields(row: ContactRow, portalFields: readonly string[]): ContactRow {
  const owned = Object.entries(COLUMNS_OF).flatMap(([field, columns]) => (portalFields.includes(field) ? columns : []));
  return { ...row, ...Object.fromEntries(owned.map((column) => [column, undefined])) };
}

/** The contact that results from the row. A pure function. Throws BadRow if the row contradicts itself. */
export function mergeContact(
  row: ContactRow,
  stored: ContactValues | undefined,
  id: string,
  links: { company: string | undefined; now: Date },
): ContactValues {
  const billing = row.billing ?? stored?.billing ?? false;
  const pay = row.pay ?? stored?.pay ?? false;
  if (pay && !billing) throw new BadRow("pay", "The right to pay needs the right to billing.");
  const primaryCompanyId = keep(links.company, stored?.primaryCompanyId);
  return {
    id,
    brand: row.brand,
    externalId: row.external_id,
    // The address of an existing contact changes only when the new one is confirmed by the link that is mailed to it.
    email: stored?.email ?? need("email", row.email, undefined),
    newAddress: newAddressOf(row.email, stored),
    name: need("name", row.name, stored?.name),
    jobTitle: keep(row.job_title, stored?.jobTitle),
    timeZone: keep(row.time_zone, stored?.timeZone),
    primaryCompanyId,
    billing,
    pay,
    casesScope: row.cases ?? stored?.casesScope ?? "none",
    requestsScope: row.requests ?? stored?.requestsScope ?? "own",
    // The ERP does not know this right: nobody takes it along to the people of another company. No file names a merge.
    companyAdmin: stored?.companyAdmin === true && stored.primaryCompanyId === primaryCompanyId,
    mergedInto: stored?.mergedInto ?? null,
    portalFields: stored?.portalFields ?? [],
    closedAt: closing(row.closed, stored?.closedAt, links.now),
    phones: mergePhones(row, stored?.phones ?? {}),
    office: mergeOffice(row, stored?.office ?? null),
  };
}

function newAddressOf(email: string | undefined, stored: ContactValues | undefined): string | null {
  if (!stored) return null;
  if (email === undefined) return stored.newAddress;
  return email === stored.email ? null : email;
}

function mergePhones(row: ContactRow, stored: ContactValues["phones"]): ContactValues["phones"] {
  const merged = { ...stored };
  for (const [column, kind] of Object.entries(PHONE_COLUMNS)) {
    const number = row[column as keyof typeof PHONE_COLUMNS];
    if (number !== undefined) merged[kind] = [number];
  }
  return merged;
}

function mergeOffice(row: ContactRow, stored: Address | null): Address | null {
  const touched = COLUMNS_OF.addresses.some((column) => row[column] !== undefined);
  if (!touched) return stored;
  return {
    line1: need("address_line1", row.address_line1, stored?.line1),
    line2: keep(row.address_line2, stored?.line2),
    city: keep(row.city, stored?.city),
    region: keep(row.region, stored?.region),
    postalCode: keep(row.postal_code, stored?.postalCode),
    country: keep(row.country, stored?.country),
  };
}
