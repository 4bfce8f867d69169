import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "@/db/client";
import { brands, resources, resourceVersions } from "@/db/schema";
import { fileStorage } from "@/lib/files/storage/configured";
import { DOCX, PDF } from "@/lib/files/text/read";
import { businessDayOf, systemNow } from "@/lib/kit/time";
import { textBlock } from "@/lib/pdf/blocks";
import { renderPdf } from "@/lib/pdf/render";
import { docxOf } from "./docx";
import { type DemoResource, type DemoVersion, RESOURCE_STORIES } from "./resource-stories";

const DAY_MS = 24 * 60 * 60 * 1000;
type BrandRow = typeof brands.$inferSelect;

/**
 * The demo's resource library. Run as the system after the import; does nothing for a brand that has resources already.
 * The worker reads the words of the files, as it does those of an upload.
 */
export async function applyDemoResources(db: Transaction): Promise<void> {
  const now = systemNow().epochMilliseconds;
  for (const brand of await db.select().from(brands)) {
    const [known] = await db
      .select({ id: resources.id })
      .from(resources)
      .where(eq(resources.brand, brand.key))
      .limit(1);
    if (known) continue;
    for (const story of RESOURCE_STORIES) await write(db, brand, story, now);
  }
}

async function write(db: Transaction, brand: BrandRow, story: DemoResource, now: number): Promise<void> {
  const { versions, ...facts } = story;
  const id = uuidv7();
  const at = (daysAgo: number) => new Date(now - daysAgo * DAY_MS);
  const publishAt = at(versions.at(-1)?.daysAgo ?? 0);
  await db
    .insert(resources)
    // Nobody is told of what was there before they came.
    .values({ id, brand: brand.key, ...facts, state: "published", publishAt, toldAt: publishAt });
  for (const [index, version] of versions.entries()) {
    const since = at(version.daysAgo);
    await db.insert(resourceVersions).values({
      ...{ id: uuidv7(), brand: brand.key, resourceId: id, number: index + 1, label: version.label },
      ...{ state: "published", publishAt: since, createdAt: since, scan: "not_scanned" },
      ...(await contentOf(brand, story.title, version, since)),
    });
  }
}

type Content = Pick<typeof resourceVersions.$inferInsert, "textState"> & Partial<typeof resourceVersions.$inferInsert>;

async function contentOf(brand: BrandRow, title: string, { url, file }: DemoVersion, since: Date): Promise<Content> {
  if (!file) return { url: url ?? brand.home.upgradeUrl, textState: "none" };
  const isPdf = file.name.endsWith(".pdf");
  const bytes = isPdf
    ? await renderPdf({
        brand,
        title,
        createdOn: businessDayOf(since, brand.zone),
        facts: [],
        sections: [{ title: null, content: file.paragraphs.map((text) => textBlock(text)) }],
      })
    : docxOf(file.paragraphs);
  const fileId = randomBytes(24).toString("base64url");
  await fileStorage().put(fileId, Readable.from([bytes]), new AbortController().signal);
  return {
    ...{ fileId, name: file.name, sizeBytes: bytes.length, mediaType: isPdf ? PDF : DOCX },
    ...{ sha256: createHash("sha256").update(bytes).digest("hex"), textState: "waiting" },
  };
}
