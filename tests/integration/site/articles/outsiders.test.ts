import { sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { GET } from "@/app/api/cases/similar/route";
import StaffArticlePage from "@/app/staff/articles/[id]/page";
import StaffArticlesPage from "@/app/staff/articles/page";
import StaffResourcePage from "@/app/staff/resources/[id]/page";
import { runAsViewer } from "@/db/viewer";
import { draftArticleAction, keepWordAction, moveArticleAction, saveArticleAction } from "@/lib/site/articles/actions";
import { solvedAction } from "@/lib/site/library/actions";
import { resourceRow } from "@/tests/integration/site/library/support";
import { type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { contactOf, coveredCompany, plant, send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { sessionCookie, visit } from "@/tests/support/route";
import { clientViewer, createCompany, createContact, nobodysId } from "@/tests/support/world";
import { articleRow, of, released, solvedCase, TEXT } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const agents = async () =>
  [await member(["support_agent"], "Kim Duarte"), await member(["support_agent"], "Elena Ortiz")] as const;

describe("an outsider of what agents write", () => {
  it("finds no page, writes nothing and reads no row: marketing, other roles, other brands, clients and nobody", async () => {
    const [author, approver] = await agents();
    const { id, caseId, resource } = await released(author, approver);
    const { row } = await solvedCase();
    const before = [await articleRow(id), await resourceRow(resource)];
    const marketing = await member(["marketing"]);
    const managers = await member(["account_manager", "subscription_manager"]);
    const elsewhere = await member(["support_agent", "administrator"], "Noor", ["insource"]);
    const contact = await createContact(await coveredCompany());
    const seen = String((await articleRow(id)).revision);
    for (const sender of [
      { brand: "cimsoft" },
      contactOf(contact),
      of(marketing),
      of(managers),
      of(elsewhere, "insource"),
    ]) {
      for (const [action, form] of [
        [draftArticleAction, { id: nobodysId(), case: row.id }],
        [saveArticleAction, { article: id, seen, ...TEXT, title: "Theirs" }],
        [keepWordAction, { article: id, kind: "name", word: "Robin", keep: "yes" }],
        [moveArticleAction, { article: id, seen, move: "withdraw", reason: "x" }],
        [moveArticleAction, { article: id, seen, move: "revise" }],
      ] as const) {
        const outcome = await send(action, sender, form);
        const isLed = outcome.kind === "redirected" && outcome.to.startsWith("/login");
        expect(isLed || outcome.kind !== "redirected", JSON.stringify([sender, form])).toBe(true);
      }
    }
    expect([await articleRow(id), await resourceRow(resource)]).toEqual(before);
    const pages = async (who: Member, brand = "cimsoft") => [
      (await seePage(StaffArticlesPage, of(who, brand), { searchParams: Promise.resolve({}) })).status,
      (
        await seePage(StaffArticlePage, of(who, brand), {
          params: Promise.resolve({ id }),
          searchParams: Promise.resolve({}),
        })
      ).status,
    ];
    expect(await pages(marketing)).toEqual([403, 403]);
    expect(await pages(managers)).toEqual([403, 403]);
    expect(await pages(elsewhere, "insource")).toEqual([200, 404]);
    expect(await pages(author)).toEqual([200, 200]);
    for (const odd of ["x", nobodysId(), "%00"]) {
      const page = await seePage(StaffArticlePage, of(author), {
        params: Promise.resolve({ id: odd }),
        searchParams: Promise.resolve({}),
      });
      expect(page.status, odd).toBe(404);
    }
    // The second wall alone.
    for (const viewer of [marketing.viewer, managers.viewer, elsewhere.viewer, clientViewer(contact)]) {
      const ids = await runAsViewer(viewer, "read", async ({ db }) => {
        if (viewer.kind === "client") return [];
        const drafts = await db.execute(sql`select id from article_drafts where brand = 'cimsoft'`);
        const standings = await db.execute(sql`select * from article_standings() where draft = ${id}`);
        return [...drafts, ...standings];
      });
      expect(ids).toEqual([]);
    }
    const forced = (who: Member, statement: ReturnType<typeof sql>) =>
      runAsViewer(who.viewer, "write", ({ db }) => db.execute(statement));
    for (const who of [marketing, managers, elsewhere]) {
      for (const statement of [
        sql`select withdraw_article(${id}::uuid, ${seen}::int, 'x')`,
        sql`select revise_article(${id}::uuid, ${seen}::int)`,
        sql`select release_article(${id}::uuid, ${seen}::int)`,
      ]) {
        await expect(forced(who, statement)).rejects.toMatchObject({ cause: { code: "42501" } });
      }
    }
    // What marketing edits does not lead to the case.
    const desk = await seePage(StaffResourcePage, of(marketing), {
      params: Promise.resolve({ id: resource }),
      searchParams: Promise.resolve({}),
    });
    if (desk.status !== 200) throw new Error("marketing edits articles");
    for (const word of [row.number, caseId, id, "Robin Meyer"]) expect(desk.html).not.toContain(word);
    expect(desk.html).toContain("Free space, then restart.");
  });
});

describe("an article among suggestions", () => {
  const suggested = async (contact: { id: string; brand: string }, more: Record<string, string> = {}) => {
    const asked = new URLSearchParams({ q: "The zebrafish quagga is gone", ...more });
    const answer = await visit(GET, {
      ...{ brand: contact.brand, path: `/api/cases/similar?${asked}`, params: {} },
      cookie: await sessionCookie({ kind: "contact", id: contact.id }, contact.brand),
    });
    const { resources } = (await answer.json()) as { resources: { href: string }[] };
    return resources.map(({ href }) => href);
  };

  it("is there where product and version fit, by words of its text, and only for support clients of its brand", async () => {
    const [author, approver] = await agents();
    const text = {
      symptom: "The zebrafish and its quagga vanish.",
      product: "AVEVA Historian",
      productVersion: "2023, 14.2",
    };
    const { resource } = await released(author, approver, text);
    const href = `/resources/${resource}`;
    const { filer } = await plant();
    expect(await suggested(filer)).toEqual([href]);
    expect(await suggested(filer, { product: "aveva historian", version: "14.2.1" })).toEqual([href]);
    expect(await suggested(filer, { product: "AVEVA Historian", version: "2020" })).toEqual([]);
    expect(await suggested(filer, { product: "Another product" })).toEqual([]);
    expect(await suggested(filer, { product: "\0", version: "%_'" })).toEqual([]);
    expect(await suggested((await plant("insource")).filer)).toEqual([]);
  });

  it("counts This solved it once for each client who may see it", async () => {
    const [author, approver] = await agents();
    const { resource } = await released(author, approver);
    const { filer } = await plant();
    const outsider = await createContact(await createCompany());
    for (const _ of [1, 2]) {
      expect(await send(solvedAction, contactOf(filer), { resource })).toEqual({
        kind: "redirected",
        to: `/resources/${resource}?note=solved`,
      });
    }
    const other = await send(solvedAction, contactOf(outsider), { resource });
    expect(other.kind).toBe("missing");
    expect((await resourceRow(resource)).solved).toBe(1);
    const forced = runAsViewer(clientViewer(outsider), "write", ({ db }) =>
      db.execute<{ is: boolean }>(sql`select solve_with_resource(${resource}::uuid) as is`),
    );
    expect((await forced)[0]?.is).toBe(false);
  });
});
