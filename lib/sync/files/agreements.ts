import { z } from "zod";
import { agreements, coverages } from "@/db/schema";
import { AGREEMENT_KINDS, AGREEMENT_STATES } from "@/db/schema/constants";
import { systemNow } from "@/lib/kit/time";
import * as cell from "../cells";
import { agreementDecisions, keptWords } from "../decisions";
import { defineFile, type FileRun } from "../file-kind";
import { CompanyIds, matching, within } from "../keys";
import { keep, need, refuseChange, refuseNegative, toMinor } from "../merge-cells";
import { mergeRows, toWrite } from "../merge-rows";
import { BadRow } from "../problems";
import { writeRows } from "../write-rows";

const schema = z.object({
  brand: cell.key(),
  external_id: cell.key(),
  company: cell.key().optional(),
  kind: cell.choice(AGREEMENT_KINDS).optional(),
  product: cell.line().optional(),
  starts_on: cell.day().optional(),
  ends_on: cell.lastDay().optional(),
  state: cell.choice(AGREEMENT_STATES).optional(),
  seats: cell.wholeNumber(0, 1_000_000).optional(),
  value: cell.amount().optional(),
  currency: cell.currency().optional(),
  coverage: cell.key().toLowerCase().optional(),
});

export type AgreementRow = z.infer<typeof schema>;
type Values = Omit<typeof agreements.$inferSelect, "createdAt" | "updatedAt">;

const FIELDS = [
  "kind",
  "product",
  "startsOn",
  "endsOn",
  "state",
  "seats",
  "valueMinor",
  "currency",
  "coverage",
] as const satisfies readonly (keyof Values)[];

/** The agreement that results from the row. A pure function. */
function mergeAgreement(
  row: AgreementRow,
  stored: Values | undefined,
  id: string,
  company: string | undefined,
): Values {
  const companyId = need("company", company, stored?.companyId);
  refuseChange("company", companyId, stored?.companyId);
  const currency = keep(row.currency, stored?.currency);
  refuseChange("currency", currency, stored?.currency);
  if (row.value !== undefined && currency === null) throw new BadRow("currency", "A value needs its currency.");
  const value = toMinor("value", row.value, currency ?? "USD");
  const startsOn = need("starts_on", row.starts_on, stored?.startsOn);
  const endsOn = need("ends_on", row.ends_on, stored?.endsOn);
  if (endsOn < startsOn) throw new BadRow("ends_on", "The agreement ends before it starts.");
  return {
    id,
    brand: row.brand,
    externalId: row.external_id,
    companyId,
    kind: need("kind", row.kind, stored?.kind),
    product: need("product", row.product, stored?.product),
    startsOn,
    endsOn,
    state: row.state ?? stored?.state ?? "active",
    seats: keep(row.seats, stored?.seats),
    valueMinor: value === undefined ? (stored?.valueMinor ?? null) : refuseNegative("value", value),
    currency,
    coverage: row.coverage ?? stored?.coverage ?? "chat_hours",
  };
}

/** What the coverages of brands and decisions about them make of a row. */
class Coverages {
  private constructor(
    private readonly keys: ReadonlyMap<string, readonly string[]>,
    private readonly decided: ReadonlySet<string>,
    private readonly run: Pick<FileRun<AgreementRow>, "warn">,
  ) {}

  static async load(run: FileRun<AgreementRow>, agreementIds: readonly string[]): Promise<Coverages> {
    const keys = new Map<string, string[]>();
    const rows = await run.db
      .select({ brand: coverages.brand, key: coverages.key })
      .from(coverages)
      .orderBy(coverages.position, coverages.key);
    for (const { brand, key } of rows) keys.set(brand, [...(keys.get(brand) ?? []), key]);
    return new Coverages(keys, await agreementDecisions(run.db, "coverage", agreementIds), run);
  }

  /**
   * The agreement with the coverage that stays. Throws BadRow for a coverage that the brand does not have, and for one of
   * an agreement that is not about support.
   */
  settle(row: AgreementRow, values: Values, stored: Values | undefined, line: number): Values {
    if (row.coverage === undefined) return values;
    const keys = this.keys.get(row.brand) ?? [];
    if (!keys.includes(row.coverage)) throw new BadRow("coverage", `Write one of: ${keys.join(", ")}.`);
    if (values.kind !== "support") throw new BadRow("coverage", "Only a support agreement has a coverage.");
    if (!stored || !this.decided.has(stored.id) || stored.coverage === row.coverage) return values;
    this.run.warn(line, "coverage", keptWords(stored.coverage, row.coverage));
    return { ...values, coverage: stored.coverage };
  }
}

/** The agreement with the last day that stays: one that was decided in the portal does. */
function withTerm(
  values: Values,
  stored: Values | undefined,
  decided: ReadonlySet<string>,
  line: number,
  run: Pick<FileRun<AgreementRow>, "warn">,
): Values {
  if (!stored || !decided.has(stored.id) || stored.endsOn === values.endsOn) return values;
  if (stored.endsOn < values.startsOn)
    throw new BadRow("starts_on", "The agreement starts after the last day that was decided in the portal.");
  run.warn(line, "ends_on", keptWords(stored.endsOn, values.endsOn));
  return { ...values, endsOn: stored.endsOn };
}

export const agreementsFile = defineFile<AgreementRow>({
  file: "agreements.csv",
  schema,
  required: ["brand", "external_id", "company", "kind", "product", "starts_on", "ends_on"],
  identity: (row) => [row.external_id],
  async write(lines, run) {
    const rows = lines.map(({ row }) => row);
    const companyIds = await CompanyIds.load(run.db, rows);
    const keys = rows.map((row) => ({ brand: row.brand, key: row.external_id }));
    const where = matching({ brand: agreements.brand, key: agreements.externalId }, keys);
    const found = where ? await run.db.select().from(agreements).where(where).for("update") : [];
    const stored = new Map(found.map((agreement) => [within(agreement.brand, agreement.externalId), agreement]));
    const covering = await Coverages.load(
      run,
      found.map(({ id }) => id),
    );
    const termed = await agreementDecisions(
      run.db,
      "term",
      found.map(({ id }) => id),
    );
    const merged = mergeRows<AgreementRow, Values>(lines, run, {
      find: (row) => stored.get(within(row.brand, row.external_id)),
      merge: (row, before, id, line) => {
        const values = mergeAgreement(row, before, id, companyIds.of(row.brand, row.company));
        return covering.settle(row, withTerm(values, before, termed, line, run), before, line);
      },
      fields: FIELDS,
      idOf: ({ id }) => id,
    });
    const updatedAt = new Date(systemNow().epochMilliseconds);
    const values = toWrite(merged).map((agreement) => ({ ...agreement, updatedAt }));
    await writeRows(run, agreements, values, [...FIELDS, "updatedAt"]);
    for (const { outcome } of merged) run.count(outcome);
  },
});
