import { desc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { GET } from "@/app/(portal)/resources/[id]/files/[version]/route";
import { POST } from "@/app/api/resources/route";
import StaffResourcePage from "@/app/staff/resources/[id]/page";
import NewResourcePage from "@/app/staff/resources/new/page";
import StaffResourcesPage from "@/app/staff/resources/page";
import { auditEvents, resources, resourceVersions } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import {
  addLinkAction,
  createResourceAction,
  editResourceAction,
  moveResourceAction,
  moveVersionAction,
  releaseVersionAction,
} from "@/lib/site/library/staff/actions";
import { type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { type Outcome, send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { sessionCookie, visit } from "@/tests/support/route";
import { createCompany, createContact, nobodysId } from "@/tests/support/world";
import { addVersion, publish, resourceRow, versionRow } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const FIELDS = { title: "Valves", summary: "How to.", kind: "manual", audience: "everyone" };
const of = ({ id }: Member, brand = "cimsoft") => ({ brand, account: { kind: "staff", id } }) as const;
const fields = (over: Record<string, string> = {}) => ({ id: nobodysId(), brand: "cimsoft", ...FIELDS, ...over });
const message = (outcome: Outcome) => (outcome.kind === "refused" ? outcome.result.message : outcome.kind);

async function upload(
  who: Member | null,
  resource: string,
  file: { name: string; content: string } | null,
  id = nobodysId(),
) {
  const form = new FormData();
  form.set("label", "Rev. A");
  form.set("file", file ? new File([file.content], file.name) : new File([], ""));
  const encoded = new Response(form);
  const response = await visit(POST, {
    brand: "cimsoft",
    path: `/api/resources?resource=${resource}&version=${id}`,
    params: {},
    cookie: who ? await sessionCookie({ kind: "staff", id: who.id }, "cimsoft") : undefined,
    method: "POST",
    headers: { "content-type": encoded.headers.get("content-type") ?? "" },
    body: await encoded.arrayBuffer(),
  });
  return { id, status: response.status, to: response.headers.get("location") };
}

const versionsOf = (resource: string) =>
  asSystem("test", (db) =>
    db
      .select()
      .from(resourceVersions)
      .where(eq(resourceVersions.resourceId, resource))
      .orderBy(desc(resourceVersions.number)),
  );
const actionsOf = async (resource: string) =>
  (await asSystem("test", (db) => db.select().from(auditEvents).where(eq(auditEvents.entityId, resource))))
    .map(({ action }) => action)
    .sort();

let marketing: Member;
beforeEach(async () => {
  marketing = await member(["marketing"], "Theo Lindqvist");
});

describe("a resource", () => {
  it("is made as a draft, gets a file and comes out with it; each step is in its history", async () => {
    const form = fields();
    expect(await send(createResourceAction, of(marketing), form)).toEqual({
      kind: "redirected",
      to: `/staff/resources/${form.id}?note=created`,
    });
    const move = (over: Record<string, string>) =>
      send(moveResourceAction, of(marketing), { resource: form.id, seen: "1", move: "publish", ...over });
    expect(message(await move({}))).toMatch(/^Add a file or a link first/);
    const added = await upload(marketing, form.id, { name: "pump‮fdp.txt", content: "words" });
    expect(added).toMatchObject({ status: 303, to: `/staff/resources/${form.id}?note=added#versions` });
    // Sent again it is the same version.
    expect(await upload(marketing, form.id, { name: "other.txt", content: "other" }, added.id)).toMatchObject({
      status: 303,
    });
    const [version, ...others] = await versionsOf(form.id);
    expect(others).toEqual([]);
    expect(version).toMatchObject({ number: 1, name: "pumpfdp.txt", label: "Rev. A", sizeBytes: 5, state: "draft" });
    expect(version?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await move({ seen: "2" })).kind).toBe("redirected");
    expect((await move({ seen: "2" })).kind).toBe("redirected");
    expect(await resourceRow(form.id)).toMatchObject({ state: "published", revision: 3 });
    expect((await versionRow(added.id)).state).toBe("published");
    const page = await seePage(StaffResourcePage, of(marketing), {
      params: Promise.resolve({ id: form.id }),
      searchParams: Promise.resolve({}),
    });
    expect(page.status === 200 && page.html).toContain("Published by Theo Lindqvist");
    expect(await actionsOf(form.id)).toEqual(["library.created", "library.published", "library.version-added"]);
  });

  it("of which two people made a change keeps the first, and tells the second without losing what they typed", async () => {
    const { id } = await publish();
    const colleague = await member(["administrator"], "Elena Ortiz");
    const edit = (who: Member, over: Record<string, string>) =>
      send(editResourceAction, of(who), { resource: id, seen: "1", ...FIELDS, ...over });
    expect((await edit(colleague, { title: "Hers" })).kind).toBe("redirected");
    const late = await edit(marketing, { title: "His", summary: "His words." });
    if (late.kind !== "refused") throw new Error("not refused");
    expect(late.result.message).toMatch(/^Elena Ortiz changed this resource after you opened it.*title, summary/);
    expect(late.result.values).toMatchObject({ title: "His", summary: "His words.", seen: "2" });
    expect((await resourceRow(id)).title).toBe("Hers");
    // A button of the old page is refused too.
    const move = await send(moveResourceAction, of(marketing), { resource: id, seen: "1", move: "archive" });
    expect(message(move)).toMatch(/^Elena Ortiz changed this resource/);
    expect((await edit(marketing, { title: "His", summary: "His words.", seen: "2" })).kind).toBe("redirected");
    expect(await resourceRow(id)).toMatchObject({ title: "His", revision: 3 });
  });

  it("by two people at once is changed by one of them", async () => {
    const { id } = await publish();
    const outcomes = await Promise.all(
      ["One", "Two", "Three"].map((title) =>
        send(editResourceAction, of(marketing), { resource: id, seen: "1", ...FIELDS, title }),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === "redirected")).toHaveLength(1);
  });

  it("is scheduled on the clocks of the brand's zone, and a time that does not exist is refused beside its field", async () => {
    const { id } = await publish({ state: "draft", publishAt: null, toldAt: null });
    await addVersion({ id, brand: "cimsoft" } as never, { state: "draft", publishAt: null });
    const schedule = (at: string) =>
      send(moveResourceAction, of(marketing), { resource: id, seen: "1", move: "schedule", at });
    const year = new Date().getUTCFullYear() + 1;
    for (const at of ["", "2020-01-01T10:00", "tomorrow"]) {
      const refused = await schedule(at);
      expect(refused.kind === "refused" && Object.keys(refused.result.fieldErrors), at).toEqual(["at"]);
    }
    expect((await schedule(`${year}-07-01T09:30`)).kind).toBe("redirected");
    const row = await resourceRow(id);
    expect(row).toMatchObject({ state: "scheduled", publishAt: new Date(`${year}-07-01T13:30:00Z`) });
    const back = await send(moveResourceAction, of(marketing), { resource: id, seen: "2", move: "draft" });
    expect(back.kind).toBe("redirected");
    expect(await resourceRow(id)).toMatchObject({ state: "draft", publishAt: null });
  });

  it("takes links on its brand's hosts alone, and products that there are", async () => {
    const { id } = await publish({ state: "draft", publishAt: null });
    for (const url of [
      "javascript:alert(1)",
      "http://cimsoft.com/",
      "https://evil.example/",
      "https://cimsoft.com@evil.example/",
    ]) {
      const refused = await send(addLinkAction, of(marketing), { id: nobodysId(), resource: id, url });
      expect(refused.kind === "refused" && refused.result.fieldErrors.url, url).toBeTruthy();
    }
    expect(await versionsOf(id)).toEqual([]);
    const product = await send(createResourceAction, of(marketing), fields({ product: "Perpetual motion" }));
    expect(product.kind === "refused" && product.result.fieldErrors.product).toBeTruthy();
    const entitled = await send(createResourceAction, of(marketing), fields({ audience: "entitled" }));
    expect(entitled.kind === "refused" && entitled.result.fieldErrors.product).toBeTruthy();
  });
});

describe("a file that can run", () => {
  it.each([
    ["setup.exe", "MZ"],
    ["drawing.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"],
    ["page.html", "<html><script>alert(1)</script></html>"],
  ])(
    "%s is held: marketing cannot publish or release it, an administrator can, and it is only ever downloaded",
    async (name, content) => {
      const { id } = await publish({ state: "draft", publishAt: null });
      const { id: version } = await upload(marketing, id, { name, content });
      expect(await versionRow(version)).toMatchObject({ scan: "held" });
      const publishIt = () => send(moveResourceAction, of(marketing), { resource: id, seen: "2", move: "publish" });
      expect(message(await publishIt())).toMatch(/^This file can run on a computer and is held/);
      const release = (who: Member) => send(releaseVersionAction, of(who), { resource: id, version });
      expect(message(await release(marketing))).toBe("Only administrators release held files.");
      const read = async (who: Member) =>
        visit(GET, {
          brand: "cimsoft",
          path: `/resources/${id}/files/${version}`,
          params: { id, version },
          cookie: await sessionCookie({ kind: "staff", id: who.id }, "cimsoft"),
        });
      expect((await read(marketing)).status).toBe(404);
      const administrator = await member(["administrator"]);
      expect((await release(administrator)).kind).toBe("redirected");
      const file = await read(marketing);
      expect(file.status).toBe(200);
      expect(file.headers.get("content-type")).toBe("application/octet-stream");
      expect(file.headers.get("content-disposition")).toMatch(/^attachment/);
      expect(file.headers.get("x-content-type-options")).toBe("nosniff");
    },
  );

  it("and one that is empty are refused with a sentence on the page", async () => {
    const { id } = await publish({ state: "draft", publishAt: null });
    expect(await upload(marketing, id, null)).toMatchObject({
      status: 303,
      to: expect.stringMatching(/\?file=(none|empty)#versions$/),
    });
    const page = await seePage(StaffResourcePage, of(marketing), {
      params: Promise.resolve({ id }),
      searchParams: Promise.resolve({ file: "empty" }),
    });
    expect(page.status === 200 && page.html).toContain("This file is empty.");
  });
});

it("an opened link leads to its address and is counted, and nobody's SQL adds a file that nobody has looked into", async () => {
  const open = await publish();
  const { id: version } = await addVersion(open, { url: "https://cimsoft.com/watch" });
  const contact = await createContact(await createCompany());
  const answer = await visit(GET, {
    ...{ brand: "cimsoft", path: `/resources/${open.id}/files/${version}`, params: { id: open.id, version } },
    cookie: await sessionCookie({ kind: "contact", id: contact.id }, "cimsoft"),
  });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "https://cimsoft.com/watch"]);
  expect((await resourceRow(open.id)).uses).toBe(1);
  const forged = {
    ...{ id: nobodysId(), brand: "cimsoft", resourceId: open.id, number: 2, fileId: nobodysId(), name: "x.exe" },
    ...{ sizeBytes: 1, mediaType: "text/plain", sha256: "x", textState: "none" as const },
  };
  const add = (scan: "not_scanned" | "clean" | "pending") =>
    runAsViewer(marketing.viewer, "write", ({ db }) => db.insert(resourceVersions).values({ ...forged, scan }));
  await expect(add("not_scanned")).rejects.toMatchObject({ cause: { code: "23514" } });
  await expect(add("clean")).rejects.toMatchObject({ cause: { code: "42501" } });
});

describe("an outsider of the editor", () => {
  it("finds no page, and writes nothing", async () => {
    const open = await publish();
    const version = await addVersion(open);
    const contact = await createContact(await createCompany());
    const elsewhere = await member(["marketing", "administrator"], "Kim Duarte", ["insource"]);
    const agent = await member(["support_agent", "account_manager", "subscription_manager"]);
    const before = [await resourceRow(open.id), await versionsOf(open.id)];
    const [seen, resource] = ["1", open.id];
    const people = [
      { brand: "cimsoft" },
      { brand: "cimsoft", account: { kind: "contact", id: contact.id } as const },
      of(elsewhere, "insource"),
      of(agent),
    ];
    for (const sender of people) {
      for (const [action, form] of [
        [createResourceAction, fields()],
        [editResourceAction, { resource, seen, ...FIELDS, title: "Theirs" }],
        [moveResourceAction, { resource, seen, move: "archive" }],
        [moveVersionAction, { resource, version: version.id, seen, move: "archive" }],
        [addLinkAction, { id: nobodysId(), resource, url: "https://cimsoft.com/theirs" }],
        [releaseVersionAction, { resource, version: version.id }],
      ] as const) {
        const outcome = await send(action, sender, form);
        const isLed = outcome.kind === "redirected" && outcome.to.startsWith("/login");
        expect(isLed || outcome.kind !== "redirected", JSON.stringify([sender, form])).toBe(true);
      }
    }
    for (const who of [null, elsewhere, agent]) {
      expect((await upload(who, open.id, { name: "x.txt", content: "x" })).status).toBe(404);
    }
    expect([await resourceRow(open.id), await versionsOf(open.id)]).toEqual(before);
    expect(await asSystem("test", (db) => db.select().from(resources).where(eq(resources.title, "Theirs")))).toEqual(
      [],
    );
    const props = { searchParams: Promise.resolve({}) };
    const pages = async (who: Member, brand: string) => [
      (await seePage(StaffResourcesPage, of(who, brand), props)).status,
      (await seePage(NewResourcePage, of(who, brand), props)).status,
      (await seePage(StaffResourcePage, of(who, brand), { params: Promise.resolve({ id: open.id }), ...props })).status,
    ];
    expect(await pages(agent, "cimsoft")).toEqual([403, 403, 403]);
    expect(await pages(elsewhere, "insource")).toEqual([200, 200, 404]);
    for (const id of ["x", nobodysId(), "%00"]) {
      const page = await seePage(StaffResourcePage, of(marketing), { params: Promise.resolve({ id }), ...props });
      expect(page.status, id).toBe(404);
    }
  });
});
