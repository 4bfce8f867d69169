import { and, desc, eq, inArray, isNotNull, lte, or, sql } from "drizzle-orm";
import { contentLinks, contentVersions } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { businessInstant, formatInstant, type Zoned } from "@/lib/kit/time";
import { visibleContentLinks, visibleContentVersions } from "./policy";
import type { LinksPlace, Place, Version } from "./types";

const columns = {
  id: contentVersions.id,
  content: contentVersions.content,
  state: contentVersions.state,
  publishAt: contentVersions.publishAt,
  staffId: contentVersions.staffId,
  staffName: contentVersions.staffName,
  restoresId: contentVersions.restoresId,
  createdAt: contentVersions.createdAt,
};

/** The newest versions of a place, drafts and withdrawn ones among them, for who may edit them; none for others. */
export function listContentVersions(
  { viewer, db }: Context<StaffViewer>,
  { brand, kind }: Place,
  limit: number,
): Promise<Version[]> {
  return db
    .select(columns)
    .from(contentVersions)
    .where(and(visibleContentVersions(viewer), eq(contentVersions.brand, brand), eq(contentVersions.kind, kind)))
    .orderBy(desc(contentVersions.createdAt), desc(contentVersions.id))
    .limit(limit);
}

/** One version of a place, or null. */
export async function findContentVersion(
  { viewer, db }: Context<StaffViewer>,
  { brand, kind }: Place,
  id: string,
): Promise<Version | null> {
  const here = and(eq(contentVersions.brand, brand), eq(contentVersions.kind, kind));
  const [row] = await db
    .select(columns)
    .from(contentVersions)
    .where(and(visibleContentVersions(viewer), here, eq(contentVersions.id, id)));
  return row ?? null;
}

/** The version that is out, by the database's clock; null where nothing was published yet. */
export async function findVersionOut(
  { viewer, db }: Context<StaffViewer>,
  { brand, kind }: Place,
): Promise<Version | null> {
  const isOut = or(
    eq(contentVersions.state, "published"),
    and(inArray(contentVersions.state, ["scheduled"]), lte(contentVersions.publishAt, sql`now()`)),
  );
  const [row] = await db
    .select(columns)
    .from(contentVersions)
    .where(and(visibleContentVersions(viewer), eq(contentVersions.brand, brand), eq(contentVersions.kind, kind), isOut))
    .orderBy(desc(contentVersions.publishAt), desc(contentVersions.createdAt))
    .limit(1);
  return row ?? null;
}

export interface DeadLink {
  readonly url: string;
  readonly fault: string;
  readonly since: string;
}

/** What the nightly check found dead behind the links of a place, with the time in words in the viewer's zone. */
export async function listDeadLinks(
  { viewer, db }: Context<StaffViewer>,
  { brand, kind }: LinksPlace,
  local: Zoned,
): Promise<DeadLink[]> {
  const ofPlace = and(eq(contentLinks.brand, brand), eq(contentLinks.kind, kind));
  const rows = await db
    .select({ url: contentLinks.url, fault: contentLinks.fault, since: contentLinks.deadSince })
    .from(contentLinks)
    .where(and(visibleContentLinks(viewer), ofPlace, isNotNull(contentLinks.fault)))
    .orderBy(contentLinks.url);
  return rows.flatMap(({ url, fault, since }) =>
    fault && since ? [{ url, fault, since: formatInstant(businessInstant(since), local.zone) }] : [],
  );
}
