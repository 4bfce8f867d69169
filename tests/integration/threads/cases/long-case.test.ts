import { expect, it } from "vitest";
import { files, messages } from "@/db/schema";
import { asSystem, type Context, runAsViewer, type Viewer } from "@/db/viewer";
import { findCase } from "@/lib/threads/cases/queries";
import { findStaffCase } from "@/lib/threads/cases/staff/queries";
import { seedBrand } from "@/tests/support/brand";
import { clientViewer, createContact, createStaff, nobodysId, staffViewer, unique } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { coveredCompany, LOCAL } from "./support";

const MESSAGES = 200;
const FILES = 50;
const RUNS = 15;
/** By how much longer the long case may take. A query a message or a file would be far beyond it. */
const FACTOR = 20;

const brand = seedBrand("cimsoft");

async function lengthen(filed: Awaited<ReturnType<typeof createCase>>, authorId: string): Promise<void> {
  const said = Array.from({ length: MESSAGES - 1 }, (_, index) => ({
    id: nobodysId(),
    brand: filed.brand,
    threadId: filed.id,
    authorKind: "contact" as const,
    authorId,
    authorName: "Robin Meyer",
    body: `It stopped again, for the ${index}th time. `.repeat(10),
  }));
  await asSystem("test world", async (db) => {
    await db.insert(messages).values(said);
    await db.insert(files).values(
      said.slice(0, FILES).map(({ id: messageId }) => ({
        id: unique("file"),
        brand: filed.brand,
        uploaderKind: "contact" as const,
        uploaderId: authorId,
        threadId: filed.id,
        messageId,
        attachedAt: new Date(),
        name: "trend.csv",
        sizeBytes: 10,
        mediaType: "text/plain",
        sha256: "0".repeat(64),
        scan: "clean" as const,
      })),
    );
  });
}

/** Runs a read and counts what it asks the database. */
async function reading<V extends Viewer, T>(viewer: V, work: (context: Context<V>) => Promise<T>) {
  let asked = 0;
  const began = performance.now();
  const found = await runAsViewer(viewer, "read", (context) => {
    const db = new Proxy(context.db, {
      get(target, name) {
        if (name === "select" || name === "selectDistinct" || name === "execute") asked += 1;
        return Reflect.get(target, name, target);
      },
    });
    return work({ ...context, db });
  });
  return { found, asked, ms: performance.now() - began };
}

const median = (times: readonly number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

it("a case of 200 messages and 50 files is read with as many queries as a case with one, and not much longer", async () => {
  const company = await coveredCompany();
  const filer = await createContact(company, { casesScope: "own", name: "Robin Meyer" });
  const short = await createCase(company, filer);
  const long = await createCase(company, filer);
  await lengthen(long, filer.id);
  const client = clientViewer(filer);
  const agent = staffViewer(await createStaff(["support_agent"]));
  const ways = {
    client: (number: string) => reading(client, (context) => findCase(context, { brand, number }, LOCAL)),
    agent: (number: string) => reading(agent, (context) => findStaffCase(context, number, [brand], LOCAL)),
  };
  for (const read of Object.values(ways)) {
    const times: { short: number[]; long: number[] } = { short: [], long: [] };
    for (let run = 0; run < RUNS; run++) {
      const one = await read(short.number);
      const many = await read(long.number);
      expect(many.asked).toBe(one.asked);
      expect(one.asked).toBeGreaterThan(0);
      times.short.push(one.ms);
      times.long.push(many.ms);
      const said = many.found?.thread.items.flatMap((item) => (item.kind === "message" ? [item] : [])) ?? [];
      expect(said).toHaveLength(MESSAGES);
      expect(said.flatMap((item) => item.files)).toHaveLength(FILES);
    }
    expect(median(times.long) / median(times.short)).toBeLessThan(FACTOR);
  }
}, 60_000);
