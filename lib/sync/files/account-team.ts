import { and, eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { accountTeamMembers, staff, staffBrands } from "@/db/schema";
import { TEAM_ROLES } from "@/db/schema/constants";
import { systemNow } from "@/lib/kit/time";
import * as cell from "../cells";
import { defineFile } from "../file-kind";
import { CompanyIds, matching, offered, within } from "../keys";
import { keep, need } from "../merge-cells";
import { mergeRows, toWrite } from "../merge-rows";
import { writePhotos } from "./team-photos";

const schema = z.object({
  brand: cell.key(),
  external_id: cell.key(),
  company: cell.key().optional(),
  role: cell.choice(TEAM_ROLES).optional(),
  name: cell.line().optional(),
  email: cell.email().optional(),
  phone: cell.line(60).optional(),
  working_hours: cell.line().optional(),
  photo: cell.fileName().optional(),
  removed: cell.yesNo().optional(),
});

export type TeamRow = z.infer<typeof schema>;
type Values = Omit<typeof accountTeamMembers.$inferSelect, "createdAt" | "updatedAt">;

const FIELDS = [
  "companyId",
  "staffId",
  "role",
  "name",
  "email",
  "phone",
  "workingHours",
] as const satisfies readonly (keyof Values)[];

/** Ids of active staff by brand and mail address. These team members answer in the portal themselves. */
async function staffByAddress(db: Transaction, emails: readonly string[]): Promise<Map<string, string>> {
  if (emails.length === 0) return new Map();
  const found = await db
    .select({ id: staff.id, email: staff.email, brand: staffBrands.brand })
    .from(staff)
    .innerJoin(staffBrands, eq(staffBrands.staffId, staff.id))
    .where(and(inArray(staff.email, [...emails]), isNull(staff.closedAt)));
  return new Map(found.map(({ id, email, brand }) => [within(brand, email), id]));
}

/** The team member that results from the row. A pure function. */
function mergeTeamMember(
  row: TeamRow,
  stored: Values | undefined,
  id: string,
  links: { company: string | undefined; staffOf: (email: string) => string | undefined },
): Values {
  const email = need("email", row.email, stored?.email);
  return {
    id,
    brand: row.brand,
    externalId: row.external_id,
    companyId: need("company", links.company, stored?.companyId),
    staffId: links.staffOf(email) ?? null,
    role: need("role", row.role, stored?.role),
    name: need("name", row.name, stored?.name),
    email,
    phone: keep(row.phone, stored?.phone),
    workingHours: keep(row.working_hours, stored?.workingHours),
  };
}

export const accountTeamFile = defineFile<TeamRow>({
  file: "account-team.csv",
  schema,
  required: ["brand", "external_id", "company", "role", "name", "email"],
  identity: (row) => [row.external_id],
  async write(lines, run) {
    const rows = lines.map(({ row }) => row);
    const keys = rows.map((row) => ({ brand: row.brand, key: row.external_id }));
    const where = matching({ brand: accountTeamMembers.brand, key: accountTeamMembers.externalId }, keys);
    const found = where ? await run.db.select().from(accountTeamMembers).where(where).for("update") : [];
    const stored = new Map(found.map((member) => [within(member.brand, member.externalId), member]));

    const gone = lines.filter(({ row }) => row.removed);
    const ids = gone.flatMap(({ row }) => stored.get(within(row.brand, row.external_id))?.id ?? []);
    if (ids.length > 0) await run.db.delete(accountTeamMembers).where(inArray(accountTeamMembers.id, ids));
    for (const { row } of gone) run.count(stored.has(within(row.brand, row.external_id)) ? "updated" : "unchanged");

    const kept = lines.filter(({ row }) => !row.removed);
    const companyIds = await CompanyIds.load(run.db, rows);
    const emails = [...rows.flatMap(({ email }) => email ?? []), ...found.map(({ email }) => email)];
    const staffIds = await staffByAddress(run.db, emails);
    const merged = mergeRows<TeamRow, Values>(kept, run, {
      find: (row) => stored.get(within(row.brand, row.external_id)),
      merge: (row, before, id) =>
        mergeTeamMember(row, before, id, {
          company: companyIds.of(row.brand, row.company),
          staffOf: (email) => staffIds.get(within(row.brand, email)),
        }),
      fields: FIELDS,
      idOf: ({ id }) => id,
    });
    const updatedAt = new Date(systemNow().epochMilliseconds);
    const values = toWrite(merged).map((member) => ({ ...member, updatedAt }));
    if (values.length > 0) {
      const set = offered([...FIELDS, "updatedAt"]);
      await run.db.insert(accountTeamMembers).values(values).onConflictDoUpdate({ target: accountTeamMembers.id, set });
    }
    const changed = await writePhotos(
      merged.flatMap(({ line, row, values: { brand, email } }) =>
        row.photo === undefined ? [] : [{ line, brand, email: email.toLowerCase(), file: row.photo }],
      ),
      run,
    );
    for (const { line, outcome } of merged) {
      run.count(outcome === "unchanged" && changed.has(line) ? "updated" : outcome);
    }
  },
});
