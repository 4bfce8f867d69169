import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import FaqPage from "@/app/(public)/faq/page";
import StaffFaqEntryPage from "@/app/staff/faq/entry/page";
import StaffFaqFeedbackPage from "@/app/staff/faq/feedback/page";
import StaffFaqPage from "@/app/staff/faq/page";
import StaffFaqVersionPage from "@/app/staff/faq/versions/[id]/page";
import { faqVotes, missedSearches } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { voteAction } from "@/lib/site/faq/actions";
import {
  arrangeFaqAction,
  publishFaqAction,
  restoreFaqAction,
  saveEntryAction,
  saveGroupAction,
  undoFaqAction,
} from "@/lib/site/faq/staff/actions";
import { readFeedback } from "@/lib/site/faq/staff/queries";
import { type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { contactOf, send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { createCompany, createContact, nobodysId } from "@/tests/support/world";
import { ENTRY, form, newest, of, rowsOf, versionsOf } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const faq = (brand: string, query: Record<string, string> = {}) =>
  seePage(FaqPage, { brand }, { searchParams: Promise.resolve(query) });
const html = async (brand: string, query: Record<string, string> = {}) => {
  const page = await faq(brand, query);
  if (page.status !== 200) throw new Error("no FAQ");
  return page.html;
};
const staffPages = (who: Member, brand: string, id: string) => [
  seePage(StaffFaqPage, of(who, brand), { searchParams: Promise.resolve({}) }),
  seePage(StaffFaqEntryPage, of(who, brand), { searchParams: Promise.resolve({ entry: "upgrade" }) }),
  seePage(StaffFaqFeedbackPage, of(who, brand), { searchParams: Promise.resolve({}) }),
  seePage(StaffFaqVersionPage, of(who, brand), { params: Promise.resolve({ id }) }),
];

let marketing: Member;
beforeEach(async () => {
  marketing = await member(["marketing"], "Theo Lindqvist");
});

describe("the FAQ", () => {
  it("is changed in a draft that nobody sees, comes out, and goes back with one click, on one brand alone", async () => {
    const before = await newest();
    const other = await html("insource");
    const saved = await form(ENTRY);
    expect(await send(saveEntryAction, of(marketing), saved)).toEqual({
      kind: "redirected",
      to: "/staff/faq?brand=cimsoft&note=saved",
    });
    expect(await html("cimsoft")).not.toContain("Where is the key?");
    expect((await send(publishFaqAction, of(marketing), await form({}))).kind).toBe("redirected");
    expect(await html("cimsoft")).toContain("Where is the key?");
    expect(await html("cimsoft")).toContain('id="where-is-the-key"');
    const old = (await versionsOf("cimsoft")).find(({ id }) => id === before)?.id ?? "";
    const page = await seePage(StaffFaqVersionPage, of(marketing), { params: Promise.resolve({ id: old }) });
    expect(page.status === 200 && page.html).toContain("Under the mat.");
    expect((await send(restoreFaqAction, of(marketing), await form({ version: old }))).kind).toBe("redirected");
    expect(await html("cimsoft")).not.toContain("Where is the key?");
    expect((await html("insource")).length).toBe(other.length);
  });

  it("keeps anchors and order: questions and groups move, and a group with questions stays", async () => {
    await send(arrangeFaqAction, of(marketing), await form({ thing: "entry", name: "forgotten-password", act: "up" }));
    await send(arrangeFaqAction, of(marketing), await form({ thing: "group", name: "help", act: "up" }));
    await send(saveGroupAction, of(marketing), await form({ title: "More" }));
    const full = await send(
      arrangeFaqAction,
      of(marketing),
      await form({ thing: "group", name: "help", act: "remove" }),
    );
    expect(full.kind === "refused" && full.result.message).toBe("Move or remove its questions first.");
    await send(
      saveEntryAction,
      of(marketing),
      await form({ ...ENTRY, group: "more", entry: "upgrade", question: "Upgrade?" }),
    );
    await send(publishFaqAction, of(marketing), await form({}));
    const rows = await rowsOf("cimsoft");
    expect(rows.slice(0, 2).map(({ anchor }) => anchor)).toEqual(["forgotten-password", "first-sign-in"]);
    expect(rows.at(-1)).toMatchObject({ anchor: "upgrade", groupTitle: "More", question: "Upgrade?" });
    expect([...new Set(rows.map(({ groupAnchor }) => groupAnchor))]).toEqual([
      "signing-in",
      "inside",
      "help",
      "your-details",
      "more",
    ]);
  });

  it("takes back the last change of a draft, never what is out", async () => {
    await send(publishFaqAction, of(marketing), await form({}));
    const out = await newest();
    const refused = await send(undoFaqAction, of(marketing), { brand: "cimsoft", version: out });
    expect(refused.kind === "refused" && refused.result.message).toMatch(/^This version is out already/);
    const saved = await form(ENTRY);
    await send(saveEntryAction, of(marketing), saved);
    expect((await send(undoFaqAction, of(marketing), { brand: "cimsoft", version: saved.id })).kind).toBe("redirected");
    await send(publishFaqAction, of(marketing), await form({}));
    expect((await rowsOf("cimsoft")).some(({ anchor }) => anchor === "where-is-the-key")).toBe(false);
  });

  it("of which two people change the same keeps the first, and tells the second without losing what they typed", async () => {
    const colleague = await member(["administrator"], "Elena Ortiz");
    const [hers, his] = [await form({ ...ENTRY, answer: "Hers." }), await form({ ...ENTRY, answer: "His." })];
    expect((await send(saveEntryAction, of(colleague), hers)).kind).toBe("redirected");
    const late = await send(saveEntryAction, of(marketing), his);
    if (late.kind !== "refused") throw new Error("not refused");
    expect(late.result.message).toMatch(/^Elena Ortiz saved a draft after you opened this page/);
    expect(late.result.values).toMatchObject({ answer: "His.", seen: hers.id });
  });

  it("takes links to the portal and the brand's hosts alone, and shows hostile text as text", async () => {
    for (const href of ["javascript:alert", "https://evil.example/", "mailto:a@evil.example"]) {
      const refused = await send(saveEntryAction, of(marketing), await form({ ...ENTRY, answer: `[x](${href})` }));
      expect(refused.kind === "refused" && refused.result.fieldErrors.answer, href).toBeTruthy();
    }
    const hostile = "<script>alert(1)</script> [login](/login) {support-mailbox}";
    await send(saveEntryAction, of(marketing), await form({ ...ENTRY, question: "<b>Why?</b>", answer: hostile }));
    await send(publishFaqAction, of(marketing), await form({}));
    const page = await html("cimsoft");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).toContain("&lt;b&gt;Why?&lt;/b&gt;");
    expect(page).not.toContain("<script>alert(1)");
    expect(page).not.toContain("{support-mailbox}");
  });
});

describe("what people say of it", () => {
  it("reaches those who write it: answers without a name, and searches without a hit", async () => {
    const vote = (over: Record<string, string>) =>
      send(voteAction, { brand: "cimsoft" }, { id: nobodysId(), entry: "renewal", useful: "yes", ...over });
    expect(await vote({})).toEqual({ kind: "redirected", to: "/faq?thanks=renewal#renewal" });
    await vote({ useful: "no", words: "<b>Where</b> is the price?" });
    // Of an entry that there is not, nobody learns that.
    expect((await vote({ entry: "no-such-entry" })).kind).toBe("redirected");
    // Of letters alone: what has a digit may name somebody, and is not kept.
    const q = `quagga ${nobodysId().replaceAll(/[^a-f]/g, "")}`;
    for (const _ of [1, 2]) expect(await html("cimsoft", { q })).toContain("Nothing here answers");
    expect(await html("cimsoft", { q: "renew agreement" })).toContain("1 answer");
    const said = await runAsViewer(marketing.viewer, "read", (context) => readFeedback(context, "cimsoft"));
    expect(said.counts.find(({ anchor }) => anchor === "renewal")).toEqual({ anchor: "renewal", yes: 1, no: 1 });
    expect(said.counts.some(({ anchor }) => anchor === "no-such-entry")).toBe(false);
    expect(said.misses.find(({ words }) => words === q)?.times).toBe(2);
    const page = await seePage(StaffFaqFeedbackPage, of(marketing), { searchParams: Promise.resolve({}) });
    expect(page.status === 200 && page.html).toContain("&lt;b&gt;Where&lt;/b&gt; is the price?");
    const other = await runAsViewer(marketing.viewer, "read", (context) => readFeedback(context, "insource"));
    expect(other.misses.some(({ words }) => words === q)).toBe(false);
  });

  it("is kept within bounds", async () => {
    const long = "z".repeat(600);
    const refused = await send(
      voteAction,
      { brand: "cimsoft" },
      { id: nobodysId(), entry: "renewal", useful: "no", words: long },
    );
    expect(refused.kind === "refused" && refused.result.fieldErrors.words).toBeTruthy();
    await html("cimsoft", { q: long });
    const rows = await asSystem("test", (db) =>
      db
        .select()
        .from(missedSearches)
        .where(eq(missedSearches.words, long.slice(0, 100))),
    );
    expect(rows).toHaveLength(1);
  });
});

describe("an outsider of the desk", () => {
  it("finds no page, and writes nothing", async () => {
    const contact = await createContact(await createCompany());
    const elsewhere = await member(["marketing", "administrator"], "Noor", ["insource"]);
    const agent = await member(["support_agent", "account_manager", "subscription_manager"]);
    const [before, rows] = [await versionsOf("cimsoft"), await rowsOf("cimsoft")];
    const version = before.at(-1)?.id ?? "";
    for (const sender of [{ brand: "cimsoft" }, contactOf(contact), of(agent), of(elsewhere, "insource")]) {
      for (const [action, fields] of [
        [saveEntryAction, await form(ENTRY)],
        [saveGroupAction, await form({ title: "Theirs" })],
        [arrangeFaqAction, await form({ thing: "entry", name: "upgrade", act: "remove" })],
        [publishFaqAction, await form({})],
        [restoreFaqAction, await form({ version })],
        [undoFaqAction, { brand: "cimsoft", version }],
      ] as const) {
        const outcome = await send(action, sender, fields);
        const isLed = outcome.kind === "redirected" && outcome.to.startsWith("/login");
        expect(isLed || outcome.kind !== "redirected", JSON.stringify([sender, fields])).toBe(true);
      }
    }
    expect([await versionsOf("cimsoft"), await rowsOf("cimsoft")]).toEqual([before, rows]);
    const statuses = async (who: Member, brand: string) =>
      (await Promise.all(staffPages(who, brand, version))).map(({ status }) => status);
    expect(await statuses(agent, "cimsoft")).toEqual([403, 403, 403, 403]);
    expect(await statuses(elsewhere, "insource")).toEqual([200, 200, 200, 404]);
    expect(await statuses(marketing, "cimsoft")).toEqual([200, 200, 200, 200]);
    for (const query of [{ brand: "nobody" }, { entry: "no-such-entry" }, { group: "no-such-group" }]) {
      const page = await seePage(StaffFaqEntryPage, of(marketing), { searchParams: Promise.resolve(query) });
      expect(page.status, JSON.stringify(query)).toBe(404);
    }
    expect(await asSystem("test", (db) => db.select().from(faqVotes).where(eq(faqVotes.anchor, "theirs")))).toEqual([]);
  });
});
