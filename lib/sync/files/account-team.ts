import { and, eq, inArray, isNull, like } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { accountTeamMembers, staff, staffBrands } from "@/db/schema";
import { TEAM_ROLES } from "@/db/schema/constants";
import { systemNow } from "@/lib/kit/time";
import * as cell from "../cells";
import { keptWords, TeamDecisions } from "../decisions";
import { defineFile, type FileRun, type Line } from "../file-kind";
import { type BrandKey, CompanyIds, matching, within } from "../keys";
import { keep, need } from "../merge-cells";
import { mergeRows, toWrite } from "../merge-rows";
import { BadRow } from "../problems";
import { writeRows } from "../write-rows";
import { MERGED_AWAY } from "./companies";
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
  "externalId",
  "companyId",
  "staffId",
  "role",
  "name",
  "email",
  "phone",
  "workingHours",
] as const satisfies readonly (keyof Values)[];

/** How the external id begins for a member whom an administrator has added to a team. */
const MADE_IN_PORTAL = "portal:";

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
  async write(all, run) {
    const companyIds = await CompanyIds.load(
      run.db,
      all.map(({ row }) => row),
    );
    // The team of a merged company is its survivor's, which the survivor's own rows tell.
    const lines = all.filter(({ line, row }) => {
      if (!companyIds.isMerged(row.brand, row.company)) return true;
      run.warn(line, "company", MERGED_AWAY);
      run.count("unchanged");
      return false;
    });
    const rows = lines.map(({ row }) => row);
    const keys = rows.map((row) => ({ brand: row.brand, key: row.external_id }));
    const where = matching({ brand: accountTeamMembers.brand, key: accountTeamMembers.externalId }, keys);
    const found = where ? await run.db.select().from(accountTeamMembers).where(where).for("update") : [];
    const team = await StoredTeam.load(run.db, found, companyIds.all(), keys);
    removeMembers(
      lines.filter(({ row }) => row.removed),
      team,
      run,
    );
    await team.deleteGone(run.db);

    const kept = lines.filter(({ row }) => !row.removed);
    const emails = [...rows.flatMap(({ email }) => email ?? []), ...found.map(({ email }) => email)];
    const staffIds = await staffByAddress(run.db, emails);
    const merged = mergeRows<TeamRow, Values>(
      kept.filter((line) => !isDecidedOtherwise(line, team, companyIds, run)),
      run,
      {
        find: (row) => team.find(row, companyOf(row, companyIds)),
        merge: (row, before, id) =>
          mergeTeamMember(row, before, id, {
            company: companyIds.of(row.brand, row.company),
            staffOf: (email) => staffIds.get(within(row.brand, email)),
          }),
        fields: FIELDS,
        idOf: ({ id }) => id,
      },
    );
    const updatedAt = new Date(systemNow().epochMilliseconds);
    const values = toWrite(merged).map((member) => ({ ...member, updatedAt }));
    await writeRows(run, accountTeamMembers, values, [...FIELDS, "updatedAt"]);
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

/** The company's id; undefined for an empty cell and for a company that does not exist, which mergeRows reports. */
function companyOf(row: TeamRow, companyIds: CompanyIds): string | undefined {
  try {
    return companyIds.of(row.brand, row.company);
  } catch (error) {
    if (error instanceof BadRow) return undefined;
    throw error;
  }
}

/** Removes members from their teams, except those whom an administrator has added. */
function removeMembers(lines: readonly Line<TeamRow>[], team: StoredTeam, run: FileRun<TeamRow>): void {
  for (const { line, row } of lines) {
    const member = team.byKey(row);
    if (member && team.decisions.about(member) === "added") {
      run.warn(line, "removed", keptWords("on the team", "not on the team"));
      run.count("unchanged");
    } else {
      if (member) team.gone.push(member.id);
      run.count(member ? "updated" : "unchanged");
    }
  }
}

/**
 * Whether administrators have decided about this member, so that the row changes nothing. If the row differs from the
 * decision, a finding says so.
 */
function isDecidedOtherwise(
  { line, row }: Line<TeamRow>,
  team: StoredTeam,
  companyIds: CompanyIds,
  run: FileRun<TeamRow>,
): boolean {
  const stored = team.byKey(row);
  const companyId = companyOf(row, companyIds) ?? stored?.companyId;
  const place = { companyId, role: row.role ?? stored?.role, email: row.email ?? stored?.email };
  const moves =
    !stored ||
    stored.companyId !== place.companyId ||
    stored.role !== place.role ||
    stored.email.toLowerCase() !== place.email?.toLowerCase();
  if (!moves) return false;
  const about = isPlace(place) ? team.decisions.about({ ...place, name: row.name ?? stored?.name ?? "" }) : undefined;
  if (about === "removed" || team.decisions.removedKey(row.brand, row.external_id, companyId)) {
    run.warn(line, "external_id", keptWords("not on the team", "on the team"));
  } else if (stored && team.decisions.about(stored) === "added") {
    run.warn(line, "external_id", keptWords("on the team as an administrator decided", "another person or role"));
  } else if (stored || about !== "added") {
    return false;
  }
  run.count("unchanged");
  return true;
}

function isPlace(place: {
  companyId: string | undefined;
  role: Values["role"] | undefined;
  email: string | undefined;
}): place is Pick<Values, "companyId" | "role" | "email"> {
  return place.companyId !== undefined && place.role !== undefined && place.email !== undefined;
}

/** The members that the rows are about, which are locked, and the decisions about them. */
class StoredTeam {
  /** Ids of members who are to be deleted. */
  readonly gone: string[] = [];
  private readonly adopted = new Set<string>();

  private constructor(
    private readonly members: ReadonlyMap<string, Values>,
    private readonly portalMade: readonly Values[],
    readonly decisions: TeamDecisions,
  ) {}

  static async load(
    db: Transaction,
    found: readonly Values[],
    companyIds: readonly string[],
    keys: readonly BrandKey[],
  ): Promise<StoredTeam> {
    const teams = [...new Set([...companyIds, ...found.map(({ companyId }) => companyId)])];
    const portalMade = teams.length
      ? await db
          .select()
          .from(accountTeamMembers)
          .where(
            and(
              inArray(accountTeamMembers.companyId, teams),
              like(accountTeamMembers.externalId, `${MADE_IN_PORTAL}%`),
            ),
          )
          .for("update")
      : [];
    const decisions = await TeamDecisions.load(db, teams, keys);
    return new StoredTeam(
      new Map(found.map((member) => [within(member.brand, member.externalId), member])),
      portalMade,
      decisions,
    );
  }

  byKey(row: TeamRow): Values | undefined {
    return this.members.get(within(row.brand, row.external_id));
  }

  /**
   * The member with the row's key. If there is none, a member whom the portal made and an administrator has handed back
   * to the ERP: the first row about that person in that role gives the member its key.
   */
  find(row: TeamRow, companyId: string | undefined): Values | undefined {
    const member = this.byKey(row);
    if (member) return member;
    const same = this.portalMade.find(
      (one) =>
        one.companyId === companyId &&
        one.role === row.role &&
        one.email.toLowerCase() === row.email &&
        !this.adopted.has(one.id),
    );
    if (same) this.adopted.add(same.id);
    return same;
  }

  async deleteGone(db: Transaction): Promise<void> {
    if (this.gone.length > 0) await db.delete(accountTeamMembers).where(inArray(accountTeamMembers.id, this.gone));
  }
}
