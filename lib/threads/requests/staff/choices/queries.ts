import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { cannedReplies, staff, staffBrands } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { formatDay } from "@/lib/kit/time";
import type { CannedReply } from "@/lib/threads/cases/staff/choices/queries";
import { besideRequests, visibleColleagues, visibleWorkers } from "@/lib/threads/requests/staff/policy";
import { fillReply, type ReplyFacts } from "@/lib/threads/staff/canned-replies/rules";

export interface Worker {
  readonly id: string;
  readonly name: string;
}

/** Who works requests of a brand (of any of the viewer's without one), by name. */
export async function listWorkers({ viewer, db }: Context<StaffViewer>, brand?: string): Promise<Worker[]> {
  return db
    .selectDistinct({ id: staff.id, name: staff.name })
    .from(staff)
    .innerJoin(staffBrands, eq(staffBrands.staffId, staff.id))
    .where(and(visibleWorkers(viewer), brand ? eq(staffBrands.brand, brand) : undefined))
    .orderBy(asc(staff.name), asc(staff.id));
}

/** Somebody who works requests of the brand; null for anybody else. */
export async function findWorker(context: Context<StaffViewer>, brand: string, id: string): Promise<Worker | null> {
  return (await listWorkers(context, brand)).find((worker) => worker.id === id) ?? null;
}

/** How a member of staff is called, whatever they do today. */
export async function findStaffName({ viewer, db }: Context<StaffViewer>, id: string): Promise<string | null> {
  const [row] = await db
    .select({ name: staff.name })
    .from(staff)
    .where(and(visibleColleagues(viewer), eq(staff.id, id)));
  return row?.name ?? null;
}

/** A member of staff as an account team shows them. */
export interface TeamCandidate extends Worker {
  readonly email: string;
  readonly phone: string | null;
}

/** Members of staff of a brand, by name: who can be put on the account team of its companies. */
export async function listTeamCandidates(
  { viewer, db }: Context<StaffViewer>,
  brand: string,
): Promise<TeamCandidate[]> {
  return db
    .select({ id: staff.id, name: staff.name, email: staff.email, phone: staff.phone })
    .from(staff)
    .innerJoin(staffBrands, eq(staffBrands.staffId, staff.id))
    .where(and(besideRequests(viewer, staffBrands.brand), eq(staffBrands.brand, brand), isNull(staff.closedAt)))
    .orderBy(asc(staff.name), asc(staff.id));
}

/** One of them; null for anybody else. */
export async function findTeamCandidate(
  context: Context<StaffViewer>,
  brand: string,
  id: string,
): Promise<TeamCandidate | null> {
  return (await listTeamCandidates(context, brand)).find((member) => member.id === id) ?? null;
}

/** Somebody who is away today, in their own zone. */
export interface Away {
  readonly until: string;
  readonly standInId: string | null;
}

const covers = z.array(z.object({ away_until: z.string(), stand_in: z.string().nullable() }));

/** Is this member of staff away today, and who stands in? Null for who is not. */
export async function findAway({ viewer, db }: Context<StaffViewer>, id: string): Promise<Away | null> {
  const [row] = covers.parse([
    ...(await db.execute(
      sql`select away_until::text, stand_in from staff_cover(${id}::uuid) where ${visibleColleagues(viewer)}`,
    )),
  ]);
  return row ? { until: formatDay(row.away_until), standInId: row.stand_in } : null;
}

/** The brand's texts to answer requests with, filled in, in the brand's own order. */
export async function listRequestReplies(
  { viewer, db }: Context<StaffViewer>,
  brand: string,
  facts: Omit<ReplyFacts, "product">,
): Promise<CannedReply[]> {
  const rows = await db
    .select({ id: cannedReplies.id, title: cannedReplies.title, body: cannedReplies.body })
    .from(cannedReplies)
    .where(
      and(
        besideRequests(viewer, cannedReplies.brand),
        eq(cannedReplies.brand, brand),
        eq(cannedReplies.threadKind, "request"),
      ),
    )
    .orderBy(asc(cannedReplies.position), asc(cannedReplies.title));
  return rows.map(({ id, title, body }) => ({ id, title, ...fillReply(body, facts) }));
}
