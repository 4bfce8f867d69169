import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { accountTeamMembers, staff, staffBrands } from "@/db/schema";
import type { ThreadKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { formatDay } from "@/lib/kit/time";
import { visibleAccountTeam } from "@/lib/people/account-team/policy";
import { visibleManagers } from "@/lib/people/account-team/staff/policy";
import { visibleColleagues, visibleReaders, visibleWorkers } from "@/lib/threads/staff/policy";

/** A person to choose from a list or to show by name. */
export interface Worker {
  readonly id: string;
  readonly name: string;
}

/** A member of staff who is named in what they did. */
export interface NamedStaff extends Worker {
  /** The team has a page of theirs that the viewer may open. */
  readonly hasPage: boolean;
}

/** NamedStaff.hasPage, for a query that reads staff, also by a left join. */
export const hasStaffPage = (viewer: StaffViewer): SQL<boolean> =>
  sql<boolean>`coalesce(${visibleManagers(viewer)}, false)`;

/** Staff who work threads of this kind, of `brand` or without it of any of the viewer's brands; by name. */
export async function listWorkers(
  { viewer, db }: Context<StaffViewer>,
  kind: ThreadKind,
  brand?: string,
): Promise<Worker[]> {
  return db
    .selectDistinct({ id: staff.id, name: staff.name })
    .from(staff)
    .innerJoin(staffBrands, eq(staffBrands.staffId, staff.id))
    .where(and(visibleWorkers(viewer, kind), brand ? eq(staffBrands.brand, brand) : undefined))
    .orderBy(asc(staff.name), asc(staff.id));
}

/** Staff who read threads of this kind and brand, by name: whoever of them is asked by name in a note can see it. */
export async function listReaders(
  { viewer, db }: Context<StaffViewer>,
  kind: ThreadKind,
  brand: string,
): Promise<Worker[]> {
  return db
    .selectDistinct({ id: staff.id, name: staff.name })
    .from(staff)
    .innerJoin(staffBrands, eq(staffBrands.staffId, staff.id))
    .where(and(visibleReaders(viewer, kind), eq(staffBrands.brand, brand)))
    .orderBy(asc(staff.name), asc(staff.id));
}

/** The member of staff with this id, if they work threads of this kind and brand; null otherwise. */
export async function findWorker(
  context: Context<StaffViewer>,
  kind: ThreadKind,
  brand: string,
  id: string,
): Promise<Worker | null> {
  return (await listWorkers(context, kind, brand)).find((worker) => worker.id === id) ?? null;
}

/** The name of a member of staff, also of one whose account is closed. */
export async function findStaffName({ viewer, db }: Context<StaffViewer>, id: string): Promise<string | null> {
  const [row] = await db
    .select({ name: staff.name })
    .from(staff)
    .where(and(visibleColleagues(viewer, staff.id), eq(staff.id, id)));
  return row?.name ?? null;
}

/** A member of staff by id, also one whose account is closed. */
export async function findNamedStaff({ viewer, db }: Context<StaffViewer>, id: string): Promise<NamedStaff | null> {
  const [row] = await db
    .select({ id: staff.id, name: staff.name, hasPage: hasStaffPage(viewer) })
    .from(staff)
    .where(and(visibleColleagues(viewer, staff.id), eq(staff.id, id)));
  return row ?? null;
}

/** The member of staff who is a member of an account team; null where the ERP alone knows them. */
export async function findOfTeam({ viewer, db }: Context<StaffViewer>, memberId: string): Promise<NamedStaff | null> {
  const [row] = await db
    .select({ id: staff.id, name: staff.name, hasPage: hasStaffPage(viewer) })
    .from(accountTeamMembers)
    .innerJoin(staff, and(visibleColleagues(viewer, staff.id), eq(staff.id, accountTeamMembers.staffId)))
    .where(and(visibleAccountTeam(viewer), eq(accountTeamMembers.id, memberId)));
  return row ?? null;
}

/** An absence of today, which is a day in the absent person's own zone. */
export interface Away {
  readonly until: string;
  readonly standInId: string | null;
}

const covers = z.array(z.object({ away_until: z.string(), stand_in: z.string().nullable() }));

/** The absence of this member of staff today, with the stand-in; null for somebody who is not away. */
export async function findAway({ viewer, db }: Context<StaffViewer>, id: string): Promise<Away | null> {
  const [row] = covers.parse([
    ...(await db.execute(
      sql`select away_until::text, stand_in from ${staff} cross join lateral staff_cover(${staff.id})
        where ${visibleColleagues(viewer, staff.id)} and ${staff.id} = ${id}::uuid`,
    )),
  ]);
  return row ? { until: formatDay(row.away_until), standInId: row.stand_in } : null;
}
