import { createHash } from "node:crypto";
import { and, eq, lte, notInArray, sql } from "drizzle-orm";
import { contentLinks, contentVersions } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { auditAs } from "@/lib/gate/audit/record";
import { checkLink } from "@/lib/kit/link-check";
import { systemNow } from "@/lib/kit/time";
import { enqueueMail } from "@/lib/mail/outbox";
import type { LinksPlace } from "./types";

/**
 * The job `content.publish`: writes down what came out as scheduled. What everybody sees does not wait for it. May
 * safely run twice.
 */
export async function noteWhatCameOut(): Promise<void> {
  await asSystem("what was scheduled has come out", async (db) => {
    const out = await db
      .update(contentVersions)
      .set({ state: "published" })
      .where(and(eq(contentVersions.state, "scheduled"), lte(contentVersions.publishAt, sql`now()`)))
      .returning({ id: contentVersions.id, brand: contentVersions.brand, kind: contentVersions.kind });
    for (const { id, brand, kind } of out) {
      await auditAs(db, "system", { brand, action: `${kind}.came-out`, entity: "content_version", entityId: id });
    }
  });
}

/** How many links of a place are checked in a night. */
const MOST_LINKS = 200;

/**
 * Asks after each link of a place and keeps what was found; rows of links that are gone are deleted. A link of which our
 * own network cannot tell keeps what was found before. Portal support is mailed those that were found dead now and not
 * before. May safely run twice. `check` waits for other people's services, so no transaction is open then.
 */
export async function checkLinks(
  { brand, kind }: LinksPlace,
  mailbox: string,
  links: readonly string[],
  check: typeof checkLink = checkLink,
): Promise<void> {
  const urls = [...new Set(links)].slice(0, MOST_LINKS);
  const found: { readonly url: string; readonly fault: string | null }[] = [];
  for (const url of urls) {
    const checked = await check(url);
    if (checked.state !== "unknown") found.push({ url, fault: checked.state === "dead" ? checked.fault : null });
  }
  await asSystem("what is behind the links of a brand's words", async (db) => {
    const ofPlace = and(eq(contentLinks.brand, brand), eq(contentLinks.kind, kind));
    await db.delete(contentLinks).where(and(ofPlace, notInArray(contentLinks.url, urls)));
    const before = await db.select().from(contentLinks).where(ofPlace);
    for (const { url, fault } of found) {
      const deadSince = fault === null ? null : sql`coalesce(${contentLinks.deadSince}, excluded.checked_at)`;
      await db
        .insert(contentLinks)
        .values({ brand, kind, url, fault, deadSince: fault === null ? null : sql`now()`, checkedAt: sql`now()` })
        .onConflictDoUpdate({
          target: [contentLinks.brand, contentLinks.kind, contentLinks.url],
          set: { fault, deadSince, checkedAt: sql`now()` },
        });
    }
    const wasDead = new Set(before.filter(({ fault }) => fault !== null).map(({ url }) => url));
    const news = found.flatMap(({ url, fault }) => (fault === null || wasDead.has(url) ? [] : [{ url, fault }]));
    if (news.length === 0) return;
    await enqueueMail(db, {
      ...{ brand, kind: "links-dead", to: mailbox, toName: "Portal support" },
      props: { place: kind, links: news },
      // A link that dies again on another day is told again.
      dedupeKey: `links-dead:${brand}:${kind}:${systemNow().toString().slice(0, 10)}:${hashOf(news.map(({ url }) => url))}`,
    });
  });
}

const hashOf = (urls: readonly string[]) => createHash("sha256").update(urls.join(" ")).digest("hex").slice(0, 16);
