import { PORTAL_FIELDS, type PortalField } from "@/db/schema/constants";
import { COLUMNS_OF, type ContactValues, PHONE_COLUMNS } from "./contact-merge";
import type { ContactRow } from "./contact-row";

/** A field whose values in the portal and in the file differ, with both values. */
interface KeptField {
  readonly field: PortalField;
  readonly portal: string;
  readonly erp: string;
}

/**
 * The fields that keep the portal's values although the row has others. `companyKeys`: the ERP's keys of companies, by
 * id.
 */
export function keptFields(
  row: ContactRow,
  stored: ContactValues,
  companyKeys: ReadonlyMap<string, string>,
): readonly KeptField[] {
  const ours = asCells(stored, companyKeys);
  return PORTAL_FIELDS.filter((field) => stored.portalFields.includes(field)).flatMap((field) => {
    const columns = COLUMNS_OF[field].filter((column) => {
      const theirs = wordOf(row[column]);
      return theirs !== undefined && theirs !== ours[column];
    });
    if (columns.length === 0) return [];
    // If the field has one column only, the value needs no column name before it.
    const say = (column: string, value: string | undefined) =>
      COLUMNS_OF[field].length === 1 ? (value ?? "nothing") : `${column} ${value ?? "nothing"}`;
    return [
      {
        field,
        portal: columns.map((column) => say(column, ours[column])).join(" and "),
        erp: columns.map((column) => say(column, wordOf(row[column]))).join(" and "),
      },
    ];
  });
}

/** A value as a cell of the file would contain it. */
function wordOf(value: string | boolean | undefined): string | undefined {
  return typeof value === "boolean" ? (value ? "yes" : "no") : value;
}

/** The contact as a row of the file would contain it. */
function asCells(stored: ContactValues, companyKeys: ReadonlyMap<string, string>): Record<string, string | undefined> {
  const phones = Object.entries(PHONE_COLUMNS).map(([column, kind]) => [column, stored.phones[kind]?.join(", ")]);
  return {
    name: stored.name,
    email: stored.email,
    job_title: stored.jobTitle ?? undefined,
    time_zone: stored.timeZone ?? undefined,
    company: companyKeys.get(stored.primaryCompanyId ?? ""),
    billing: wordOf(stored.billing),
    pay: wordOf(stored.pay),
    cases: stored.casesScope,
    requests: stored.requestsScope,
    ...Object.fromEntries(phones),
    address_line1: stored.office?.line1,
    address_line2: stored.office?.line2 ?? undefined,
    city: stored.office?.city ?? undefined,
    region: stored.office?.region ?? undefined,
    postal_code: stored.office?.postalCode ?? undefined,
    country: stored.office?.country ?? undefined,
    closed: wordOf(stored.closedAt !== null),
  };
}
