import { and, count, desc, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { resourceFollows, resourceSolutions, resources, resourceVersions } from "@/db/schema";
import type { ArticleText, ResourceKind } from "@/db/schema/resource-constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { SERVED_STATES } from "@/lib/files/rules";
import type { ServedFile } from "@/lib/files/serve";
import { type ListPage, readKeysetPage } from "@/lib/kit/lists/page";
import { significantWords } from "@/lib/kit/words";
import { ownFollows, ownSolutions, visibleResources, visibleVersions } from "./policy";
import { RESOURCES_PAGE_SIZE, type ResourceCursor, type ResourceFilters } from "./schema";

/** A resource as a line of a list. */
export interface ResourceLine {
  readonly id: string;
  readonly title: string;
  readonly kind: ResourceKind;
  readonly product: string | null;
}

/** What can be opened of a version: a file or an address; or what is read on the page, the text of an article. */
export interface ShownVersion {
  readonly id: string;
  readonly number: number;
  readonly label: string | null;
  readonly url: string | null;
  readonly article: ArticleText | null;
  readonly name: string | null;
  readonly sizeBytes: number | null;
  readonly mediaType: string | null;
  readonly sha256: string | null;
  readonly pages: number | null;
  /** When it came out, in system time. */
  readonly publishAt: Date | null;
}

export interface ResourceRow extends ResourceLine {
  readonly summary: string;
  readonly productVersion: string | null;
  readonly publishAt: Date | null;
  /** It is about a product of the viewer's agreements in force. */
  readonly isOwn: boolean;
  readonly version: Pick<ShownVersion, "url" | "name" | "sizeBytes" | "pages">;
}

export interface ResourceList extends ListPage<ResourceRow, ResourceCursor> {
  /** Products and kinds of everything that the viewer may see, with how many there are of each. */
  readonly products: readonly { readonly name: string; readonly count: number; readonly isOwn: boolean }[];
  readonly kinds: readonly { readonly kind: ResourceKind; readonly count: number }[];
}

export interface ResourceDetail {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly kind: ResourceKind;
  readonly product: string | null;
  readonly productVersion: string | null;
  readonly publishAt: Date | null;
  /** How many contacts it has helped. */
  readonly solved: number;
  /** The newest first. There is one at least. */
  readonly versions: readonly ShownVersion[];
}

export const shownColumns = {
  id: resourceVersions.id,
  number: resourceVersions.number,
  label: resourceVersions.label,
  url: resourceVersions.url,
  article: resourceVersions.article,
  name: resourceVersions.name,
  sizeBytes: resourceVersions.sizeBytes,
  mediaType: resourceVersions.mediaType,
  sha256: resourceVersions.sha256,
  pages: resourceVersions.pages,
  publishAt: resourceVersions.publishAt,
};

const isOwn = sql<number>`(case when ${resources.product} = any ((select viewer_products())::text[]) then 1 else 0 end)`;
const SORT_VALUES = {
  newest: sql<string>`(extract(epoch from ${resources.publishAt}) * 1000)::bigint`,
  used: sql<string>`${resources.uses}::bigint`,
};

/** The newest version of each resource that the viewer may open: one without any is in no list. */
const newest = (viewer: ClientViewer): SQL =>
  sql`(${visibleVersions(viewer)} and ${resourceVersions.resourceId} = ${resources.id} and ${resourceVersions.id} = any (array(select open_versions())))`;

/** The search applies the viewer's rights itself, in the database, and gives ids alone. */
export const matchingResources = (words: string): SQL =>
  sql`${resources.id} = any (array(select search_resources(${words})))`;

/** One page of the library, with its chips. All come from one snapshot. A cursor beyond the list shows the first page. */
export async function listResources(
  { viewer, db }: Context<ClientViewer>,
  filters: ResourceFilters,
): Promise<ResourceList> {
  const { sort, q, kind, product } = filters;
  const open = and(visibleResources(viewer), q ? matchingResources(q) : undefined);
  const within = and(
    open,
    kind ? eq(resources.kind, kind) : undefined,
    product ? eq(resources.product, product) : undefined,
  );
  const value = SORT_VALUES[sort];
  const { page } = await readKeysetPage({
    size: RESOURCES_PAGE_SIZE,
    order: { keys: { own: [isOwn, "int"], value: [value, "bigint"], id: [resources.id, "uuid"] }, descending: true },
    cursor: filters.cursor,
    rows: ({ where, orderBy, limit }) =>
      db
        .select({
          ...{ id: resources.id, title: resources.title, kind: resources.kind, product: resources.product },
          ...{ summary: resources.summary, productVersion: resources.productVersion, publishAt: resources.publishAt },
          ...{ own: isOwn, value },
          ...{ url: resourceVersions.url, name: resourceVersions.name },
          ...{ sizeBytes: resourceVersions.sizeBytes, pages: resourceVersions.pages },
        })
        .from(resources)
        .innerJoin(resourceVersions, newest(viewer))
        .where(and(within, where))
        .orderBy(...orderBy)
        .limit(limit),
    place: (row, side): ResourceCursor => ({ side, sort, own: row.own, value: Number(row.value), id: row.id }),
    totals: (counts) => db.select(counts).from(resources).innerJoin(resourceVersions, newest(viewer)).where(within),
  });
  const facets = await db
    .select({ product: resources.product, kind: resources.kind, own: isOwn, count: count() })
    .from(resources)
    .innerJoin(resourceVersions, newest(viewer))
    .where(open)
    .groupBy(resources.product, resources.kind);
  return {
    ...page,
    rows: page.rows.map(({ own, value: _, url, name, sizeBytes, pages, ...row }) => ({
      ...row,
      isOwn: own === 1,
      version: { url, name, sizeBytes, pages },
    })),
    ...chipsOf(facets),
  };
}

interface Facet {
  readonly product: string | null;
  readonly kind: ResourceKind;
  readonly own: number;
  readonly count: number;
}

function chipsOf(facets: readonly Facet[]): Pick<ResourceList, "products" | "kinds"> {
  const products = new Map<string, { name: string; count: number; isOwn: boolean }>();
  const kinds = new Map<ResourceKind, number>();
  for (const { product, kind, own, count: some } of facets) {
    kinds.set(kind, (kinds.get(kind) ?? 0) + some);
    if (product === null) continue;
    const known = products.get(product);
    products.set(product, { name: product, count: (known?.count ?? 0) + some, isOwn: own === 1 });
  }
  return {
    products: [...products.values()].sort(
      (one, other) => Number(other.isOwn) - Number(one.isOwn) || one.name.localeCompare(other.name, "en"),
    ),
    kinds: [...kinds].map(([kind, some]) => ({ kind, count: some })),
  };
}

/** A resource with its versions; null where the viewer may not see it, or can open nothing of it. */
export async function findResource({ viewer, db }: Context<ClientViewer>, id: string): Promise<ResourceDetail | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const [found] = await db
    .select({
      ...{ id: resources.id, title: resources.title, summary: resources.summary, kind: resources.kind },
      ...{ product: resources.product, productVersion: resources.productVersion, publishAt: resources.publishAt },
      solved: resources.solved,
    })
    .from(resources)
    .where(and(visibleResources(viewer), eq(resources.id, id)));
  if (!found) return null;
  const versions = await db
    .select(shownColumns)
    .from(resourceVersions)
    .where(and(visibleVersions(viewer), eq(resourceVersions.resourceId, id)))
    .orderBy(desc(resourceVersions.number));
  return versions.length > 0 ? { ...found, versions } : null;
}

/** Others about the same product, or of the same kind where it has none: what most people opened first. */
export async function listRelated(
  { viewer, db }: Context<ClientViewer>,
  { id, product, kind }: Pick<ResourceLine, "id" | "product" | "kind">,
  limit: number,
): Promise<ResourceLine[]> {
  return db
    .select({ id: resources.id, title: resources.title, kind: resources.kind, product: resources.product })
    .from(resources)
    .innerJoin(resourceVersions, newest(viewer))
    .where(
      and(
        visibleResources(viewer),
        ne(resources.id, id),
        product === null ? eq(resources.kind, kind) : eq(resources.product, product),
      ),
    )
    .orderBy(desc(resources.uses), desc(resources.publishAt), desc(resources.id))
    .limit(limit);
}

/** What somebody writes who may need no answer any more. */
interface Asked {
  readonly text: string;
  /** As chosen in the form; empty where nothing is chosen. */
  readonly product: string;
  readonly productVersion: string;
}

/**
 * Resources that share words with a text that somebody types into a new case or chat. Articles come first, and only
 * those whose product and version fit.
 */
export async function suggestResources(
  { viewer, db }: Context<ClientViewer>,
  { text, product, productVersion }: Asked,
  limit: number,
): Promise<ResourceLine[]> {
  const words = significantWords(text);
  if (words.length === 0) return [];
  const list = sql.join(
    words.map((word) => sql`${word}`),
    sql`, `,
  );
  return db
    .select({ id: resources.id, title: resources.title, kind: resources.kind, product: resources.product })
    .from(resources)
    .innerJoin(
      sql`suggest_resources(array[${list}]::text[], ${product}::text, ${productVersion}::text, ${limit}::int) found`,
      sql`found.id = ${resources.id}`,
    )
    .where(visibleResources(viewer))
    .orderBy(sql`found.place`);
}

/** Has the viewer said of the resource that it solved their problem? */
export async function hasSolved({ viewer, db }: Context<ClientViewer>, resource: string): Promise<boolean> {
  const rows = await db
    .select({ id: resourceSolutions.resourceId })
    .from(resourceSolutions)
    .where(and(ownSolutions(viewer), eq(resourceSolutions.resourceId, resource)));
  return rows.length > 0;
}

/** What opens when somebody opens a version: its file, or the address that it is. */
export type Opened =
  | { readonly file: ServedFile; readonly url?: undefined }
  | { readonly url: string; readonly file?: undefined };

/** A version to be opened; null where the viewer may not open it. Staff who edit the library open drafts too, never held files. */
export async function findOpened({ viewer, db }: Context, resource: string, version: string): Promise<Opened | null> {
  if (![resource, version].every((id) => z.uuid().safeParse(id).success)) return null;
  const [found] = await db
    .select({
      ...{ id: resourceVersions.fileId, name: resourceVersions.name, url: resourceVersions.url },
      ...{ sizeBytes: resourceVersions.sizeBytes, mediaType: resourceVersions.mediaType },
    })
    .from(resourceVersions)
    .where(
      and(
        visibleVersions(viewer),
        eq(resourceVersions.id, version),
        eq(resourceVersions.resourceId, resource),
        inArray(resourceVersions.scan, [...SERVED_STATES]),
      ),
    );
  const { id, name, url, sizeBytes, mediaType } = found ?? {};
  if (url) return { url };
  if (!id || !name || sizeBytes == null || !mediaType) return null;
  return { file: { id, name, sizeBytes, mediaType } };
}

/** Names of the products of which the viewer wants to be told what is new. */
export async function listFollows({ viewer, db }: Context<ClientViewer>): Promise<string[]> {
  const rows = await db.select({ product: resourceFollows.product }).from(resourceFollows).where(ownFollows(viewer));
  return rows.map(({ product }) => product);
}

const productNames = z.array(z.object({ name: z.string() }));

/** What a resource may be about: products that the brand supports, and those of agreements as far as the viewer sees. */
export async function listLibraryProducts({ db }: Context, brand: string): Promise<string[]> {
  const rows = await db.execute(sql`select name from library_products(${brand})`);
  return productNames.parse([...rows]).map(({ name }) => name);
}
