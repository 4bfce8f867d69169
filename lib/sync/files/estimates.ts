import { z } from "zod";
import { estimates } from "@/db/schema";
import { ESTIMATE_STATES } from "@/db/schema/constants";
import { systemNow } from "@/lib/kit/time";
import * as cell from "../cells";
import { defineFile } from "../file-kind";
import { CompanyIds, matching, within } from "../keys";
import { keep, need, refuseChange, refuseNegative, toMinor } from "../merge-cells";
import { mergeRows, Taken, toWrite } from "../merge-rows";
import { BadRow } from "../problems";
import { writeRows } from "../write-rows";

const schema = z.object({
  brand: cell.key(),
  external_id: cell.key(),
  company: cell.key().optional(),
  number: cell.line(60).optional(),
  title: cell.line().optional(),
  currency: cell.currency().optional(),
  total: cell.amount().optional(),
  issued_on: cell.day().optional(),
  expires_on: cell.lastDay().optional(),
  state: cell.choice(ESTIMATE_STATES).optional(),
  quote_url: cell.webAddress().optional(),
});

export type EstimateRow = z.infer<typeof schema>;
type Values = Omit<typeof estimates.$inferSelect, "createdAt" | "updatedAt">;

const FIELDS = [
  "number",
  "title",
  "totalMinor",
  "issuedOn",
  "expiresOn",
  "state",
  "quoteUrl",
] as const satisfies readonly (keyof Values)[];

/** The estimate that results from the row. A pure function. */
function mergeEstimate(row: EstimateRow, stored: Values | undefined, id: string, company: string | undefined): Values {
  const companyId = need("company", company, stored?.companyId);
  refuseChange("company", companyId, stored?.companyId);
  const currency = need("currency", row.currency, stored?.currency);
  refuseChange("currency", currency, stored?.currency);
  const issuedOn = need("issued_on", row.issued_on, stored?.issuedOn);
  const expiresOn = need("expires_on", row.expires_on, stored?.expiresOn);
  if (expiresOn < issuedOn) throw new BadRow("expires_on", "The estimate ends before it is issued.");
  return {
    id,
    brand: row.brand,
    externalId: row.external_id,
    companyId,
    number: need("number", row.number, stored?.number),
    title: need("title", row.title, stored?.title),
    currency,
    totalMinor: refuseNegative("total", need("total", toMinor("total", row.total, currency), stored?.totalMinor)),
    issuedOn,
    expiresOn,
    state: row.state ?? stored?.state ?? "open",
    quoteUrl: keep(row.quote_url, stored?.quoteUrl),
  };
}

export const estimatesFile = defineFile<EstimateRow>({
  file: "estimates.csv",
  schema,
  required: ["brand", "external_id", "company", "number", "title", "currency", "total", "issued_on", "expires_on"],
  identity: (row) => [row.external_id],
  async write(lines, run) {
    const rows = lines.map(({ row }) => row);
    const companyIds = await CompanyIds.load(run.db, rows);
    const keys = rows.map((row) => ({ brand: row.brand, key: row.external_id }));
    const where = matching({ brand: estimates.brand, key: estimates.externalId }, keys);
    const found = where ? await run.db.select().from(estimates).where(where).for("update") : [];
    const stored = new Map(found.map((estimate) => [within(estimate.brand, estimate.externalId), estimate]));
    const numbers = new Taken();
    const numbered = matching(
      { brand: estimates.brand, key: estimates.number },
      rows.flatMap(({ brand, number }) => (number === undefined ? [] : [{ brand, key: number }])),
    );
    for (const holder of numbered ? await run.db.select().from(estimates).where(numbered) : []) {
      numbers.set(within(holder.brand, holder.number), holder.id);
    }
    const merged = mergeRows<EstimateRow, Values>(lines, run, {
      find: (row) => stored.get(within(row.brand, row.external_id)),
      merge: (row, before, id) => {
        const values = mergeEstimate(row, before, id, companyIds.of(row.brand, row.company));
        const key = within(values.brand, values.number);
        numbers.refuseOthers(key, id, "number", "Another estimate of this brand has this number.");
        return values;
      },
      fields: FIELDS,
      idOf: ({ id }) => id,
    });
    const updatedAt = new Date(systemNow().epochMilliseconds);
    const values = toWrite(merged).map((estimate) => ({ ...estimate, updatedAt }));
    await writeRows(run, estimates, values, [...FIELDS, "updatedAt"]);
    for (const { outcome } of merged) run.count(outcome);
  },
});
