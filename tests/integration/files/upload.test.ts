import { createHash } from "node:crypto";
import { text } from "node:stream/consumers";
import { setImmediate as turn } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { asSystem } from "@/db/viewer";
import { drain, readUpload } from "@/lib/files/multipart";
import { cleanFileName, isFileId } from "@/lib/files/rules";
import { createCompany, createContact, createStaff } from "../../support/world";
import { createRequest } from "../../support/world-threads";
import {
  drop,
  fileRow,
  formOf,
  PNG,
  plant,
  post,
  read,
  rowOf,
  statusOf,
  storedNames,
  upload,
  visitor,
} from "./support";

vi.mock("next/headers", () => import("../../support/next-headers"));

const MEGABYTE = 1024 * 1024;
const filesOf = (uploaderId: string) =>
  asSystem("test looks", async (db) => {
    const [row] = await db.execute<{ count: number; bytes: string }>(
      sql`select count(*)::int as count, coalesce(sum(size_bytes), 0) as bytes from files where uploader_id = ${uploaderId}::uuid`,
    );
    return { count: row?.count ?? 0, bytes: Number(row?.bytes ?? 0) };
  });

describe("uploading a file", () => {
  it("keeps the file unchanged, with its type found by content, for its sender alone", async () => {
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

  it("is not found by those who may write in no case and no request", async () => {
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

  it("is open to contacts who may ask the account team or asked before, and to staff who answer", async () => {
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

  it("is refused from a page of another site", async () => {
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

  it("is open to staff who work cases, on the host of any brand", async () => {
    const agent = await createStaff(["support_agent"], { brands: ["insource"] });
    const file = await upload(await visitor(agent, "cimsoft", "staff"), { name: "fix.txt", content: "fix" });
    expect(await rowOf(file.id)).toMatchObject({ uploaderKind: "staff", uploaderId: agent.id, brand: "insource" });
  });
});

describe("an upload that does not arrive whole", () => {
  const boundary = "portal-test";
  const head = (name: string) =>
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: image/png\r\n\r\n`;
  const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };

  it("leaves nothing behind when the sender disconnects half way", async () => {
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
    ["sends nothing more", { silenceMs: 50, arrivalMs: 60_000 }, false],
    ["sends without end, a little at a time", { silenceMs: 60_000, arrivalMs: 300 }, true],
  ])("is given up when its sender %s", async (_what, patience, goesOn) => {
    const kept: Promise<string>[] = [];
    let dripping: NodeJS.Timeout | undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from(head("slow.png")));
        if (goesOn) dripping = setInterval(() => controller.enqueue(new Uint8Array(10).fill(67)), 10);
      },
      cancel: () => clearInterval(dripping),
    });
    const request = new Request("https://portal.example/api/files", {
      method: "POST",
      body,
      headers,
      duplex: "half",
    } as RequestInit);
    const form = await readUpload(
      request,
      (_name, content) => {
        const read = text(content);
        kept.push(read);
        return read;
      },
      patience,
    );
    clearInterval(dripping);
    expect(form.refused?.refusal).toBe("too-slow");
    expect(form.files).toEqual([]);
    const ends = await Promise.allSettled(kept);
    expect(ends.filter(({ status }) => status === "fulfilled")).toEqual([]);
  });

  it("that is refused unread is not read for longer either", async () => {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new Uint8Array(10)) });
    const request = new Request("https://portal.example/api/files", {
      method: "POST",
      body,
      duplex: "half",
    } as RequestInit);
    await drain(request, { silenceMs: 50, arrivalMs: 60_000 });
    expect(request.bodyUsed).toBe(true);
  });

  it.each([
    ["a form without its end", `${head("cut.png")}cut`, headers],
    ["a form without a boundary", "x", { "content-type": "multipart/form-data" }],
    ["what is no form", "{}", { "content-type": "application/json" }],
    ["an empty body", "", headers],
  ])("is refused as %s", async (_what, body, its) => {
    const { by, filer } = await plant();
    const before = await storedNames();
    const response = await post(by, body, { headers: its });
    expect(response.status).toBe(400);
    expect(await storedNames()).toEqual(before);
    expect((await filesOf(filer.id)).count).toBe(0);
  });
});

describe("names of uploaded files", () => {
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

  it("stay one header and one name when the file is downloaded", async () => {
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

describe("deleting an uploaded file", () => {
  it("is for its sender alone, until the file is attached", async () => {
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
