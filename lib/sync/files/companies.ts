import { z } from "zod";
import { companies } from "@/db/schema";
import { systemNow } from "@/lib/kit/time";
import * as cell from "../cells";
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
  };
}

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
    const merged = mergeRows<CompanyRow, Values>(lines, run, {
      find: (row) => stored.get(within(row.brand, row.external_id)),
      merge: (row, before, id) => mergeCompany(row, before, id, now),
      fields: FIELDS,
      idOf: ({ id }) => id,
    });
    const values = toWrite(merged).map((company) => ({ ...company, updatedAt: now }));
    await writeRows(run, companies, values, [...FIELDS, "updatedAt"]);
    for (const { outcome } of merged) run.count(outcome);
  },
});
