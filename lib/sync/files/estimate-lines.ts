import { z } from "zod";
import { estimateLines, estimates } from "@/db/schema";
import * as cell from "../cells";
import { defineFile } from "../file-kind";
import { idAmong, matching, within } from "../keys";
import { mergeRows, toWrite } from "../merge-rows";
import { BadRow } from "../problems";
import { writeRows } from "../write-rows";
import { LINE_CELLS, LINE_FIELDS, mergeLine } from "./document-lines";

const schema = z.object({ brand: cell.key(), estimate: cell.key(), ...LINE_CELLS });

export type EstimateLineRow = z.infer<typeof schema>;
type Values = typeof estimateLines.$inferSelect;

export const estimateLinesFile = defineFile<EstimateLineRow>({
  file: "estimate-lines.csv",
  schema,
  required: ["brand", "estimate", "line", "description", "quantity", "unit_price", "amount"],
  identity: (row) => [row.estimate, String(row.line)],
  async write(lines, run) {
    const rows = lines.map(({ row }) => row);
    const where = matching(
      { brand: estimates.brand, key: estimates.externalId },
      rows.map(({ brand, estimate }) => ({ brand, key: estimate })),
    );
    const documents = where
      ? await run.db
          .select({
            id: estimates.id,
            brand: estimates.brand,
            externalId: estimates.externalId,
            companyId: estimates.companyId,
            currency: estimates.currency,
          })
          .from(estimates)
          .where(where)
      : [];
    const byKey = new Map(documents.map((estimate) => [within(estimate.brand, estimate.externalId), estimate]));
    const ids = documents.map(({ id }) => id);
    const found = ids.length
      ? await run.db.select().from(estimateLines).where(idAmong(estimateLines.estimateId, ids)).for("update")
      : [];
    const stored = new Map(found.map((line) => [within(line.estimateId, String(line.lineNumber)), line]));
    const storedOf = (row: EstimateLineRow) =>
      stored.get(within(byKey.get(within(row.brand, row.estimate))?.id ?? "", String(row.line)));

    const gone = lines.filter(({ row }) => row.removed);
    const goneIds = gone.flatMap(({ row }) => storedOf(row)?.id ?? []);
    if (goneIds.length > 0) await run.db.delete(estimateLines).where(idAmong(estimateLines.id, goneIds));
    for (const { row } of gone) run.count(storedOf(row) ? "updated" : "unchanged");

    const merged = mergeRows<EstimateLineRow, Values>(
      lines.filter(({ row }) => !row.removed),
      run,
      {
        find: storedOf,
        merge: (row, before, id) => {
          const estimate = byKey.get(within(row.brand, row.estimate));
          if (!estimate) throw new BadRow("estimate", "There is no estimate with this external id on this brand.");
          const { companyId, currency } = estimate;
          return { id, brand: row.brand, companyId, estimateId: estimate.id, ...mergeLine(row, before, currency) };
        },
        fields: LINE_FIELDS,
        idOf: ({ id }) => id,
      },
    );
    const values = toWrite(merged);
    await writeRows(run, estimateLines, values, LINE_FIELDS);
    for (const { outcome } of merged) run.count(outcome);
  },
});
