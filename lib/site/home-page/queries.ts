import { and, desc, eq } from "drizzle-orm";
import { brands, homePageVersions } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { businessInstant, formatInstant, type Zoned } from "@/lib/kit/time";
import { editedBrands, visibleHomePageVersions } from "./policy";

/** The texts of a home page that marketing edits. */
export interface HomePageText {
  readonly connectTitle: string;
  readonly connectText: string;
  readonly upgradeLabel: string;
  readonly upgradeUrl: string;
}

export interface HomePageVersion extends HomePageText {
  readonly id: string;
  /** When it was published, in words in the viewer's zone. */
  readonly when: string;
  readonly at: string;
  /** Null for the version that the brand began with. */
  readonly by: string | null;
  /** When the version was published that this one restores. */
  readonly restored: string | null;
}

export interface HomePageDesk {
  /** What the home page shows now. */
  readonly current: HomePageText;
  /** Id of the newest version; null while the brand has none. */
  readonly seen: string | null;
  /** Hosts that **Upgrade** may lead to. */
  readonly hosts: readonly string[];
  /** The newest first; at most MOST_VERSIONS. */
  readonly versions: readonly HomePageVersion[];
}

export const MOST_VERSIONS = 20;

const textColumns = {
  connectTitle: homePageVersions.connectTitle,
  connectText: homePageVersions.connectText,
  upgradeLabel: homePageVersions.upgradeLabel,
  upgradeUrl: homePageVersions.upgradeUrl,
};

/** Everything for the page that edits a brand's home page; null if the viewer may not edit it. */
export async function readHomePageDesk(
  context: Context<StaffViewer>,
  brand: string,
  local: Zoned,
): Promise<HomePageDesk | null> {
  const facts = await findHomePage(context, brand);
  if (!facts) return null;
  const rows = await listVersions(context, brand, MOST_VERSIONS + 1);
  const when = (at: Date) => formatInstant(businessInstant(at), local.zone);
  const times = new Map(rows.map((row) => [row.id, when(row.createdAt)]));
  const versions = rows.slice(0, MOST_VERSIONS).map(({ createdAt, staffName, restoresId, ...row }) => ({
    ...row,
    when: when(createdAt),
    at: businessInstant(createdAt).toString(),
    by: staffName,
    restored: restoresId === null ? null : (times.get(restoresId) ?? "an earlier day"),
  }));
  return { current: facts.home, seen: rows[0]?.id ?? null, hosts: facts.hosts, versions };
}

/** The texts in the brand's row, which the home page shows, and the hosts that **Upgrade** may lead to. */
export async function findHomePage({ viewer, db }: Context<StaffViewer>, brand: string) {
  const [row] = await db
    .select({ home: brands.home, hosts: brands.upgradeHosts })
    .from(brands)
    .where(and(editedBrands(viewer), eq(brands.key, brand)));
  if (!row) return null;
  const { connectTitle, connectText, upgradeLabel, upgradeUrl } = row.home;
  return { home: { connectTitle, connectText, upgradeLabel, upgradeUrl }, hosts: row.hosts };
}

/** The newest versions of a brand's home page. */
export async function listVersions({ viewer, db }: Context<StaffViewer>, brand: string, limit: number) {
  return db
    .select({
      id: homePageVersions.id,
      ...textColumns,
      staffId: homePageVersions.staffId,
      staffName: homePageVersions.staffName,
      restoresId: homePageVersions.restoresId,
      createdAt: homePageVersions.createdAt,
    })
    .from(homePageVersions)
    .where(and(visibleHomePageVersions(viewer), eq(homePageVersions.brand, brand)))
    .orderBy(desc(homePageVersions.createdAt), desc(homePageVersions.id))
    .limit(limit);
}

/** One version of a brand's home page, or null. */
export async function findVersion({ viewer, db }: Context<StaffViewer>, brand: string, id: string) {
  const [row] = await db
    .select({
      id: homePageVersions.id,
      ...textColumns,
      staffId: homePageVersions.staffId,
      restoresId: homePageVersions.restoresId,
    })
    .from(homePageVersions)
    .where(and(visibleHomePageVersions(viewer), eq(homePageVersions.brand, brand), eq(homePageVersions.id, id)));
  return row ?? null;
}
