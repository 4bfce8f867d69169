import { setImmediate as turn } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { providers } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { FILE_LIMITS } from "@/lib/files/rules";
import { FolderStorage } from "@/lib/files/storage/folder";
import { drop, fileRow, formOf, plant, post, storedNames, upload } from "./support";

vi.mock("next/headers", () => import("../../support/next-headers"));

const MEGABYTE = 1024 * 1024;
const sentence = async (response: Response) => ((await response.json()) as { error: string }).error;
const filesOf = (uploaderId: string) =>
  asSystem("test looks", async (db) => {
    const [row] = await db.execute<{ count: number; bytes: string }>(
      sql`select count(*)::int as count, coalesce(sum(size_bytes), 0) as bytes from files where uploader_id = ${uploaderId}::uuid`,
    );
    return { count: row?.count ?? 0, bytes: Number(row?.bytes ?? 0) };
  });

describe("the limits of uploads", () => {
  it("take 25 MB exactly, and answer 413 with a sentence for a byte more", async () => {
    const { by, filer } = await plant();
    const full = new Uint8Array(FILE_LIMITS.fileBytes).fill(65);
    expect((await upload(by, { name: "full.bin", content: full })).sizeBytes).toBe(FILE_LIMITS.fileBytes);
    const before = await storedNames();
    const response = await post(by, formOf([{ name: "over.bin", content: new Uint8Array(FILE_LIMITS.fileBytes + 1) }]));
    expect(response.status).toBe(413);
    expect(await sentence(response)).toBe("A file can have at most 25 MB.");
    expect(await storedNames()).toEqual(before);
    expect((await filesOf(filer.id)).count).toBe(1);
  });

  it("answer 507 with a sentence when the disk is full, keep nothing, and staff are told until a file is kept again", async () => {
    const { by, filer } = await plant();
    const before = await storedNames();
    const put = vi.spyOn(FolderStorage.prototype, "put");
    const trouble = () =>
      asSystem("test looks", async (db) => {
        const [row] = await db.select().from(providers).where(eq(providers.name, "files"));
        return row?.state;
      });
    for (const code of ["ENOSPC", "EDQUOT"]) {
      put.mockImplementationOnce(async (_key, content) => {
        await content.take(1).toArray();
        throw Object.assign(new Error("write"), { code });
      });
      const response = await post(by, formOf([{ name: "full.txt", content: "there is no room for this" }]));
      expect(response.status).toBe(507);
      expect(await sentence(response)).toMatch(/^The portal has no room for files right now/);
      expect(await trouble()).toBe("refusing");
    }
    expect((await filesOf(filer.id)).count).toBe(0);
    expect(await storedNames()).toEqual(before);
    await upload(by, { name: "fits.txt", content: "there is room again" });
    expect(await trouble()).toBe("ok");
    put.mockImplementationOnce(() => Promise.reject(Object.assign(new Error("broken"), { code: "EIO" })));
    expect((await post(by, formOf([{ name: "x.txt", content: "x" }]))).status).toBe(500);
    expect(await trouble()).toBe("ok");
    put.mockRestore();
  });

  it("keep none of the files of a form of which one is refused", async () => {
    const { by, filer } = await plant();
    const before = await storedNames();
    const good = { name: "good.txt", content: "good" };
    for (const [parts, status, said] of [
      [[good, { name: "empty.txt", content: "" }, good], 400, "This file is empty. Choose another one."],
      [
        [good, { name: "b", content: new Uint8Array(FILE_LIMITS.fileBytes + 5) }],
        413,
        "A file can have at most 25 MB.",
      ],
      [Array.from({ length: 21 }, () => good), 400, "Attach at most 20 files to one message."],
      [[], 400, "Choose a file first."],
    ] as const) {
      const response = await post(by, formOf(parts));
      expect(response.status).toBe(status);
      expect(await sentence(response)).toBe(said);
    }
    expect((await filesOf(filer.id)).count).toBe(0);
    expect(await storedNames()).toEqual(before);
  });

  it("count 1 GB a person and day exactly when 20 uploads come at once", async () => {
    const { by, filer } = await plant();
    const colleague = await plant();
    await fileRow({ uploaderId: filer.id, sizeBytes: FILE_LIMITS.uploaderBytes - 5 * MEGABYTE });
    await fileRow({
      uploaderId: filer.id,
      sizeBytes: 900 * MEGABYTE,
      createdAt: new Date(Date.now() - 25 * 3_600_000),
    });
    const content = new Uint8Array(MEGABYTE).fill(66);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post(by, formOf([{ name: "part.bin", content }]))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
    expect((await filesOf(filer.id)).count).toBe(7);
    await upload(colleague.by, { name: "other.txt", content: "another person has a day of their own" });
  });

  it("count files that their sender no longer sees", async () => {
    const { by, filer } = await plant();
    const other = await plant();
    await fileRow({
      uploaderId: filer.id,
      sizeBytes: FILE_LIMITS.uploaderBytes,
      threadId: other.case.id,
      messageId: other.case.id,
      attachedAt: new Date(),
    });
    expect((await post(by, formOf([{ name: "a.txt", content: "a" }]))).status).toBe(429);
  });
});

describe("what somebody uploaded today", () => {
  const small = () => formOf([{ name: "a.txt", content: "a" }]);

  it("counts also when it was deleted, or refused because of another file", async () => {
    const { by, filer } = await plant();
    const content = new Uint8Array(MEGABYTE).fill(65);
    await fileRow({ uploaderId: filer.id, sizeBytes: FILE_LIMITS.uploaderBytes - 2 * MEGABYTE });
    const file = await upload(by, { name: "a.bin", content });
    expect((await drop(by, file.id)).status).toBe(204);
    const form = formOf([
      { name: "b.bin", content },
      { name: "empty", content: "" },
    ]);
    expect((await post(by, form)).status).toBe(400);
    expect((await filesOf(filer.id)).count).toBe(1);
    const full = await post(by, small());
    expect(full.status).toBe(429);
    expect(await sentence(full)).toBe("You have sent 1 GB of files in 24 hours. Send more tomorrow.");
  });

  it("is 200 files a day at most, however small, and 60 that wait for a message", async () => {
    const { by, filer, case: row } = await plant();
    const sent = { uploaderId: filer.id, threadId: row.id, messageId: row.id, attachedAt: new Date() };
    for (let count = 1; count < FILE_LIMITS.uploaderFiles; count++) await fileRow(sent);
    await upload(by, { name: "last.txt", content: "200" });
    const over = await post(by, small());
    expect(over.status).toBe(429);
    expect(await sentence(over)).toBe("You have sent 200 files in 24 hours. Send more tomorrow.");

    const other = await plant();
    for (let count = 0; count < FILE_LIMITS.looseFiles - 1; count++) await fileRow({ uploaderId: other.filer.id });
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(other.by, small())));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 429, 429, 429, 429, 429]);
    expect((await filesOf(other.filer.id)).count).toBe(FILE_LIMITS.looseFiles);
  });

  it("is refused before a byte is written when its announced size is too much", async () => {
    const { by, filer } = await plant();
    await fileRow({ uploaderId: filer.id, sizeBytes: FILE_LIMITS.uploaderBytes - MEGABYTE });
    const boundary = "portal-test";
    const before = await storedNames();
    let names: string[] = [];
    let sent = 0;
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n`;
    // Produced as it is read: by then any bytes sent before would have reached the disk.
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          names = [...names, ...(await storedNames())];
          sent += 1;
          if (sent === 1) controller.enqueue(Buffer.from(head));
          else if (sent < 26) controller.enqueue(new Uint8Array(MEGABYTE / 8).fill(65));
          else {
            controller.enqueue(Buffer.from(`\r\n--${boundary}--\r\n`));
            controller.close();
          }
        },
      },
      { highWaterMark: 0 },
    );
    const headers = {
      "content-type": `multipart/form-data; boundary=${boundary}`,
      "content-length": String(3 * MEGABYTE),
    };
    expect((await post(by, body, { headers })).status).toBe(429);
    expect(names.filter((name) => !before.includes(name))).toEqual([]);
  });

  it("waits its turn when more uploads come at once than are taken", async () => {
    const { by } = await plant();
    const [before, parts] = [await storedNames(), new Set<string>()];
    let most = 0;
    let isOver = false;
    const watching = (async () => {
      while (!isOver) {
        const now = (await storedNames()).filter((name) => name.endsWith(".part") && !before.includes(name));
        for (const name of now) parts.add(name);
        most = Math.max(most, now.length);
        await turn();
      }
    })();
    const content = new Uint8Array(2 * MEGABYTE).fill(65);
    // The first ends when it has been seen on the disk: the watcher could miss all twelve.
    const ends = [
      '--portal-test\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n',
      "\r\n--portal-test--\r\n",
    ];
    const [head = new Uint8Array(), tail = new Uint8Array()] = ends.map((end) => Buffer.from(end));
    const chunks = [head, content];
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const chunk = chunks.shift();
          if (chunk) return controller.enqueue(chunk);
          await vi.waitFor(() => expect(most).toBeGreaterThan(0), { timeout: 20_000 });
          controller.enqueue(tail);
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const headers = {
      "content-type": "multipart/form-data; boundary=portal-test",
      "content-length": String(head.length + content.length + tail.length),
    };
    const answers = await Promise.all([
      post(by, body, { headers }),
      ...Array.from({ length: 11 }, () => post(by, formOf([{ name: "part.bin", content }]))),
    ]);
    isOver = true;
    await watching;
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
    expect(most).toBeLessThanOrEqual(FILE_LIMITS.uploadsAtOnce);
  });
});
