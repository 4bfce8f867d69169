import { and, eq, inArray, or } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { contactCompanies, contacts } from "@/db/schema";
import * as cell from "../cells";
import { keptWords, relationDecisions } from "../decisions";
import { defineFile } from "../file-kind";
import { CompanyIds, matching, within } from "../keys";
import { need } from "../merge-cells";
import { BadRow } from "../problems";
import { MERGED_AWAY } from "./companies";

const schema = z.object({
  brand: cell.key(),
  contact: cell.key(),
  company: cell.key(),
  removed: cell.yesNo().optional(),
});

export type RelationRow = z.infer<typeof schema>;

export const companyRelationsFile = defineFile<RelationRow>({
  file: "company-relations.csv",
  schema,
  required: ["brand", "contact", "company"],
  identity: (row) => [row.contact, row.company],
  async write(lines, run) {
    const rows = lines.map(({ row }) => row);
    const companyIds = await CompanyIds.load(run.db, rows);
    const where = matching(
      { brand: contacts.brand, key: contacts.externalId },
      rows.map(({ brand, contact }) => ({ brand, key: contact })),
    );
    const found = where
      ? await run.db
          .select({
            id: contacts.id,
            brand: contacts.brand,
            key: contacts.externalId,
            mergedInto: contacts.mergedInto,
          })
          .from(contacts)
          .where(where)
      : [];
    const merged = new Set(found.filter(({ mergedInto }) => mergedInto).map(({ id }) => id));
    const contactIds = new Map(found.map(({ id, brand, key }) => [within(brand, key ?? ""), id]));
    const existing = found.length
      ? await run.db
          .select()
          .from(contactCompanies)
          .where(
            inArray(
              contactCompanies.contactId,
              found.map(({ id }) => id),
            ),
          )
          .for("update")
      : [];
    const decisions = await relationDecisions(
      run.db,
      found.map(({ id }) => id),
    );
    const sources = new Map(
      existing.map((relation) => [within(relation.contactId, relation.companyId), relation.source]),
    );

    const added: (typeof contactCompanies.$inferInsert)[] = [];
    const ended: { contactId: string; companyId: string }[] = [];
    for (const { line, row } of lines) {
      try {
        const contactId = contactIds.get(within(row.brand, row.contact));
        if (!contactId) throw new BadRow("contact", "There is no contact with this external id on this brand.");
        const companyId = need("company", companyIds.of(row.brand, row.company), null);
        const relation = within(contactId, companyId);
        const source = sources.get(relation);
        const away = mergedCell(row, merged.has(contactId), companyIds);
        if (away) {
          run.warn(line, away, MERGED_AWAY);
          run.count("unchanged");
          continue;
        }
        const decided = source === "administrator" ? "added" : decisions.get(relation);
        if (row.removed && decided === "added") {
          run.warn(line, "removed", keptWords("related", "not related"));
          run.count("unchanged");
        } else if (!row.removed && decided === "removed") {
          run.warn(line, "company", keptWords("not related", "related"));
          run.count("unchanged");
        } else if (row.removed) {
          if (source) ended.push({ contactId, companyId });
          run.count(source ? "updated" : "unchanged");
        } else {
          if (!source) added.push({ brand: row.brand, contactId, companyId, source: "erp" });
          run.count(source ? "unchanged" : "created");
        }
      } catch (error) {
        if (!(error instanceof BadRow)) throw error;
        run.bad(line, error.column, error.message);
      }
    }
    if (added.length > 0) await run.db.insert(contactCompanies).values(added).onConflictDoNothing();
    await endRelations(run.db, ended);
  },
});

/**
 * The cell because of which a row changes nothing: a merged contact keeps the survivor's relations, and what ends for a
 * merged company stays the survivor's. Null for any other row.
 */
function mergedCell(row: RelationRow, isMergedContact: boolean, companyIds: CompanyIds): "contact" | "company" | null {
  if (isMergedContact) return "contact";
  return row.removed && companyIds.isMerged(row.brand, row.company) ? "company" : null;
}

async function endRelations(db: Transaction, ended: readonly { contactId: string; companyId: string }[]) {
  const gone = or(
    ...ended.map((relation) =>
      and(eq(contactCompanies.contactId, relation.contactId), eq(contactCompanies.companyId, relation.companyId)),
    ),
  );
  if (gone) await db.delete(contactCompanies).where(gone);
}
