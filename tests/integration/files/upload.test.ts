import { createHash } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { messages, threads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { cleanFileName, FILE_LIMITS, isFileId } from "@/lib/files/rules";
import { LIMITS, reserve } from "@/lib/gate/limits";
import { systemNow } from "@/lib/kit/time";
import { createCase, createCompany, createContact, createRequest, createStaff } from "../../support/world";
import {
  drop,
  fileRow,
  formOf,
  PNG,
  plant,
  post,
  read,
  rowOf,
  say,
  statusOf,
  storedNames,
  upload,
  visitor,
} from "./support";

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

describe("sending a file up", () => {
  it("keeps it as it is, found by content, for its sender alone", async () => {
    const { by, filer } = await plant();
    const content = "Zeit;Wert\n08:00;17,5 °C\n";
    const file = await upload(by, { name: "Trend Süd.csv", content, type: "image/png" });
    expect(file).toMatchObject({ name: "Trend Süd.csv", sizeBytes: Buffer.byteLength(content), isImage: false });
    expect(isFileId(file.id)).toBe(true);
    expect(await rowOf(file.id)).toMatchObject({
      uploaderId: filer.id,
      threadId: null,
      mediaType: "text/plain",
      scan: "not_scanned",
      sha256: createHash("sha256").update(content).digest("hex"),
    });
    const answer = await read(by, file.id);
    expect(await answer.text()).toBe(content);
  });

  it("takes several in one form", async () => {
    const { by } = await plant();
    const response = await post(
      by,
      formOf([
        { name: "a.txt", content: "a" },
        { name: "b.png", content: PNG },
      ]),
    );
    expect(await response.json()).toMatchObject({
      files: [
        { name: "a.txt", isImage: false },
        { name: "b.png", isImage: true },
      ],
    });
  });

  it("does not exist for those who may write in no case and no request", async () => {
    const form = () => formOf([{ name: "a.txt", content: "a" }]);
    const { company, filer, agreement } = await plant();
    const without = await createContact(company, { casesScope: "none", requestsScope: "none" });
    const ended = await createCompany();
    const late = await createContact(ended, { casesScope: "company", requestsScope: "none" });
    const nowhere = await createContact(null, { casesScope: "company", requestsScope: "company" });
    const reader = await createStaff(["marketing"]);
    for (const by of [
      { brand: "cimsoft", cookie: undefined },
      await visitor(without, "cimsoft"),
      await visitor(late, "cimsoft"),
      await visitor(nowhere, "cimsoft"),
      await visitor(reader, "cimsoft", "staff"),
    ]) {
      const response = await post(by, form());
      expect(response.status).toBe(404);
      expect(await response.text()).toBe("Not found");
    }
    await asSystem("test ends the agreement", async (db) => {
      await db.execute(sql`update agreements set ends_on = '2020-02-01' where id = ${agreement.id}::uuid`);
      await db.execute(sql`update contacts set requests_scope = 'none' where id = ${filer.id}::uuid`);
    });
    expect((await post(await visitor(filer, "cimsoft"), form())).status).toBe(404);
    expect((await filesOf(filer.id)).count).toBe(0);
  });

  it("is open to who may ask the account team, who asked before, and who answers", async () => {
    const company = await createCompany();
    const asker = await createContact(company, { casesScope: "none", requestsScope: "own" });
    const former = await createContact(company, { casesScope: "none", requestsScope: "none" });
    await createRequest(company, former);
    const manager = await createStaff(["account_manager"]);
    const part = { name: "a.txt", content: "a" };
    for (const by of [asker, former]) {
      expect((await upload(await visitor(by, "cimsoft"), part)).name).toBe("a.txt");
    }
    expect((await upload(await visitor(manager, "cimsoft", "staff"), part)).name).toBe("a.txt");
  });

  it("is refused from a page of somebody else", async () => {
    const { by, filer } = await plant();
    for (const [header, value] of [
      ["origin", "https://evil.example"],
      ["sec-fetch-site", "cross-site"],
    ] as const) {
      const headers = { [header]: value };
      expect((await post(by, formOf([{ name: "a.txt", content: "a" }]), { headers })).status).toBe(403);
    }
    expect((await filesOf(filer.id)).count).toBe(0);
  });

  it("lets staff who work cases send, on the host of any brand", async () => {
    const agent = await createStaff(["support_agent"], { brands: ["insource"] });
    const file = await upload(await visitor(agent, "cimsoft", "staff"), { name: "fix.txt", content: "fix" });
    expect(await rowOf(file.id)).toMatchObject({ uploaderKind: "staff", uploaderId: agent.id, brand: "insource" });
  });
});

describe("limits", () => {
  it("takes 25 MB to the byte, and answers 413 with a sentence for one more", async () => {
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

  it("keeps none of a form of which one file is refused", async () => {
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

  it("counts 1 GB a person and day exactly when 20 come at once", async () => {
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

  it("counts what its sender no longer sees", async () => {
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

describe("what was sent", () => {
  const small = () => formOf([{ name: "a.txt", content: "a" }]);

  it("counts when it was taken back, or refused for another file's sake", async () => {
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

  it("is refused before a byte is written when it says that it is too much", async () => {
    const { by, filer } = await plant();
    await fileRow({ uploaderId: filer.id, sizeBytes: FILE_LIMITS.uploaderBytes - MEGABYTE });
    const boundary = "portal-test";
    const before = await storedNames();
    let names: string[] = [];
    let sent = 0;
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\n`;
    // Asked for as it is read: what was sent before has reached the disk by then, if it goes there.
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

  it("waits its turn when more come at once than are taken", async () => {
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

describe("what does not arrive whole", () => {
  const boundary = "portal-test";
  const head = (name: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: image/png\r\n\r\n`;
  const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };

  it("leaves nothing when the sender goes away half way", async () => {
    const { by, filer } = await plant();
    const before = await storedNames();
    const leaving = new AbortController();
    let sendMore: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        sendMore = controller;
        controller.enqueue(Buffer.from(head("half.png")));
        controller.enqueue(new Uint8Array(3 * MEGABYTE).fill(67));
      },
    });
    const answer = post(by, body, { headers, signal: leaving.signal });
    while ((await storedNames()).length === before.length) await turn();
    leaving.abort();
    sendMore?.error(new Error("the connection is gone"));
    expect((await answer).status).toBe(400);
    expect(await storedNames()).toEqual(before);
    expect((await filesOf(filer.id)).count).toBe(0);
  });

  it.each([
    ["a form without its end", `${head("cut.png")}cut`, headers],
    ["a form without a boundary", "x", { "content-type": "multipart/form-data" }],
    ["what is no form", "{}", { "content-type": "application/json" }],
    ["an empty body", "", headers],
  ])("refuses %s", async (_what, body, its) => {
    const { by, filer } = await plant();
    const before = await storedNames();
    const response = await post(by, body, { headers: its });
    expect(response.status).toBe(400);
    expect(await storedNames()).toEqual(before);
    expect((await filesOf(filer.id)).count).toBe(0);
  });
});

describe("names", () => {
  it.each([
    ['"><img onerror=alert(1)>.png', '"><img onerror=alert(1)>.png'],
    ["../../etc/passwd", "passwd"],
    ["C:\\Windows\\x.exe", "x.exe"],
    ["invoice\u202Efdp.exe", "invoicefdp.exe"],
    ["a.pdf\r\nX: y", "a.pdf X: y"],
    ["a.pdf%0D%0AX: y", "a.pdf X: y"],
    ["a\u0000b.png", "a b.png"],
    ["..", "file"],
    ["  ", "file"],
    [`${"x".repeat(300)}.png`, `${"x".repeat(146)}.png`],
    ["\ud800.png", "\ufffd.png"],
    ["Prüfbericht 日本.pdf", "Prüfbericht 日本.pdf"],
  ])("%j becomes %j", (name, clean) => {
    expect(cleanFileName(name)).toBe(clean);
  });

  it("stay one header and one name on the way down", async () => {
    const { by } = await plant();
    const hostile = await upload(by, { name: '"><img onerror=alert(1)>\r\nset-cookie: a=b.svg', content: "<svg/>" });
    const header = (await read(by, hostile.id, "HEAD")).headers.get("content-disposition") ?? "";
    expect(header).toMatch(/^attachment; filename="[^"\\\r\n;]*\.svg"; filename\*=UTF-8''[A-Za-z0-9%._-]*\.svg$/);
    expect(hostile.name).toBe('"><img onerror=alert(1)> set-cookie: a=b.svg');
    const plain = await upload(by, { name: "Prüfbericht 日本", content: "x" });
    expect((await read(by, plain.id)).headers.get("content-disposition")).toBe(
      "attachment; filename=\"Prufbericht\"; filename*=UTF-8''Pr%C3%BCfbericht%20%E6%97%A5%E6%9C%AC",
    );
  });
});

describe("taking a file back", () => {
  it("deletes it, for its sender and while it is loose", async () => {
    const { by, filer, case: row, company } = await plant();
    const file = await upload(by, { name: "wrong.txt", content: "wrong" });
    const colleague = await createContact(company, { casesScope: "company" });
    expect((await drop(await visitor(colleague, "cimsoft"), file.id)).status).toBe(404);
    expect((await drop({ brand: "cimsoft", cookie: undefined }, file.id)).status).toBe(404);
    expect((await drop(by, file.id, { origin: "https://evil.example" })).status).toBe(403);
    expect(await statusOf(by, file.id)).toBe(200);
    expect((await drop(by, file.id)).status).toBe(204);
    expect(await statusOf(by, file.id)).toBe(404);
    expect((await storedNames()).join()).not.toContain(file.id);
    expect((await drop(by, file.id)).status).toBe(404);

    const said = await fileRow({ uploaderId: filer.id, threadId: row.id, messageId: row.id, attachedAt: new Date() });
    expect((await drop(by, said)).status).toBe(404);
    expect(await rowOf(said)).toBeDefined();
  });
});

describe("the form without JavaScript", () => {
  it("attaches to its sender's own message and leads back", async () => {
    const { by, filer, case: row } = await plant();
    const message = await say(row, filer);
    const fields = { number: row.number, message };
    const response = await post(
      by,
      formOf(
        [
          { name: "a.txt", content: "a" },
          { name: "b.txt", content: "b" },
        ],
        fields,
      ),
    );
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(`/cases/${row.number}#m-${message}`);
    expect((await filesOf(filer.id)).count).toBe(2);

    const full = await post(
      by,
      formOf(
        Array.from({ length: 19 }, (_, i) => ({ name: `${i}`, content: "x" })),
        fields,
      ),
    );
    expect(full.headers.get("location")).toBe(`/cases/${row.number}?files=too-many#m-${message}`);
    const large = await post(by, formOf([{ name: "c", content: new Uint8Array(FILE_LIMITS.fileBytes + 1) }], fields));
    expect(large.headers.get("location")).toBe(`/cases/${row.number}?files=too-large#m-${message}`);
    expect((await post(by, formOf([{ name: "", content: "" }], fields))).headers.get("location")).toContain(
      "files=none",
    );
    expect((await filesOf(filer.id)).count).toBe(2);
  });

  it("adds to the newest message alone, for an hour, while the case is open, and as often as messages are sent", async () => {
    const { by, filer, case: row } = await plant();
    const [older, newest] = [await say(row, filer), await say(row, filer)];
    await say(row, await createStaff(["support_agent"]), "staff");
    const add = async (message: string) => {
      const response = await post(by, formOf([{ name: "a.txt", content: "a" }], { number: row.number, message }));
      expect(response.status).toBe(303);
      return response.headers.get("location");
    };
    const before = await storedNames();
    expect(await add(older)).toBe(`/cases/${row.number}?files=too-late#m-${older}`);
    expect(await storedNames()).toEqual(before);
    expect(await add(newest)).toBe(`/cases/${row.number}#m-${newest}`);
    const setStatus = (status: "closed" | "in_progress") =>
      asSystem("test world", (db) =>
        db
          .update(threads)
          .set(
            status === "closed"
              ? { status, closeReason: "solved", closedAt: new Date() }
              : { status, closeReason: null, closedAt: null },
          )
          .where(eq(threads.id, row.id)),
      );
    await setStatus("closed");
    expect(await add(newest)).toContain("files=too-late");
    await setStatus("in_progress");
    const age = (minutes: number) =>
      asSystem("test world", (db) =>
        db
          .update(messages)
          .set({ createdAt: new Date(Date.now() - minutes * 60_000) })
          .where(eq(messages.id, newest)),
      );
    await asSystem("test world", (db) =>
      db
        .update(messages)
        .set({ createdAt: new Date(Date.now() - 90 * 60_000) })
        .where(eq(messages.id, older)),
    );
    await asSystem("test world", (db) =>
      db
        .update(messages)
        .set({ createdAt: new Date(Date.now() - 95 * 60_000) })
        .where(eq(messages.id, row.id)),
    );
    await age(61);
    expect(await add(newest)).toContain("files=too-late");
    await age(59);
    expect(await add(newest)).not.toContain("files=");
    const counts = Array(LIMITS.messageByAccount.hits - 5).fill({
      limit: "messageByAccount",
      subject: `files.attach\0contact\0${filer.id}`,
    });
    expect(await reserve(counts, systemNow())).toBe(true);
    expect(await add(newest)).toContain("files=too-often");
    expect((await filesOf(filer.id)).count).toBe(2);
  });

  it("leads staff to their page of the case", async () => {
    const { case: row } = await plant("insource");
    const agent = await createStaff(["support_agent"]);
    const message = await say(row, agent, "staff");
    const by = await visitor(agent, "cimsoft", "staff");
    const response = await post(by, formOf([{ name: "a.txt", content: "a" }], { number: row.number, message }));
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe(`/staff/cases/${row.number}#m-${message}`);
    expect(await filesOf(agent.id)).toMatchObject({ count: 1 });
  });

  it("attaches to what was asked of the account team, as long as the request is open", async () => {
    const company = await createCompany();
    const asker = await createContact(company, { casesScope: "none", requestsScope: "own" });
    const colleague = await createContact(company, { requestsScope: "company" });
    const row = await createRequest(company, asker);
    const send = async (by: typeof asker) =>
      post(
        await visitor(by, "cimsoft"),
        formOf([{ name: "a.txt", content: "a" }], { number: row.number, message: row.id }),
      );
    const sent = await send(asker);
    expect(sent.status).toBe(303);
    expect(sent.headers.get("location")).toBe(`/account-team/${row.number}#m-${row.id}`);
    expect((await send(colleague)).status).toBe(404);
    expect((await send(await createContact(company, { requestsScope: "own" }))).status).toBe(404);
    await asSystem("test world", (db) =>
      db.update(threads).set({ status: "closed", closedAt: new Date() }).where(eq(threads.id, row.id)),
    );
    expect((await send(asker)).headers.get("location")).toContain("files=too-late");
    expect((await filesOf(asker.id)).count).toBe(1);
  });

  it("finds no message of somebody else, and keeps nothing then", async () => {
    const { by, filer, case: row, company } = await plant();
    const colleague = await createContact(company, { casesScope: "own" });
    const theirs = await createCase(company, colleague);
    const answered = await say(row, await createStaff(["support_agent"]), "staff");
    const before = await storedNames();
    for (const fields of [
      { number: row.number, message: answered },
      { number: row.number, message: await say(row, colleague) },
      { number: row.number, message: theirs.id },
      { number: theirs.number, message: theirs.id },
      { number: "C-999999999", message: row.id },
      { number: "../staff", message: row.id },
      { number: row.number, message: "x" },
    ]) {
      const response = await post(by, formOf([{ name: "a.txt", content: "a" }], fields));
      expect(response.status).toBe(404);
    }
    expect((await filesOf(filer.id)).count).toBe(0);
    expect(await storedNames()).toEqual(before);
  });
});
