import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import ResourcePage from "@/app/(portal)/resources/[id]/page";
import StaffArticlePage from "@/app/staff/articles/[id]/page";
import { articleDrafts, auditEvents, contacts } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { addTextAction, moveResourceAction, moveVersionAction } from "@/lib/site/library/staff/actions";
import { resourceRow } from "@/tests/integration/site/library/support";
import { act, type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { coveredCompany, send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { createContact, nobodysId } from "@/tests/support/world";
import { articleRow, draft, keep, message, move, of, released, save, solvedCase, textsOf } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

let [author, approver]: Member[] = [];
beforeEach(async () => {
  author = await member(["support_agent"], "Kim Duarte");
  approver = await member(["support_agent"], "Elena Ortiz");
});
const two = () => {
  if (!author || !approver) throw new Error("nobody is there");
  return [author, approver] as const;
};
const see = (id: string, who: Member) =>
  seePage(StaffArticlePage, of(who), { params: Promise.resolve({ id }), searchParams: Promise.resolve({}) });

describe("an article from a solved case", () => {
  it("goes out once a second person approves it, and support clients of its brand read it", async () => {
    const [one, other] = two();
    const { row, filer } = await solvedCase();
    const { id, outcome } = await draft(one, row.id);
    expect(outcome).toEqual({ kind: "redirected", to: `/staff/articles/${id}?note=drafted` });
    // A case has one: a colleague's form leads to it.
    expect((await draft(other, row.id)).outcome).toEqual({
      kind: "redirected",
      to: `/staff/articles/${id}?note=drafted`,
    });
    expect(message(await move(one, id, "submit"))).toBe("Write a summary.");
    expect((await save(one, id)).kind).toBe("redirected");
    expect((await move(one, id, "submit")).kind).toBe("redirected");
    // Pressed again it is the same.
    expect((await move(one, id, "submit")).kind).toBe("redirected");
    expect(message(await move(one, id, "approve"))).toMatch(/^You wrote in it/);
    expect((await move(other, id, "approve")).kind).toBe("redirected");
    expect((await move(other, id, "approve")).kind).toBe("redirected");
    const { resourceId } = await articleRow(id);
    expect(await textsOf(resourceId ?? "")).toEqual([
      {
        number: 1,
        by: "Elena Ortiz",
        article: { symptom: "No values.", cause: "The disk is full.", fix: "Free space, then restart." },
      },
    ]);
    const client = await createContact(await coveredCompany());
    const page = await seePage(
      ResourcePage,
      { brand: "cimsoft", account: { kind: "contact", id: client.id } },
      { params: Promise.resolve({ id: resourceId ?? "" }) },
    );
    expect(page.status === 200 && page.html).toContain("Free space, then restart.");
    // Nothing of it leads to the case.
    expect(page.status === 200 && page.html).not.toContain(row.number);
    expect(page.status === 200 && page.html).not.toContain(filer.name);
  });

  it("is not begun from a case that is open or was withdrawn", async () => {
    const [one] = two();
    for (const over of [{ status: "new" as const }, { closeReason: "withdrawn" as const }]) {
      const { row } = await solvedCase("cimsoft", over);
      expect(message((await draft(one, row.id)).outcome)).toMatch(/^An article is written from a solved case/);
    }
  });

  it("does not go out while a name, number, host or file is flagged, and whoever keeps one is named", async () => {
    const [one, other] = two();
    const { row } = await solvedCase();
    const { id } = await draft(one, row.id);
    await save(one, id, { fix: "As Robin said: restart HIST-SRV01, order 778899, see notes.pdf." });
    expect(message(await move(one, id, "submit"))).toMatch(/^4 flagged words are not resolved/);
    const page = await see(id, one);
    for (const word of ["Robin", "HIST-SRV01", "778899", "notes.pdf"]) {
      expect(page.status === 200 && page.html).toContain(`<code class="wrap-anywhere">${word}</code>`);
    }
    await save(one, id, { fix: "Restart HIST-SRV01, order 778899." });
    await keep(one, id, "host", "HIST-SRV01");
    expect(message(await move(one, id, "submit"))).toMatch(/^1 flagged word is not resolved/);
    await keep(one, id, "number", "778899");
    expect((await move(one, id, "submit")).kind).toBe("redirected");
    expect((await articleRow(id)).kept).toEqual([
      { kind: "host", word: "HIST-SRV01", by: "Kim Duarte" },
      { kind: "number", word: "778899", by: "Kim Duarte" },
    ]);
    // The second person flags one again: it stops there.
    await keep(other, id, "number", "778899", "no");
    expect(message(await move(other, id, "approve"))).toMatch(/^1 flagged word is not resolved/);
    const events = await asSystem("test", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.entityId, row.id)),
    );
    expect(JSON.stringify(events)).not.toContain("778899");
  });

  it("is looked through by the case as it is when it goes out", async () => {
    const [one, other] = two();
    const { row, company } = await solvedCase();
    const { id } = await draft(one, row.id);
    await save(one, id, { fix: "Restart. Ask Theodora." });
    await move(one, id, "submit");
    await createContact(company, { name: "Theodora Lindqvist" });
    expect(message(await move(other, id, "approve"))).toMatch(/^1 flagged word is not resolved/);
  });

  it("that is changed while it waits is a draft again, and whoever changed it is an author", async () => {
    const [one, other] = two();
    const third = await member(["administrator"], "Theo Lindqvist");
    const { row } = await solvedCase();
    const { id } = await draft(one, row.id);
    await save(one, id);
    await move(one, id, "submit");
    await save(other, id, { fix: "Free space." });
    expect(await articleRow(id)).toMatchObject({
      state: "draft",
      authors: [one.id, other.id],
      authorName: "Elena Ortiz",
    });
    await move(one, id, "submit");
    for (const who of [one, other]) expect(message(await move(who, id, "approve"))).toMatch(/^You wrote in it/);
    // An approval of what was read before is refused.
    const late = await move(third, id, "approve", "", "2");
    expect(message(late)).toMatch(/changed after you opened it/);
    expect((await move(third, id, "approve")).kind).toBe("redirected");
  });

  it("is sent back with a reason, by nobody without one", async () => {
    const [one, other] = two();
    const { row } = await solvedCase();
    const { id } = await draft(one, row.id);
    await save(one, id);
    await move(one, id, "submit");
    const silent = await move(other, id, "return");
    expect(silent.kind === "refused" && silent.result.fieldErrors.reason).toBeTruthy();
    await move(other, id, "return", "Say which service.");
    expect(await articleRow(id)).toMatchObject({ state: "draft", reason: "Say which service." });
  });

  it("is withdrawn when it is wrong, and written anew from what marketing made of it", async () => {
    const [one, other] = two();
    const { id, resource } = await released(one, other);
    const marketing = await member(["marketing"], "Mara Kim");
    const text = { id: nobodysId(), resource, symptom: "No values.", cause: "", fix: "Free space first." };
    await send(addTextAction, of(marketing), text);
    await send(moveVersionAction, of(marketing), { resource, version: text.id, seen: "2", move: "publish" });
    const client = await createContact(await coveredCompany());
    const read = () =>
      seePage(
        ResourcePage,
        { brand: "cimsoft", account: { kind: "contact", id: client.id } },
        { params: Promise.resolve({ id: resource }) },
      );
    const now = await read();
    expect(now.status === 200 && now.html).toContain("Free space first.");
    expect(now.status === 200 && now.html).not.toContain("Free space, then restart.");
    expect((await move(one, id, "withdraw", "It is wrong.")).kind).toBe("redirected");
    expect((await read()).status).toBe(404);
    // Marketing does not bring back what is wrong.
    const { revision } = await resourceRow(resource);
    const again = await send(moveResourceAction, of(marketing), { resource, seen: String(revision), move: "publish" });
    expect(message(again)).toMatch(/^Support withdrew this article/);
    await move(other, id, "revise");
    expect(await articleRow(id)).toMatchObject({ state: "draft", fix: "Free space first.", authors: [other.id] });
    await save(other, id, { fix: "Free space at once." });
    await move(other, id, "submit");
    await move(one, id, "approve");
    expect((await textsOf(resource)).map(({ article }) => article?.fix)).toEqual([
      "Free space, then restart.",
      "Free space first.",
      "Free space at once.",
    ]);
    expect((await read()).status).toBe(200);
  });

  it("shows hostile text as text", async () => {
    const [one, other] = two();
    const hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>";
    const { resource } = await released(one, other, {
      title: hostile,
      summary: hostile,
      symptom: hostile,
      cause: hostile,
      fix: hostile,
    });
    const client = await createContact(await coveredCompany());
    const page = await seePage(
      ResourcePage,
      { brand: "cimsoft", account: { kind: "contact", id: client.id } },
      { params: Promise.resolve({ id: resource }) },
    );
    expect(page.status === 200 && page.html).toContain("&lt;script&gt;");
    expect(page.status === 200 && page.html).not.toMatch(/<script>alert|<img src=x/);
  });

  it("that nobody released goes with the person whose case it is from", async () => {
    const [one] = two();
    const { row, filer } = await solvedCase();
    const { id } = await draft(one, row.id);
    await asSystem("test: erased", (db) =>
      db.update(contacts).set({ name: "Former contact", closedAt: sql`now()` }).where(eq(contacts.id, filer.id)),
    );
    expect(await asSystem("test", (db) => db.select().from(articleDrafts).where(eq(articleDrafts.id, id)))).toEqual([]);
  });
});

it("two people who approve at once release it once", async () => {
  const [one, other] = two();
  const third = await member(["administrator"]);
  const { row } = await solvedCase();
  const { id } = await draft(one, row.id);
  await save(one, id);
  await move(one, id, "submit");
  const seen = String((await articleRow(id)).revision);
  await Promise.all([other, third].map((who) => move(who, id, "approve", "", seen)));
  const { resourceId } = await articleRow(id);
  expect(await textsOf(resourceId ?? "")).toHaveLength(1);
  // The database itself refuses an author, whatever the code asks.
  await move(other, id, "revise");
  await act(other, ({ db }) => db.execute(sql`update article_drafts set state = 'submitted' where id = ${id}`));
  const { revision } = await articleRow(id);
  const forced = act(other, ({ db }) => db.execute(sql`select release_article(${id}::uuid, ${revision}::int)`));
  await expect(forced).rejects.toMatchObject({ cause: { code: "42501" } });
});
