import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { eq } from "drizzle-orm";
import { resources, resourceVersions } from "@/db/schema";
import { asSystem, type ClientViewer, type Context, runAsViewer } from "@/db/viewer";
import { fileStorage } from "@/lib/files/storage/configured";
import { readVersion } from "@/lib/site/library/tasks";
import { clientViewer, type createContact, nobodysId } from "@/tests/support/world";

type Contact = Awaited<ReturnType<typeof createContact>>;
type Over<T extends { $inferInsert: object }> = Partial<T["$inferInsert"]>;

export const PAST = new Date("2020-01-01T00:00:00Z");

/** A resource that is out, for everyone of cimsoft unless `over` says otherwise. */
export async function publish(over: Over<typeof resources> = {}) {
  const values = {
    ...{ id: nobodysId(), brand: "cimsoft", title: "Valves", summary: "How to.", kind: "manual" as const },
    ...{ audience: "everyone" as const, state: "published" as const, publishAt: PAST, toldAt: PAST },
    ...over,
  };
  await asSystem("test world", (db) => db.insert(resources).values(values));
  return values;
}

type Resource = Awaited<ReturnType<typeof publish>>;

/** A version that is out: an address. */
export async function addVersion({ id, brand }: Resource, over: Over<typeof resourceVersions> = {}) {
  const values = {
    ...{ id: nobodysId(), brand, resourceId: id, number: 1, state: "published" as const, publishAt: PAST },
    ...{ scan: "not_scanned" as const, textState: "none" as const, url: "https://cimsoft.com/x" },
    ...over,
  };
  await asSystem("test world", (db) => db.insert(resourceVersions).values(values));
  return values;
}

/** A version with a file, whose text has been read as the worker does it. */
export async function addFile(
  resource: Resource,
  { name, content, mediaType }: { name: string; content: Buffer; mediaType: string },
  over: Over<typeof resourceVersions> = {},
) {
  const fileId = randomBytes(24).toString("base64url");
  await fileStorage().put(fileId, Readable.from([content]), new AbortController().signal);
  const version = await addVersion(resource, {
    ...{ url: null, fileId, name, sizeBytes: content.length, mediaType, textState: "waiting" },
    ...{ sha256: createHash("sha256").update(content).digest("hex") },
    ...over,
  });
  await readVersion({ id: version.id });
  return version;
}

export const versionRow = async (id: string) => {
  const [row] = await asSystem("test", (db) => db.select().from(resourceVersions).where(eq(resourceVersions.id, id)));
  if (!row) throw new Error("no such version");
  return row;
};
export const resourceRow = async (id: string) => {
  const [row] = await asSystem("test", (db) => db.select().from(resources).where(eq(resources.id, id)));
  if (!row) throw new Error("no such resource");
  return row;
};

export const reads = <T>(contact: Contact, work: (context: Context<ClientViewer>) => Promise<T>): Promise<T> =>
  runAsViewer(clientViewer(contact), "read", work);

export const writes = <T>(contact: Contact, work: (context: Context<ClientViewer>) => Promise<T>): Promise<T> =>
  runAsViewer(clientViewer(contact), "write", work);
