import { utimes } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import path from "node:path";
import { Readable } from "node:stream";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { files, uploads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { cleanFiles } from "@/lib/files/clean";
import { runScanTask } from "@/lib/files/scan";
import { clamd } from "@/lib/files/scanner/clamd";
import { configuredScanner } from "@/lib/files/scanner/configured";
import { fileStorage } from "@/lib/files/storage/configured";
import { fileRow, plant, rowOf, statusOf, storedNames, upload } from "./support";

vi.mock("next/headers", () => import("../../support/next-headers"));

/** What the sandbox of clamd does with a file that has reached it. */
type Manner = "scan" | "hang up" | "refuse";
let manner: Manner = "scan";
const seen: Buffer[] = [];

/** Reads clamd's INSTREAM protocol, and finds one word as if it were a virus. */
function answer(socket: Socket): void {
  let data = Buffer.alloc(0);
  socket.on("error", () => {});
  socket.on("data", (chunk: Buffer) => {
    data = Buffer.concat([data, chunk]);
    const command = "zINSTREAM\0";
    if (data.length < command.length) return;
    if (data.subarray(0, command.length).toString() !== command) return void socket.end("UNKNOWN COMMAND\0");
    if (manner === "hang up") return void socket.destroy();
    if (manner === "refuse") return void socket.end("INSTREAM size limit exceeded. ERROR\0");
    const parts: Buffer[] = [];
    for (let at = command.length; at + 4 <= data.length; ) {
      const length = data.readUInt32BE(at);
      at += 4;
      if (length === 0) {
        const content = Buffer.concat(parts);
        seen.push(content);
        return void socket.end(content.includes("EICAR") ? "stream: Eicar-Signature FOUND\0" : "stream: OK\0");
      }
      if (at + length > data.length) return;
      parts.push(data.subarray(at, at + length));
      at += length;
    }
  });
}

const server = createServer(answer);
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  port = typeof address === "object" && address ? address.port : 0;
  Object.assign(process.env, { CLAMD_HOST: "127.0.0.1", CLAMD_PORT: String(port) });
});
afterAll(() => void server.close());

const jobsOf = (id: string) =>
  asSystem("test looks", (db) =>
    db.execute(sql`select task_identifier from graphile_worker.jobs where key = ${`scan:${id}`}`),
  );

describe("the virus scan of an uploaded file", () => {
  it("holds the file back until it was scanned", async () => {
    manner = "scan";
    const { by } = await plant();
    const content = "x".repeat(300_000);
    const file = await upload(by, { name: "big.txt", content });
    expect(await rowOf(file.id)).toMatchObject({ scan: "pending" });
    expect(await jobsOf(file.id)).toMatchObject([{ task_identifier: "files.scan" }]);
    expect(await statusOf(by, file.id)).toBe(404);
    await runScanTask({ id: file.id });
    expect(seen.at(-1)?.equals(Buffer.from(content))).toBe(true);
    expect(await rowOf(file.id)).toMatchObject({ scan: "clean" });
    expect(await statusOf(by, file.id)).toBe(200);
  });

  it("blocks a file in which something was found, for good", async () => {
    manner = "scan";
    const { by } = await plant();
    const file = await upload(by, { name: "bad.txt", content: "an EICAR test" });
    await runScanTask({ id: file.id });
    expect(await rowOf(file.id)).toMatchObject({ scan: "infected" });
    await runScanTask({ id: file.id }, async () => "clean");
    expect(await rowOf(file.id)).toMatchObject({ scan: "infected" });
    expect(await statusOf(by, file.id)).toBe(404);
  });

  it.each<[string, Manner]>([
    ["hangs up", "hang up"],
    ["answers with an error", "refuse"],
  ])("leaves the file unscanned when the scanner %s", async (_what, how) => {
    manner = how;
    const { by } = await plant();
    const file = await upload(by, { name: "a.txt", content: "y".repeat(200_000) });
    await expect(runScanTask({ id: file.id })).rejects.toMatchObject({ name: "ScannerUnavailable" });
    expect(await rowOf(file.id)).toMatchObject({ scan: "pending" });
    manner = "scan";
    await runScanTask({ id: file.id });
    expect(await rowOf(file.id)).toMatchObject({ scan: "clean" });
  });

  it("goes on behind an empty chunk of the file, which clamd would take for its end", async () => {
    manner = "scan";
    const pieces = ["an ", "", "EICAR test"].map((piece) => Buffer.from(piece));
    expect(await clamd({ host: "127.0.0.1", port })(Readable.from(pieces))).toBe("infected");
  });

  it("is tried again when no scanner listens", async () => {
    const scan = clamd({ host: "127.0.0.1", port: 9 });
    await expect(scan(Readable.from([Buffer.from("a")]))).rejects.toMatchObject({ name: "ScannerUnavailable" });
  });

  it("marks waiting files as not scanned once no scanner is set up any more", async () => {
    const { by } = await plant();
    expect(configuredScanner()).not.toBeNull();
    const file = await upload(by, { name: "a.txt", content: "a" });
    await runScanTask({ id: file.id }, null);
    expect(await rowOf(file.id)).toMatchObject({ scan: "not_scanned" });
  });

  it("does nothing for a file that was deleted meanwhile", async () => {
    await runScanTask({ id: "a".repeat(32) });
  });
});

describe("the job that cleans up files", () => {
  const hours = (count: number) => new Date(Date.now() - count * 3_600_000);
  const never = new AbortController().signal;

  it("deletes files that were attached to nothing for a day, and stored bytes without a row", async () => {
    const { by, case: row } = await plant();
    const [old, young] = [
      await upload(by, { name: "old", content: "o" }),
      await upload(by, { name: "young", content: "y" }),
    ];
    const sent = await upload(by, { name: "sent", content: "s" });
    await asSystem("test ages rows", async (db) => {
      await db
        .update(files)
        .set({ createdAt: hours(25) })
        .where(eq(files.id, old.id));
      await db
        .update(files)
        .set({ createdAt: hours(23) })
        .where(eq(files.id, young.id));
      await db
        .update(files)
        .set({ createdAt: hours(999), threadId: row.id, messageId: row.id, attachedAt: hours(999) })
        .where(eq(files.id, sent.id));
    });
    // Bytes of processes that died before writing the row: long ago, just now, and in the middle of the bytes.
    const [dead, fresh] = ["d".repeat(32), "f".repeat(32)] as const;
    for (const key of [dead, fresh]) await fileStorage().put(key, Readable.from([Buffer.from("bytes")]), never);
    const root = process.env.FILES_DIR ?? "";
    const dated = (key: string, at: Date) => utimes(path.join(root, key.slice(0, 2), key), at, at);
    for (const key of [dead, sent.id]) await dated(key, hours(30));
    // By this process's clock, which is not the disk's where the day is moved.
    for (const key of [old.id, young.id, fresh]) await dated(key, new Date());
    const part = Readable.from(
      (async function* () {
        yield Buffer.from("half");
        const [name] = (await storedNames()).filter((stored) => stored.endsWith(".part"));
        await utimes(path.join(root, name ?? ""), hours(30), hours(30));
        await cleanFiles(new Date());
        expect((await storedNames()).filter((stored) => stored.endsWith(".part"))).toEqual([]);
        throw new Error("killed");
      })(),
    );
    await expect(fileStorage().put("p".repeat(32), part, never)).rejects.toThrow("killed");

    const left = (await storedNames()).map((name) => path.basename(name));
    expect(left).toEqual(expect.arrayContaining([young.id, sent.id, fresh]));
    for (const gone of [old.id, dead]) expect(left).not.toContain(gone);
    expect(await rowOf(old.id)).toBeUndefined();
    expect(await rowOf(young.id)).toBeDefined();
    expect(await rowOf(sent.id)).toBeDefined();
  });

  it("forgets after a day who uploaded how much", async () => {
    const { by, filer } = await plant();
    await upload(by, { name: "young", content: "y" });
    await asSystem("test world", (db) =>
      db.insert(uploads).values({ uploaderKind: "contact", uploaderId: filer.id, sizeBytes: 7, sentAt: hours(25) }),
    );
    await cleanFiles(new Date());
    const left = await asSystem("test looks", (db) =>
      db.select({ bytes: uploads.sizeBytes }).from(uploads).where(eq(uploads.uploaderId, filer.id)),
    );
    expect(left).toEqual([{ bytes: 1 }]);
  });

  it("queues a scan again for a file that has waited for an hour and has no try left", async () => {
    const { filer } = await plant();
    const waiting = { uploaderId: filer.id, scan: "pending" as const };
    const [spent, lost, trying, young] = await Promise.all([
      fileRow({ ...waiting, createdAt: hours(2) }),
      fileRow({ ...waiting, createdAt: hours(2) }),
      fileRow({ ...waiting, createdAt: hours(2) }),
      fileRow(waiting),
    ]);
    const jobOf = async (id: string) => {
      const [job] = await asSystem("test looks", (db) =>
        db.execute<{ attempts: number; max_attempts: number }>(
          sql`select attempts, max_attempts from graphile_worker.jobs where key = ${`scan:${id}`}`,
        ),
      );
      return job;
    };
    await asSystem("test world", async (db) => {
      await db.execute(
        sql`update graphile_worker._private_jobs set attempts = max_attempts where key in (${`scan:${spent}`}, ${`scan:${young}`})`,
      );
      await db.execute(sql`update graphile_worker._private_jobs set attempts = 3 where key = ${`scan:${trying}`}`);
      await db.execute(sql`delete from graphile_worker._private_jobs where key = ${`scan:${lost}`}`);
    });
    await cleanFiles(new Date());
    expect(await jobOf(spent)).toMatchObject({ attempts: 0, max_attempts: 25 });
    expect(await jobOf(lost)).toMatchObject({ attempts: 0 });
    expect(await jobOf(trying)).toMatchObject({ attempts: 3 });
    expect(await jobOf(young)).toMatchObject({ attempts: 25 });
  });
});
