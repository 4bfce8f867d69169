import { and, desc, eq } from "drizzle-orm";
import { brands, contentPictures } from "@/db/schema";
import type { HomePage, HomePageContent, HomePagePicture } from "@/db/schema/brand-content";
import type { Context, StaffViewer } from "@/db/viewer";
import { homePageOf } from "@/lib/gate/brand/home-page";
import { businessInstant, formatInstant, systemNow, type Zoned } from "@/lib/kit/time";
import { visibleContentPictures } from "@/lib/site/versions/policy";
import { type DeadLink, listContentVersions, listDeadLinks } from "@/lib/site/versions/queries";
import { type Difference, differencesOf, versionOut, versionToEdit } from "@/lib/site/versions/rules";
import type { Version } from "@/lib/site/versions/types";
import { editedBrands } from "./policy";
import { partsOf } from "./rules";

export interface HomePageVersion {
  readonly id: string;
  readonly state: "draft" | "scheduled" | "published";
  /** When it comes or came out, or for a draft when it was saved, in words in the viewer's zone. */
  readonly when: string;
  readonly at: string;
  /** Null for the version that the brand began with. */
  readonly by: string | null;
  /** When the version was published that this one returns to. */
  readonly restored: string | null;
  readonly isOut: boolean;
  /** From the version before it in the list; of the first one, nothing. */
  readonly differences: readonly Difference[];
}

export interface HomePagePictureChoice {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Who sent it and when, in words. */
  readonly words: string;
}

export interface HomePageDesk {
  /** What the form begins with: the draft, or what will be out last. */
  readonly content: HomePage;
  readonly isDraft: boolean;
  /** Id of the newest version; null while the brand has none. */
  readonly seen: string | null;
  /** Hosts that links may lead to. */
  readonly hosts: readonly string[];
  /** The newest first; at most MOST_VERSIONS. */
  readonly versions: readonly HomePageVersion[];
  readonly pictures: readonly HomePagePictureChoice[];
  readonly deadLinks: readonly DeadLink[];
}

export const MOST_VERSIONS = 20;
/** Drafts are saved often, and only the last one is shown: so many rows are looked at for so many versions. */
const MOST_READ = 100;
const MOST_PICTURES = 12;

/** Everything for the page that edits a brand's home page; null if the viewer may not edit it. */
export async function readHomePageDesk(
  context: Context<StaffViewer>,
  brand: string,
  local: Zoned,
): Promise<HomePageDesk | null> {
  const facts = await findHomePageBrand(context, brand);
  if (!facts) return null;
  const rows = await listContentVersions(context, { brand, kind: "home-page" }, MOST_READ);
  const edited = versionToEdit(rows);
  const content = homePageOf(facts.home, edited?.content);
  return {
    content,
    isDraft: edited?.state === "draft",
    seen: rows[0]?.id ?? null,
    hosts: facts.hosts,
    versions: toldVersions(rows, facts.home, local),
    pictures: await listPictures(context, brand, content.picture, local),
    deadLinks: await listDeadLinks(context, { brand, kind: "home-page" }, local),
  };
}

function toldVersions(rows: readonly Version[], began: HomePageContent, local: Zoned): HomePageVersion[] {
  const now = new Date(systemNow().epochMilliseconds);
  const out = versionOut(rows, now);
  const edited = versionToEdit(rows);
  const when = (at: Date) => formatInstant(businessInstant(at), local.zone);
  const shown = rows.filter(({ id, state }) => state !== "withdrawn" && (state !== "draft" || id === edited?.id));
  const times = new Map(rows.map((row) => [row.id, when(row.publishAt ?? row.createdAt)]));
  return shown.slice(0, MOST_VERSIONS).map((row, place) => {
    const at = row.publishAt ?? row.createdAt;
    const before = shown[place + 1];
    const parts = (version: Version) => partsOf(homePageOf(began, version.content));
    return {
      id: row.id,
      // Whatever was withdrawn is not among those shown.
      state: row.id === out?.id || row.state === "withdrawn" ? "published" : row.state,
      when: when(at),
      at: businessInstant(at).toString(),
      by: row.staffName,
      restored: row.restoresId === null ? null : (times.get(row.restoresId) ?? "an earlier day"),
      isOut: row.id === out?.id,
      differences: before ? differencesOf(parts(before), parts(row)) : [],
    };
  });
}

/** What of a brand its editors need: what it began with, the hosts that links may lead to, its zone. */
export async function findHomePageBrand({ viewer, db }: Context<StaffViewer>, brand: string) {
  const [row] = await db
    .select({ home: brands.home, hosts: brands.upgradeHosts, zone: brands.zone })
    .from(brands)
    .where(and(editedBrands(viewer), eq(brands.key, brand)));
  return row ?? null;
}

/** The newest pictures, and the one that is `chosen` however old it is. */
async function listPictures(
  { viewer, db }: Context<StaffViewer>,
  brand: string,
  chosen: HomePagePicture | null,
  local: Zoned,
): Promise<HomePagePictureChoice[]> {
  const rows = await db
    .select({
      id: contentPictures.id,
      width: contentPictures.width,
      height: contentPictures.height,
      by: contentPictures.staffName,
      createdAt: contentPictures.createdAt,
    })
    .from(contentPictures)
    .where(and(visibleContentPictures(viewer), eq(contentPictures.brand, brand)))
    .orderBy(desc(contentPictures.createdAt), desc(contentPictures.id))
    .limit(MOST_PICTURES);
  const newest = rows.map(({ by, createdAt, ...row }) => ({
    ...row,
    words: `${by ?? "A colleague"}, ${formatInstant(businessInstant(createdAt), local.zone)}`,
  }));
  if (!chosen || newest.some(({ id }) => id === chosen.id)) return newest;
  return [...newest, { id: chosen.id, width: chosen.width, height: chosen.height, words: chosen.alt }];
}

/** A picture of the brand, by id; null if there is none. */
export async function findPicture({ viewer, db }: Context<StaffViewer>, brand: string, id: string) {
  const [row] = await db
    .select({
      id: contentPictures.id,
      width: contentPictures.width,
      height: contentPictures.height,
      sentHash: contentPictures.sentHash,
    })
    .from(contentPictures)
    .where(and(visibleContentPictures(viewer), eq(contentPictures.brand, brand), eq(contentPictures.id, id)));
  return row ?? null;
}

/** The bytes of a picture, for who edits its brand: drafts show pictures that are not out. */
export async function findPictureBytes(
  { viewer, db }: Context<StaffViewer>,
  id: string,
  size: "small" | "large",
): Promise<Buffer | null> {
  const [row] = await db
    .select({ bytes: size === "small" ? contentPictures.small : contentPictures.large })
    .from(contentPictures)
    .where(and(visibleContentPictures(viewer), eq(contentPictures.id, id)));
  return row?.bytes ?? null;
}
