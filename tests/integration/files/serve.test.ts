import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { contacts, files, sessions } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { attachFiles } from "@/lib/threads/files/service";
import { addNote } from "@/lib/threads/service";
import { clientViewer, createContact, createStaff, nobodysId, staffViewer } from "../../support/world";
import { fileRow, PNG, plant, read, rowOf, say, statusOf, upload, type Visitor, visitor } from "./support";

vi.mock("next/headers", () => import("../../support/next-headers"));

type Plant = Awaited<ReturnType<typeof plant>>;

/** A file in the first message of a plant's case. */
async function attached(
  { by, filer, case: row }: Plant,
  part = { name: "log.txt", content: "a line" as string | Uint8Array<ArrayBuffer> },
) {
  const file = await upload(by, part);
  const messageId = await say(row, filer);
  await runAsViewer(clientViewer(filer), "write", (context) =>
    attachFiles(context, { threadId: row.id, messageId }, [file.id]),
  );
  return file.id;
}

describe.each([
  ["cimsoft", "insource"],
  ["insource", "cimsoft"],
])("a file in a case of %s", (brand, otherBrand) => {
  let here: Plant;
  let id: string;
  let loose: string;
  let noted: string;
  let agent: Awaited<ReturnType<typeof createStaff>>;

  beforeAll(async () => {
    here = await plant(brand);
    id = await attached(here);
    loose = (await upload(here.by, { name: "loose.txt", content: "not sent yet" })).id;
    agent = await createStaff(["support_agent"]);
    noted = (await upload(await visitor(agent, brand, "staff"), { name: "inside.txt", content: "ours" })).id;
    const note = { id: nobodysId(), body: "Look at this.", files: [noted] };
    await runAsViewer(staffViewer(agent), "write", (context) =>
      addNote(context, here.case, { kind: "staff", id: agent.id, name: agent.name }, note),
    );
  });

  it("is downloaded by everybody who sees the case", async () => {
    const colleague = await createContact(here.company, { casesScope: "company" });
    const manager = await createStaff(["account_manager"]);
    for (const by of [
      here.by,
      await visitor(colleague, brand),
      await visitor(agent, otherBrand, "staff"),
      await visitor(manager, brand, "staff"),
    ]) {
      const answer = await read(by, id);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toBe("a line");
    }
  });

  it("does not exist for anybody else", async () => {
    const own = await createContact(here.company, { casesScope: "own" });
    const none = await createContact(here.company, { casesScope: "none" });
    const other = await plant(brand);
    const abroad = await plant(otherBrand);
    const outsiders: Record<string, Visitor> = {
      "a colleague with scope own": await visitor(own, brand),
      "a colleague without the right": await visitor(none, brand),
      "a contact of another company": other.by,
      "a contact of the other brand": abroad.by,
      "staff of another brand": await visitor(
        await createStaff(["support_agent"], { brands: [otherBrand] }),
        otherBrand,
        "staff",
      ),
      "staff of another role": await visitor(await createStaff(["marketing"]), brand, "staff"),
    };
    for (const [who, by] of Object.entries(outsiders)) {
      for (const method of ["GET", "HEAD"]) {
        const answer = await read(by, id, method);
        expect(answer.status, `${who}, ${method}`).toBe(404);
        expect(answer.headers.get("content-disposition"), who).toBeNull();
        expect(await answer.text(), who).toBe("Not found");
      }
    }
    // Signed out, and with a session of the other brand's host: to sign-in, before anything is looked up.
    for (const by of [
      { brand, cookie: undefined },
      { ...here.by, brand: otherBrand },
    ]) {
      const answer = await read(by, id);
      expect(answer.status).toBe(307);
      expect(answer.headers.get("location")).toMatch(/^\/login\?next=/);
    }
  });

  it("is seen by its sender alone until it is attached", async () => {
    expect(await statusOf(here.by, loose)).toBe(200);
    const colleague = await createContact(here.company, { casesScope: "company" });
    for (const by of [await visitor(colleague, brand), await visitor(agent, brand, "staff")]) {
      expect(await statusOf(by, loose)).toBe(404);
    }
  });

  it("is seen by staff alone when it is attached to an internal note", async () => {
    expect(await statusOf(await visitor(agent, brand, "staff"), noted)).toBe(200);
    expect(await statusOf(here.by, noted)).toBe(404);
    const viewer = clientViewer(here.filer);
    const rows = await runAsViewer(viewer, "read", ({ db }) => db.select().from(files).where(eq(files.id, noted)));
    expect(rows).toEqual([]);
  });

  it("is found by its exact id alone", async () => {
    for (const wrong of [
      "..%2f..%2fetc%2fpasswd",
      "../../etc/passwd",
      "%252e%252e",
      "/etc/passwd",
      `${id}\u0000`,
      `${id}.txt`,
      id.slice(0, 31),
      id.toLowerCase() === id ? id.toUpperCase() : id.toLowerCase(),
      "",
      nobodysId(),
    ]) {
      expect(await statusOf(here.by, wrong), JSON.stringify(wrong)).toBe(404);
    }
  });
});

describe("a right to files that is withdrawn", () => {
  it.each<[string, (world: Plant) => Promise<unknown>]>([
    [
      "the agreement ends",
      ({ agreement }) =>
        asSystem("test", (db) =>
          db.execute(sql`update agreements set ends_on = '2020-02-01' where id = ${agreement.id}::uuid`),
        ),
    ],
    [
      "the right to cases goes",
      ({ filer }) =>
        asSystem("test", (db) => db.update(contacts).set({ casesScope: "none" }).where(eq(contacts.id, filer.id))),
    ],
    [
      "the contact leaves the company",
      ({ filer }) =>
        asSystem("test", (db) => db.update(contacts).set({ primaryCompanyId: null }).where(eq(contacts.id, filer.id))),
    ],
    [
      "the session is ended",
      ({ filer }) =>
        asSystem("test", (db) =>
          db.update(sessions).set({ endedAt: new Date() }).where(eq(sessions.accountId, filer.id)),
        ),
    ],
  ])("closes the contact's own files at once: %s", async (_what, withdraw) => {
    const world = await plant();
    const id = await attached(world);
    expect(await statusOf(world.by, id)).toBe(200);
    await withdraw(world);
    const answer = await read(world.by, id);
    expect([307, 404]).toContain(answer.status);
    expect(await answer.text()).not.toContain("a line");
  });
});

describe("how a file is served", () => {
  it.each<[string, string, string | Uint8Array<ArrayBuffer>, "inline" | "attachment", string]>([
    ["a picture", "plan.png", PNG, "inline", "image/png"],
    [
      "HTML that is called a picture",
      "plan.png",
      "<!doctype html><script>alert(1)</script>",
      "attachment",
      "application/octet-stream",
    ],
    [
      "an SVG",
      "logo.svg",
      '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
      "attachment",
      "application/octet-stream",
    ],
    ["XML", "a.xml", '<?xml version="1.0"?><x/>', "attachment", "application/octet-stream"],
    ["script", "a.js", "alert(1)", "attachment", "application/octet-stream"],
    [
      "a PDF",
      "a.pdf",
      "%PDF-1.7\n%\u00e2\u00e3\n1 0 obj<</JS(app.alert(1))>>",
      "attachment",
      "application/octet-stream",
    ],
    [
      "a picture that goes on as HTML",
      "x.html",
      Buffer.concat([PNG, Buffer.from("<script>alert(1)</script>")]),
      "inline",
      "image/png",
    ],
  ])("%s", async (_what, name, content, disposition, type) => {
    const { by } = await plant();
    const file = await upload(by, { name, content, type: "text/html" });
    // Most of these can run and are held; staff have released them.
    await asSystem("test releases", (db) =>
      db.execute(sql`update files set scan = 'released' where id = ${file.id} and scan = 'held'`),
    );
    const answer = await read(by, file.id);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe(type);
    expect(answer.headers.get("content-disposition")).toMatch(new RegExp(`^${disposition}; `));
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "private, no-store",
      "content-length": String(Buffer.byteLength(content)),
    });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.from(content));
    const head = await read(by, file.id, "HEAD");
    expect(await head.text()).toBe("");
    expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(answer.headers));
  });

  it.each(["pending", "infected"] as const)("not at all while it is %s, to anybody", async (scan) => {
    const world = await plant();
    const id = await attached(world);
    await asSystem("test", (db) => db.update(files).set({ scan }).where(eq(files.id, id)));
    const agent = await visitor(await createStaff(["support_agent"]), "cimsoft", "staff");
    for (const by of [world.by, agent]) expect(await statusOf(by, id)).toBe(404);
  });

  it("ends in 404 where its bytes are gone", async () => {
    const { by, filer } = await plant();
    expect(await statusOf(by, await fileRow({ uploaderId: filer.id }))).toBe(404);
  });
});

describe("attaching files to a message", () => {
  const attach = (filer: Plant["filer"], target: Parameters<typeof attachFiles>[1], ids: readonly string[]) =>
    runAsViewer(clientViewer(filer), "write", (context) => attachFiles(context, target, ids));

  it("refuses files that are another's, attached already, or none", async () => {
    const { filer, by, case: row, company } = await plant();
    const target = { threadId: row.id, messageId: await say(row, filer) };
    const colleague = await createContact(company, { casesScope: "company" });
    const theirs = (await upload(await visitor(colleague, "cimsoft"), { name: "theirs.txt", content: "theirs" })).id;
    const agentFile = await fileRow({ uploaderKind: "staff", uploaderId: (await createStaff(["support_agent"])).id });
    const mine = (await upload(by, { name: "mine.txt", content: "mine" })).id;
    for (const foreign of [theirs, agentFile, "x".repeat(32), "", "' or true --"]) {
      await expect(attach(filer, target, [mine, foreign])).rejects.toMatchObject({ code: "INVALID", field: "files" });
    }
    expect(await rowOf(mine)).toMatchObject({ threadId: null, attachedAt: null });
    expect(await attach(filer, target, [mine, mine])).toEqual([{ id: mine, name: "mine.txt" }]);
    await expect(attach(filer, target, [mine])).rejects.toMatchObject({ code: "INVALID" });
    expect(await rowOf(theirs)).toMatchObject({ threadId: null });
  });

  it("refuses a message that is not one's own, a note, and a thread out of sight", async () => {
    const { filer, by, case: row } = await plant();
    const other = await plant();
    const mine = (await upload(by, { name: "mine.txt", content: "mine" })).id;
    const answer = await say(row, await createStaff(["support_agent"]), "staff");
    for (const target of [
      { threadId: row.id, messageId: answer },
      { threadId: other.case.id, messageId: other.case.id },
      { threadId: other.case.id, messageId: row.id },
      { threadId: row.id, messageId: other.case.id },
      { threadId: row.id, noteId: nobodysId() },
    ]) {
      await expect(attach(filer, target, [mine])).rejects.toThrow();
    }
    expect(await rowOf(mine)).toMatchObject({ threadId: null });
  });

  it("takes 20 files a message and 200 MB a thread, with those already attached counted", async () => {
    const { filer, case: row } = await plant();
    const rows = (count: number, sizeBytes = 10) =>
      Promise.all(Array.from({ length: count }, () => fileRow({ uploaderId: filer.id, sizeBytes })));
    const first = { threadId: row.id, messageId: await say(row, filer) };
    await expect(attach(filer, first, await rows(21))).rejects.toMatchObject({ refusal: "too-many" });
    await attach(filer, first, await rows(19));
    await expect(attach(filer, first, await rows(2))).rejects.toMatchObject({ refusal: "too-many" });
    await attach(filer, first, await rows(1));
    const second = { threadId: row.id, messageId: await say(row, filer) };
    const most = 25 * 1024 * 1024;
    await attach(filer, second, await rows(7, most));
    await expect(attach(filer, second, await rows(1, most))).rejects.toMatchObject({ refusal: "thread-full" });
    await attach(filer, second, await rows(1, most - 200));
  });

  it("lets staff attach on the host of another brand, and to no thread beyond their brands", async () => {
    const world = await plant("insource");
    const agent = await createStaff(["support_agent"]);
    const by = await visitor(agent, "cimsoft", "staff");
    const viewer = staffViewer(agent);
    const file = await upload(by, { name: "fix.txt", content: "fix" });
    expect(await rowOf(file.id)).toMatchObject({ brand: "cimsoft" });
    const target = { threadId: world.case.id, messageId: await say(world.case, agent, "staff") };
    await runAsViewer(viewer, "write", (context) => attachFiles(context, target, [file.id]));
    expect(await rowOf(file.id)).toMatchObject({ brand: "insource", threadId: world.case.id });
    expect(await statusOf(world.by, file.id)).toBe(200);

    const again = await upload(by, { name: "more.txt", content: "more" });
    await expect(
      runAsViewer({ ...viewer, brands: ["cimsoft"] }, "write", (context) => attachFiles(context, target, [again.id])),
    ).rejects.toThrow();
    // The database by itself: a brand that its message is not of.
    await expect(
      runAsViewer(viewer, "write", ({ db }) =>
        db.execute(
          sql`update files set brand = 'cimsoft', thread_id = ${target.threadId}::uuid, message_id = ${target.messageId}::uuid,
            attached_at = now() where id = ${again.id}`,
        ),
      ),
    ).rejects.toThrow();
  });
});
