import { and, asc, eq, gte, inArray, ne, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { z } from "zod";
import { accountTeamMembers, staff, staffAbsences, staffBrands, teamPhotos } from "@/db/schema";
import { TEAM_ROLES, type TeamRole } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { businessToday, formatDay } from "@/lib/kit/time";
import { visibleAccountTeam, visibleTeamPhotos } from "@/lib/people/account-team/policy";
import type { Away } from "@/lib/people/account-team/queries";
import { ofColleagues, visibleManagers, visibleStandIns } from "./policy";

/** Somebody of the firm, with what the account teams of all of the viewer's brands say about them. */
export interface TeamPerson {
  /** The staff id; for a person without an account, the smallest id of their rows in account teams. */
  readonly id: string;
  /** Null for a person without an account. Only for people with one can absences be recorded. */
  readonly staffId: string | null;
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly roles: readonly TeamRole[];
  /** Keys of the brands on whose account teams they are. */
  readonly brands: readonly string[];
  /** How many companies they look after. */
  readonly companies: number;
  /** Working hours as the ERP has them, each text once. */
  readonly hours: readonly string[];
  readonly photoId: string | null;
  readonly away: Away | null;
}

/**
 * Everybody on an account team of the viewer's brands, and colleagues who answer requests there without being on a
 * team; by name.
 */
export async function listTeamPeople(context: Context<StaffViewer>): Promise<TeamPerson[]> {
  return readPeople(context, null);
}

/** The person with this id; null where nobody in the viewer's brands has it. */
export async function findTeamPerson(context: Context<StaffViewer>, id: string): Promise<TeamPerson | null> {
  if (!z.guid().safeParse(id).success) return null;
  return (await readPeople(context, id.toLowerCase())).find((person) => person.id === id.toLowerCase()) ?? null;
}

/**
 * Everybody, or the person with the id. Rows with the same mail address are one person, so with an id all rows of that
 * address are read.
 */
async function readPeople(context: Context<StaffViewer>, id: string | null): Promise<TeamPerson[]> {
  const { viewer, db } = context;
  const email = sql<string>`lower(${accountTeamMembers.email})`;
  const addresses =
    id === null
      ? undefined
      : db
          .select({ email })
          .from(accountTeamMembers)
          .where(
            and(visibleAccountTeam(viewer), or(eq(accountTeamMembers.id, id), eq(accountTeamMembers.staffId, id))),
          );
  const teams = db
    .select({
      email,
      memberId: sql<string>`min(${accountTeamMembers.id}::text)`,
      staffId: sql<string | null>`max(${accountTeamMembers.staffId}::text)`,
      name: sql<string>`min(${accountTeamMembers.name})`,
      phone: sql<string | null>`min(${accountTeamMembers.phone})`,
      roles: sql<TeamRole[]>`array_agg(distinct ${accountTeamMembers.role})`,
      brands: sql<string[]>`array_agg(distinct ${accountTeamMembers.brand})`,
      companies: sql`count(distinct ${accountTeamMembers.companyId})`.mapWith(Number),
      hours: sql<string[]>`coalesce(array_agg(distinct ${accountTeamMembers.workingHours})
        filter (where ${accountTeamMembers.workingHours} is not null), '{}')`,
    })
    .from(accountTeamMembers)
    .where(and(visibleAccountTeam(viewer), addresses && inArray(email, addresses)))
    .groupBy(email);
  const working = db
    .select({ id: staff.id, name: staff.name, email: staff.email, phone: staff.phone })
    .from(staff)
    .where(and(visibleManagers(viewer), id === null ? undefined : eq(staff.id, id)));
  const [onTeams, managers] = await Promise.all([teams, working]);
  const known = new Set(onTeams.flatMap(({ staffId }) => staffId ?? []));
  const people = [
    ...onTeams.map(({ memberId, ...person }) => ({ ...person, id: person.staffId ?? memberId })),
    ...managers
      .filter(({ id }) => !known.has(id))
      .map((person) => ({ ...person, staffId: person.id, roles: [], brands: [], companies: 0, hours: [] })),
  ];
  const pictured = db
    .select({ id: teamPhotos.id, email: teamPhotos.email })
    .from(teamPhotos)
    .where(
      and(
        visibleTeamPhotos(viewer),
        id === null
          ? undefined
          : inArray(
              teamPhotos.email,
              people.map((person) => person.email),
            ),
      ),
    )
    .orderBy(asc(teamPhotos.brand));
  const only = id === null ? null : people.flatMap(({ staffId }) => staffId ?? []);
  const [photos, away] = await Promise.all([pictured, readAway(context, only)]);
  const photoOf = new Map(photos.map((photo) => [photo.email, photo.id]));
  return people
    .map((person) => ({
      ...person,
      roles: TEAM_ROLES.filter((role) => person.roles.some((held) => held === role)),
      photoId: photoOf.get(person.email) ?? null,
      away: (person.staffId && away.get(person.staffId)) || null,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, "en") || (a.id < b.id ? -1 : 1));
}

/** Absences of today by staff id: of all colleagues, or of those whose ids are in `only`. */
async function readAway(
  { viewer, db }: Context<StaffViewer>,
  only: readonly string[] | null,
): Promise<Map<string, Away>> {
  const standIn = alias(staff, "stand_in");
  const rows = await db
    .select({
      staffId: staff.id,
      until: sql<string>`cover.away_until::text`,
      name: standIn.name,
      email: standIn.email,
      phone: standIn.phone,
    })
    .from(staff)
    .innerJoin(sql`lateral staff_cover(${staff.id}) as cover`, sql`true`)
    .leftJoin(standIn, and(visibleStandIns(viewer, standIn.id), sql`${standIn.id} = cover.stand_in`))
    .where(and(ofColleagues(viewer, staff.id), only ? inArray(staff.id, [...only]) : undefined));
  return new Map(
    rows.map(({ staffId, until, name, email, phone }) => [
      staffId,
      { until: formatDay(until), standIn: name !== null && email !== null ? { name, email, phone } : null },
    ]),
  );
}

interface Absence {
  readonly id: string;
  /** First and last day in the person's own time zone, both included. */
  readonly startsOn: string;
  readonly endsOn: string;
  readonly standIn: string | null;
}

export interface StaffAbsences {
  readonly zone: string;
  /** Today's date in that zone. */
  readonly today: string;
  /** Absences that are not over. */
  readonly absences: readonly Absence[];
  /** Who can stand in: colleagues who answer requests in one of the person's brands. */
  readonly standIns: readonly { readonly id: string; readonly name: string }[];
}

/**
 * Absences of a member of staff who shares a brand with the viewer, without those that are over; null for anybody else.
 */
export async function readAbsences(
  { viewer, db }: Context<StaffViewer>,
  staffId: string,
): Promise<StaffAbsences | null> {
  const [person] = await db
    .select({ zone: staff.timeZone })
    .from(staff)
    .where(and(ofColleagues(viewer, staff.id), eq(staff.id, staffId)));
  if (!person) return null;
  const today = businessToday(person.zone);
  const standIn = alias(staff, "stand_in");
  const absences = await db
    .select({
      id: staffAbsences.id,
      startsOn: staffAbsences.startsOn,
      endsOn: staffAbsences.endsOn,
      standIn: standIn.name,
    })
    .from(staffAbsences)
    .leftJoin(standIn, and(visibleStandIns(viewer, standIn.id), eq(standIn.id, staffAbsences.standInId)))
    .where(
      and(
        ofColleagues(viewer, staffAbsences.staffId),
        eq(staffAbsences.staffId, staffId),
        gte(staffAbsences.endsOn, today),
      ),
    )
    .orderBy(asc(staffAbsences.startsOn), asc(staffAbsences.id));
  return { zone: person.zone, today, absences, standIns: await listStandIns({ viewer, db }, staffId) };
}

/** Colleagues who answer requests in a brand of this member of staff, by name. */
async function listStandIns(
  { viewer, db }: Context<StaffViewer>,
  staffId: string,
): Promise<{ readonly id: string; readonly name: string }[]> {
  const theirBrands = db
    .select({ brand: staffBrands.brand })
    .from(staffBrands)
    .where(and(ofColleagues(viewer, staffBrands.staffId), eq(staffBrands.staffId, staffId)));
  return db
    .selectDistinct({ id: staff.id, name: staff.name })
    .from(staff)
    .innerJoin(staffBrands, eq(staffBrands.staffId, staff.id))
    .where(and(visibleManagers(viewer), ne(staff.id, staffId), inArray(staffBrands.brand, theirBrands)))
    .orderBy(asc(staff.name), asc(staff.id));
}
