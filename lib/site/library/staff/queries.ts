import { and, desc, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { brands, resources, resourceVersions } from "@/db/schema";
import type { ResourceState } from "@/db/schema/resource-constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { businessInstant, formatInstant, type Zoned } from "@/lib/kit/time";
import { editsLibrary, libraryBrands, visibleResources, visibleVersions } from "@/lib/site/library/policy";
import { matchingResources, shownColumns } from "@/lib/site/library/queries";
import { type DeskFilters, MOST_LISTED } from "./schema";

const resourceColumns = {
  id: resources.id,
  brand: resources.brand,
  title: resources.title,
  summary: resources.summary,
  product: resources.product,
  productVersion: resources.productVersion,
  kind: resources.kind,
  audience: resources.audience,
  state: resources.state,
  publishAt: resources.publishAt,
  revision: resources.revision,
  uses: resources.uses,
  solved: resources.solved,
};

export type EditedResource = Pick<typeof resources.$inferSelect, keyof typeof resourceColumns>;

const versionColumns = {
  ...shownColumns,
  state: resourceVersions.state,
  scan: resourceVersions.scan,
  heldFor: resourceVersions.heldFor,
  heldPart: resourceVersions.heldPart,
  textState: resourceVersions.textState,
  textFault: resourceVersions.textFault,
  staffName: resourceVersions.staffName,
  createdAt: resourceVersions.createdAt,
};

export type EditedVersion = Pick<typeof resourceVersions.$inferSelect, keyof typeof versionColumns>;

interface Desk extends DeskFilters {
  readonly brand: string;
  readonly state: ResourceState | null;
  readonly q: string;
}

/** A brand's resources for its editors, the last changed first: one more than are listed, where there are more. */
export async function listForEditors(
  { viewer, db }: Context<StaffViewer>,
  { brand, state, q, kind, audience }: Desk,
): Promise<EditedResource[]> {
  return db
    .select(resourceColumns)
    .from(resources)
    .where(
      and(
        visibleResources(viewer),
        eq(resources.brand, brand),
        state ? eq(resources.state, state) : undefined,
        kind ? eq(resources.kind, kind) : undefined,
        audience ? eq(resources.audience, audience) : undefined,
        q ? matchingResources(q) : undefined,
      ),
    )
    .orderBy(desc(resources.updatedAt), desc(resources.id))
    .limit(MOST_LISTED + 1);
}

/** A resource as an editor sees it, or null. */
export async function findForEditor({ viewer, db }: Context<StaffViewer>, id: string): Promise<EditedResource | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const [row] = await db
    .select(resourceColumns)
    .from(resources)
    .where(and(visibleResources(viewer), eq(resources.id, id)));
  return row ?? null;
}

/** Its versions in every state, the newest first. */
export async function listVersions({ viewer, db }: Context<StaffViewer>, resource: string): Promise<EditedVersion[]> {
  return db
    .select(versionColumns)
    .from(resourceVersions)
    .where(and(visibleVersions(viewer), eq(resourceVersions.resourceId, resource)))
    .orderBy(desc(resourceVersions.number));
}

const historyRows = z.array(z.object({ action: z.string(), name: z.string().nullable(), at: z.coerce.date() }));

export interface HistoryLine {
  readonly words: string;
  readonly by: string;
  readonly at: string;
  readonly when: string;
}

/** What was done to a resource, the newest first. The database answers editors of its brand alone. */
export async function listHistory(
  { viewer, db }: Context<StaffViewer>,
  resource: string,
  local: Zoned,
): Promise<HistoryLine[]> {
  if (!editsLibrary(viewer)) return [];
  const rows = historyRows.parse([...(await db.execute(sql`select * from resource_history(${resource}::uuid, 50)`))]);
  return rows.map(({ action, name, at }) => ({
    words: HISTORY_WORDS[action] ?? action,
    by: name ?? "The portal",
    at: businessInstant(at).toString(),
    when: formatInstant(businessInstant(at), local.zone),
  }));
}

const HISTORY_WORDS: Readonly<Record<string, string>> = {
  "library.created": "Created",
  "library.edited": "Edited",
  "library.published": "Published",
  "library.scheduled": "Scheduled",
  "library.archived": "Archived",
  "library.drafted": "Taken back to draft",
  "library.version-added": "Version added",
  "library.version-published": "Version published",
  "library.version-scheduled": "Version scheduled",
  "library.version-archived": "Version archived",
  "library.version-drafted": "Version taken back to draft",
  "library.version-released": "Held file released",
  "library.came-out": "Came out as scheduled",
  "library.told": "Followers told",
  "article.released": "Released by support, with this text",
  "article.withdrawn": "Withdrawn by support",
};

/** Zone and allowed hosts of a brand whose library the viewer edits; null for another. */
export async function findLibraryBrand({ viewer, db }: Context<StaffViewer>, brand: string) {
  const [row] = await db
    .select({ zone: brands.zone, hosts: brands.resourceHosts })
    .from(brands)
    .where(and(libraryBrands(viewer), eq(brands.key, brand)));
  return row ?? null;
}
