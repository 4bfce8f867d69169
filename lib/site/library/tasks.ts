import { buffer } from "node:stream/consumers";
import { and, asc, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { resources, resourceUses, resourceVersions } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { isServed } from "@/lib/files/rules";
import { judge } from "@/lib/files/scan";
import { configuredScanner } from "@/lib/files/scanner/configured";
import type { Scan } from "@/lib/files/scanner/scanner";
import { fileStorage } from "@/lib/files/storage/configured";
import { TextUnreadable } from "@/lib/files/text/bounds";
import { hasText, type ReadType, readFileText } from "@/lib/files/text/read";
import { auditAs } from "@/lib/gate/audit/record";
import { loadBrands } from "@/lib/gate/brand/load";
import type { checkLink } from "@/lib/kit/link-check";
import { log } from "@/lib/log";
import { enqueueMail } from "@/lib/mail/outbox";
import { checkLinks } from "@/lib/site/versions/tasks";
import { TEXT_FAULTS } from "./rules";

const payloadSchema = z.object({ id: z.uuid() });
/** Where the worker itself ends while it reads a file, the file gets no more than so many attempts. */
const MOST_TRIES = 3;

/**
 * The job `library.read`: has an uploaded version scanned, and reads its text for the search. A file that cannot be read
 * is marked so with the reason, and never tried again. May safely run twice. Throws ScannerUnavailable for another try.
 */
export async function readVersion(payload: unknown, scan: Scan | null = configuredScanner()): Promise<void> {
  const { id } = payloadSchema.parse(payload);
  const ofIt = eq(resourceVersions.id, id);
  const [waiting] = await asSystem("a file of the library is looked at", (db) =>
    db
      .select({ fileId: resourceVersions.fileId, name: resourceVersions.name, scan: resourceVersions.scan })
      .from(resourceVersions)
      .where(and(ofIt, eq(resourceVersions.textState, "waiting"))),
  );
  if (!waiting?.fileId) return;
  const verdict = waiting.scan === "pending" ? await judge(waiting.fileId, waiting.name ?? "", scan) : null;
  if (verdict) {
    await asSystem("the verdict on a file of the library", (db) =>
      db.update(resourceVersions).set(verdict).where(ofIt),
    );
  }
  const state = verdict?.scan ?? waiting.scan;
  if (isServed(state)) await readText(id, waiting.fileId);
  else if (state === "infected") await note(id, { textState: "none" });
}

async function readText(id: string, fileId: string): Promise<void> {
  const [version] = await asSystem("the text of a file is about to be read", (db) =>
    db
      .update(resourceVersions)
      .set({ textTries: sql`${resourceVersions.textTries} + 1` })
      .where(eq(resourceVersions.id, id))
      .returning({ mediaType: resourceVersions.mediaType, tries: resourceVersions.textTries }),
  );
  if (!version) return;
  if (!version.mediaType || !hasText(version.mediaType)) return note(id, { textState: "none" });
  if (version.tries > MOST_TRIES) return note(id, { textState: "failed", textFault: TEXT_FAULTS["gave-up"] });
  try {
    await storeText(id, fileId, version.mediaType);
  } catch (error) {
    if (error instanceof TextUnreadable) return note(id, { textState: "failed", textFault: TEXT_FAULTS[error.fault] });
    if (version.tries < MOST_TRIES) throw error;
    log.error({ version: id, err: error }, "the text of a file could not be read");
    await note(id, { textState: "failed", textFault: TEXT_FAULTS["gave-up"] });
  }
}

async function storeText(id: string, fileId: string, mediaType: ReadType): Promise<void> {
  const stored = await fileStorage().get(fileId);
  if (!stored) throw new Error("the bytes of a file of the library are not there");
  const { text, pages } = await readFileText(await buffer(stored.content), mediaType);
  await note(id, { textState: text === "" ? "none" : "read", body: text === "" ? null : text, pages });
}

async function note(id: string, found: Partial<typeof resourceVersions.$inferInsert>): Promise<void> {
  await asSystem("what the text of a file is", (db) =>
    db
      .update(resourceVersions)
      .set(found)
      .where(and(eq(resourceVersions.id, id), eq(resourceVersions.textState, "waiting"))),
  );
}

/** How many resources are told of in one run, each in a transaction of its own. */
const AT_ONCE = 20;

/**
 * The job `library.publish`: writes down what came out as scheduled, and tells followers of what is new. What clients
 * see does not wait for it. May safely run twice.
 */
export async function publishDue(): Promise<void> {
  await asSystem("what was scheduled has come out", comeOut);
  const untold = await asSystem("resources that nobody was told of", listUntold);
  for (const { id } of untold) await asSystem("followers are told of a resource", (db) => tell(db, id));
  await asSystem("who opened what is not kept", (db) =>
    db.delete(resourceUses).where(sql`${resourceUses.day} < (now() at time zone 'UTC')::date`),
  );
}

/** What is out and was told of to nobody. Of what they could not open yet, nobody is told. */
function listUntold(db: Transaction) {
  const hasOpenVersion = sql`exists (select from ${resourceVersions} v where v.resource_id = ${resources.id}
    and v.state in ('scheduled', 'published') and v.publish_at <= now() and v.scan in ('clean', 'not_scanned', 'released'))`;
  return db
    .select({ id: resources.id })
    .from(resources)
    .where(and(eq(resources.state, "published"), isNull(resources.toldAt), hasOpenVersion))
    .orderBy(asc(resources.publishAt))
    .limit(AT_ONCE);
}

async function comeOut(db: Transaction): Promise<void> {
  const out = await db
    .update(resources)
    .set({ state: "published", revision: sql`${resources.revision} + 1` })
    .where(and(eq(resources.state, "scheduled"), lte(resources.publishAt, sql`now()`)))
    .returning({ id: resources.id, brand: resources.brand });
  for (const { id, brand } of out) {
    await auditAs(db, "system", { brand, action: "library.came-out", entity: "resource", entityId: id });
  }
  await db
    .update(resourceVersions)
    .set({ state: "published" })
    .where(and(inArray(resourceVersions.state, ["scheduled"]), lte(resourceVersions.publishAt, sql`now()`)));
}

const followers = z.array(z.object({ id: z.uuid(), email: z.string(), name: z.string() }));

/**
 * Tells those who follow the product, or any product where the resource is about all of them, and who may see it at this
 * moment. The mark is written in the same transaction, so it happens once.
 */
async function tell(db: Transaction, id: string): Promise<void> {
  const [resource] = await db
    .update(resources)
    .set({ toldAt: sql`now()` })
    .where(and(eq(resources.id, id), eq(resources.state, "published"), isNull(resources.toldAt)))
    .returning({
      ...{ brand: resources.brand, title: resources.title, summary: resources.summary, kind: resources.kind },
      ...{ product: resources.product, audience: resources.audience },
    });
  if (!resource) return;
  const { brand, product, audience, title, summary, kind } = resource;
  const people = followers.parse([
    ...(await db.execute(sql`select c.id, c.email, c.name from contacts c
      where c.brand = ${brand} and c.closed_at is null
        and exists (select from resource_follows f where f.contact_id = c.id and f.brand = ${brand}
          and (${product}::text is null or f.product = ${product}::text))
        and (${audience} = 'everyone' or exists (select from entitlements_of(c.id) e
          where (${audience} = 'support' and e.kind = 'support') or (${audience} = 'entitled' and e.product = ${product}::text)))
      order by c.id`)),
  ]);
  for (const person of people) {
    await enqueueMail(db, {
      ...{ brand, kind: "resource-published", to: person.email, toName: person.name },
      props: { id, title, summary, kind, product },
      person: { kind: "contact", id: person.id },
      dedupeKey: `resource:${id}:${person.id}`,
    });
  }
  await auditAs(db, "system", {
    ...{ brand, action: "library.told", entity: "resource", entityId: id },
    details: { people: people.length },
  });
}

/**
 * A part of the job `links.check`: asks after the addresses of each brand's library, of what is out and of what will come
 * out. Editors read on their page which are dead. May safely run twice.
 */
export async function checkLibraryLinks(check?: typeof checkLink): Promise<void> {
  const led = ["published", "scheduled"] as const;
  for (const { key, supportMailbox } of await loadBrands()) {
    const rows = await asSystem("the addresses of a library", (db) =>
      db
        .selectDistinct({ url: resourceVersions.url })
        .from(resourceVersions)
        .innerJoin(resources, eq(resources.id, resourceVersions.resourceId))
        .where(
          and(
            eq(resourceVersions.brand, key),
            inArray(resourceVersions.state, [...led]),
            inArray(resources.state, [...led]),
          ),
        ),
    );
    const links = rows.flatMap(({ url }) => (url === null ? [] : [url]));
    await checkLinks({ brand: key, kind: "resources" }, supportMailbox, links, check);
  }
}
