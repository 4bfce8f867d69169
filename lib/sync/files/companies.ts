import { z } from "zod";
import { companies } from "@/db/schema";
import type { CompanyField } from "@/db/schema/constants";
import { systemNow } from "@/lib/kit/time";
import * as cell from "../cells";
import { keptWords } from "../decisions";
import { defineFile } from "../file-kind";
import { matching, within } from "../keys";
import { keep, need } from "../merge-cells";
import { mergeRows, toWrite } from "../merge-rows";
import { writeRows } from "../write-rows";

const schema = z.object({
  brand: cell.key(),
  external_id: cell.key(),
  name: cell.line().optional(),
  mail_domains: cell.mailDomains().optional(),
  phone: cell.line(60).optional(),
  address_line1: cell.line().optional(),
  address_line2: cell.line().optional(),
  city: cell.line().optional(),
  region: cell.line().optional(),
  postal_code: cell.line(40).optional(),
  country: cell.line(80).optional(),
  closed: cell.yesNo().optional(),
});

export type CompanyRow = z.infer<typeof schema>;
type Values = Omit<typeof companies.$inferSelect, "createdAt" | "updatedAt">;

const FIELDS = [
  "name",
  "mailDomains",
  "phone",
  "addressLines",
  "city",
  "region",
  "postalCode",
  "country",
  "closedAt",
] as const satisfies readonly (keyof Values)[];

/** The company that results from the row. A pure function. `now` is the time of a closing. */
function mergeCompany(row: CompanyRow, stored: Values | undefined, id: string, now: Date): Values {
  const [line1, line2] = stored?.addressLines ?? [];
  return {
    id,
    brand: row.brand,
    externalId: row.external_id,
    name: need("name", row.name, stored?.name),
    mailDomains: row.mail_domains ?? stored?.mailDomains ?? [],
    phone: keep(row.phone, stored?.phone),
    addressLines: [row.address_line1 ?? line1, row.address_line2 ?? line2].filter((text) => text !== undefined),
    city: keep(row.city, stored?.city),
    region: keep(row.region, stored?.region),
    postalCode: keep(row.postal_code, stored?.postalCode),
    country: keep(row.country, stored?.country),
    closedAt: closing(row.closed, stored?.closedAt, now),
    portalFields: stored?.portalFields ?? [],
    mergedInto: stored?.mergedInto ?? null,
  };
}

/** The columns of the file that belong to each field that an administrator may have edited. */
const COLUMNS_OF: Record<CompanyField, readonly (keyof CompanyRow)[]> = {
  name: ["name"],
  mail_domains: ["mail_domains"],
  phone: ["phone"],
  address: ["address_line1", "address_line2", "city", "region", "postal_code", "country"],
};

/** The company as a row of the file would contain it. */
const asCells = (stored: Values): Readonly<Record<string, string | undefined>> => ({
  name: stored.name,
  mail_domains: stored.mailDomains.join(", "),
  phone: stored.phone ?? undefined,
  address_line1: stored.addressLines[0],
  address_line2: stored.addressLines[1],
  city: stored.city ?? undefined,
  region: stored.region ?? undefined,
  postal_code: stored.postalCode ?? undefined,
  country: stored.country ?? undefined,
});

/** The row without the cells of fields that were edited in the portal. Tells of each that differs. */
function withoutPortalFields(
  row: CompanyRow,
  stored: Values,
  tell: (column: string, words: string) => void,
): CompanyRow {
  const ours = asCells(stored);
  const owned = stored.portalFields.flatMap((field) => COLUMNS_OF[field]);
  for (const column of owned) {
    const cellOf = row[column];
    const theirs = Array.isArray(cellOf) ? cellOf.join(", ") : cellOf === undefined ? undefined : String(cellOf);
    if (theirs !== undefined && theirs !== ours[column]) {
      tell(column, keptWords(ours[column] || "nothing", theirs || "nothing"));
    }
  }
  return { ...row, ...Object.fromEntries(owned.map((column) => [column, undefined])) };
}

/** The finding for a row of a record that was merged into another one, which the row does not change. */
export const MERGED_AWAY = "It was merged into another one in the portal, so this row changes nothing.";

/**
 * When a record was closed: `yes` closes it now unless it is closed already, `no` opens it, and an empty cell changes
 * nothing.
 */
export function closing(cell: boolean | undefined, stored: Date | null | undefined, now: Date): Date | null {
  if (cell === undefined) return stored ?? null;
  return cell ? (stored ?? now) : null;
}

export const companiesFile = defineFile<CompanyRow>({
  file: "companies.csv",
  schema,
  required: ["brand", "external_id", "name"],
  identity: (row) => [row.external_id],
  async write(lines, run) {
    const keys = lines.map(({ row }) => ({ brand: row.brand, key: row.external_id }));
    const where = matching({ brand: companies.brand, key: companies.externalId }, keys);
    const found = where ? await run.db.select().from(companies).where(where).for("update") : [];
    const stored = new Map(found.map((company) => [within(company.brand, company.externalId), company]));
    const now = new Date(systemNow().epochMilliseconds);
    const living = lines.filter(({ line, row }) => {
      if (!stored.get(within(row.brand, row.external_id))?.mergedInto) return true;
      run.warn(line, "external_id", MERGED_AWAY);
      run.count("unchanged");
      return false;
    });
    const merged = mergeRows<CompanyRow, Values>(living, run, {
      find: (row) => stored.get(within(row.brand, row.external_id)),
      merge: (row, before, id, line) => {
        const tell = (column: string, words: string) => run.warn(line, column, words);
        return mergeCompany(before ? withoutPortalFields(row, before, tell) : row, before, id, now);
      },
      fields: FIELDS,
      idOf: ({ id }) => id,
    });
    const values = toWrite(merged).map((company) => ({ ...company, updatedAt: now }));
    await writeRows(run, companies, values, [...FIELDS, "updatedAt"]);
    for (const { outcome } of merged) run.count(outcome);
  },
});
