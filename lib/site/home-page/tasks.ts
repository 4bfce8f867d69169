import { and, eq, gt, sql } from "drizzle-orm";
import { contentVersions } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { homePageOf } from "@/lib/gate/brand/home-page";
import { loadBrands } from "@/lib/gate/brand/load";
import type { checkLink } from "@/lib/kit/link-check";
import { checkLinks } from "@/lib/site/versions/tasks";
import { webLinksOf } from "./rules";

/**
 * The job `links.check`, at night: asks after the links of each brand's home page, of what is out and of what will come
 * out. Editors read on their page which are dead. May safely run twice.
 */
export async function checkHomePageLinks(check?: typeof checkLink): Promise<void> {
  for (const { key, home, supportMailbox } of await loadBrands()) {
    const ahead = await asSystem("the links of home pages that come out later", (db) =>
      db
        .select({ content: contentVersions.content })
        .from(contentVersions)
        .where(
          and(
            eq(contentVersions.brand, key),
            eq(contentVersions.kind, "home-page"),
            eq(contentVersions.state, "scheduled"),
            gt(contentVersions.publishAt, sql`now()`),
          ),
        ),
    );
    const pages = [home, ...ahead.map(({ content }) => homePageOf(home, content))];
    await checkLinks({ brand: key, kind: "home-page" }, supportMailbox, pages.flatMap(webLinksOf), check);
  }
}
