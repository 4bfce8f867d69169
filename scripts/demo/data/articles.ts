import { and, arrayContains, asc, desc, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "@/db/client";
import { articleDrafts, brands, resources, resourceVersions, staff, staffBrands, threads } from "@/db/schema";
import { systemNow } from "@/lib/kit/time";

const DAY_MS = 24 * 60 * 60 * 1000;

const TEXT = {
  title: "History stops after midnight when the archive disk is nearly full",
  summary: "What to do when trends have a gap that begins shortly after midnight and ends with a restart.",
  symptom:
    "Trends show no new values from shortly after midnight. Clients stay connected, and a restart of the service brings values back until the next night.",
  cause:
    "At midnight the historian opens the archive of the new day. If less free space is left than one archive needs, it stops storing and says so in its log alone.",
  fix: "1. Free space on the archive disk, or move old archives to another one.\n2. Set the limit for free space to at least two archives.\n3. Restart the storage service. Values that were buffered are stored then.",
};

/**
 * One article of each brand, written from a solved case, approved by a second person and found by support clients. Run
 * as the system; does nothing for a brand that has one.
 */
export async function applyDemoArticles(db: Transaction): Promise<void> {
  for (const { key: brand } of await db.select({ key: brands.key }).from(brands)) {
    const [known] = await db.select({ id: articleDrafts.id }).from(articleDrafts).where(eq(articleDrafts.brand, brand));
    const [solved] = await db
      .select({ id: threads.id, product: threads.product })
      .from(threads)
      .where(and(eq(threads.brand, brand), eq(threads.kind, "case"), eq(threads.closeReason, "solved")))
      .orderBy(desc(threads.closedAt), threads.id)
      .limit(1);
    const agents = await db
      .select({ id: staff.id, name: staff.name })
      .from(staff)
      .innerJoin(staffBrands, and(eq(staffBrands.staffId, staff.id), eq(staffBrands.brand, brand)))
      .where(arrayContains(staff.roles, ["support_agent"]))
      .orderBy(asc(staff.name))
      .limit(2);
    const [author, approver = author] = agents;
    if (known || !solved || !author || !approver) continue;
    const { product } = solved;
    const publishAt = new Date(systemNow().epochMilliseconds - 9 * DAY_MS);
    const { symptom, cause, fix, ...words } = TEXT;
    const resourceId = uuidv7();
    await db.insert(resources).values({
      ...{ id: resourceId, brand, ...words, product, kind: "article", audience: "support" },
      ...{ state: "published", publishAt, toldAt: publishAt, uses: 14, solved: 5 },
    });
    await db.insert(resourceVersions).values({
      ...{ id: uuidv7(), brand, resourceId, number: 1, state: "published", publishAt, createdAt: publishAt },
      ...{ article: { symptom, cause, fix }, body: [symptom, cause, fix].join("\n") },
      ...{ scan: "not_scanned", textState: "read", staffId: approver.id, staffName: approver.name },
    });
    await db.insert(articleDrafts).values({
      ...{ id: uuidv7(), brand, threadId: solved.id, ...TEXT, product, state: "released", resourceId },
      ...{ authors: [author.id], authorName: author.name, approverName: approver.name, releasedAt: publishAt },
    });
  }
}
