import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import StaffHomePagePage from "@/app/staff/home-page/page";
import { auditEvents, brands, contentVersions } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { editHomePageAction, restoreHomePageAction, withdrawHomePageAction } from "@/lib/site/home-page/actions";
import { restoreHomePage } from "@/lib/site/home-page/service";
import { type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { createCompany, createContact, nobodysId } from "@/tests/support/world";
import { desk, formOf, home, inputOf, page, seenBy, sender, sent, TEXT, to, withoutVersions, write } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

let marketing: Member;
let colleague: Member;
beforeEach(async () => {
  marketing = await member(["marketing"], "Theo Lindqvist");
  colleague = await member(["administrator"], "Elena Ortiz");
  await withoutVersions();
});

describe("publishing the home page", () => {
  it("shows it on its brand's home page alone, and keeps what the brand began with as a version before it", async () => {
    const before = await home();
    const other = await home("insource");
    const input = await inputOf();
    await write(marketing, input);
    expect(await home()).toEqual({ ...before, ...TEXT });
    expect(await home("insource")).toEqual(other);
    const read = await desk(marketing);
    expect(read?.versions).toMatchObject([
      { id: input.id, by: "Theo Lindqvist", restored: null, isOut: true },
      { by: null, isOut: false, differences: [] },
    ]);
    expect(read?.versions[0]?.differences).toContainEqual({
      label: "Connect with Us: heading",
      before: before.connectTitle,
      after: TEXT.connectTitle,
    });
    const audited = await asSystem("test", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.entityId, input.id)),
    );
    expect(audited).toMatchObject([{ action: "home-page.published", actorId: marketing.id, brand: "cimsoft" }]);
  });

  it("with a form sent twice makes one version, and with other content is refused", async () => {
    const input = await inputOf();
    await write(marketing, input);
    await write(marketing, input);
    await expect(write(marketing, { ...input, connectTitle: "Other" })).rejects.toMatchObject({ name: "FormUsed" });
    expect((await desk(marketing))?.versions).toHaveLength(2);
  });

  it("by two people at once succeeds for one of them", async () => {
    await write(marketing, await inputOf());
    const seen = await seenBy(marketing);
    const inputs = await Promise.all(
      ["One", "Two", "Three", "Four"].map((connectTitle) => inputOf({ connectTitle, seen })),
    );
    const outcomes = await Promise.allSettled(inputs.map((input) => write(marketing, input)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ name: "FormUsed" });
    }
    expect((await desk(marketing))?.versions).toHaveLength(3);
  });

  it.each([
    "http://evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "mailto:a@evil.example",
    "https://cimsoft.com@evil.example/",
    "https://insource.solutions/",
    "https://сimsoft.com/",
  ])("refuses to link to %s", async (upgradeUrl) => {
    const message = "Enter an https:// address on cimsoft.com, a mailto: address there, or a tel: number.";
    const refused = await sent(marketing, { upgradeUrl, connectText: "My words." });
    expect(refused).toMatchObject({
      kind: "refused",
      result: { fieldErrors: { upgradeUrl: [message] }, values: { upgradeUrl, connectText: "My words." } },
    });
    const notice = await sent(marketing, { noticeText: "Down", noticeUrl: upgradeUrl, noticeLabel: "More" });
    expect(notice).toMatchObject({ kind: "refused", result: { fieldErrors: { noticeUrl: [message] } } });
    // The second wall.
    const put = (content: Record<string, unknown>) =>
      runAsViewer(marketing.viewer, "write", ({ db }) =>
        db.insert(contentVersions).values({
          ...{ content, brand: "cimsoft", kind: "home-page", state: "published" },
          ...{ staffId: marketing.id, staffName: "Theo" },
        }),
      );
    await expect(put({ upgradeUrl })).rejects.toMatchObject({ cause: { code: "23514" } });
    const noticed = { upgradeUrl: TEXT.upgradeUrl, notice: { url: upgradeUrl } };
    await expect(put(noticed)).rejects.toMatchObject({ cause: { code: "23514" } });
    expect((await desk(marketing))?.versions).toEqual([]);
  });

  it("shows HTML tags as plain text", async () => {
    const connectTitle = "<script>alert(1)</script>";
    const headline = '<svg onload="alert(1)"><a href="javascript:alert(1)">x</a></svg>';
    await write(marketing, await inputOf({ connectTitle, headline }));
    expect(await home()).toMatchObject({ connectTitle, headline });
    const html = await page(marketing);
    expect(html).not.toMatch(/<script>alert|<svg onload/);
    expect(html).toContain("&lt;script&gt;alert(1)");
  });

  it("says beside each field what is missing", async () => {
    const over = { connectTitle: " ", upgradeLabel: "", why: "\n \n", noticeText: "", noticeUrl: TEXT.upgradeUrl };
    expect(await sent(marketing, over)).toMatchObject({
      result: {
        fieldErrors: {
          connectTitle: ["Write a heading."],
          upgradeLabel: ["Write the label."],
          why: ["Write at least one reason."],
        },
      },
    });
    expect(await sent(marketing, { noticeUrl: TEXT.upgradeUrl })).toMatchObject({
      result: { fieldErrors: { noticeText: ["Write the notice, or remove its link."] } },
    });
    expect(await sent(marketing, { picture: nobodysId() })).toMatchObject({
      result: { fieldErrors: { picture: [expect.stringMatching(/not there any more/)] } },
    });
  });
});

describe("a draft", () => {
  it("is what every editor goes on with, and no visitor sees it", async () => {
    const before = await home();
    expect(to(await sent(marketing, { move: "draft" }))).toBe("/staff/home-page?brand=cimsoft&note=drafted");
    expect(await home()).toEqual(before);
    expect(await desk(colleague)).toMatchObject({ isDraft: true, content: TEXT });
    expect(await page(colleague)).toContain("Theo Lindqvist saved on");
  });

  it("is discarded, and the form holds what is out", async () => {
    await sent(marketing, { move: "draft" });
    const version = await seenBy(marketing);
    const withdrawn = await send(withdrawHomePageAction, sender(colleague), { brand: "cimsoft", version });
    expect(to(withdrawn)).toBe("/staff/home-page?brand=cimsoft&note=withdrawn");
    const read = await desk(marketing);
    expect(read).toMatchObject({ isDraft: false, content: await home() });
    expect(read?.versions.map(({ state }) => state)).toEqual(["published"]);
  });
});

describe("a form after which a colleague was faster", () => {
  it("changes nothing, says who and what differs, keeps what was typed, and may then be sent again", async () => {
    await write(colleague, await inputOf({ connectTitle: "Hers" }));
    const typed = await formOf({ connectTitle: "His", seen: nobodysId() });
    const refused = await send(editHomePageAction, sender(marketing), typed);
    if (refused.kind !== "refused") throw new Error(to(refused));
    expect(refused.result.message).toMatch(
      /^Elena Ortiz published another version after you opened this page\. Yours differs from theirs in: Connect with Us: heading\./,
    );
    expect(refused.result.values).toMatchObject({ connectTitle: "His", seen: await seenBy(marketing) });
    expect((await home()).connectTitle).toBe("Hers");
    const again = { ...typed, seen: String(refused.result.values.seen) };
    // Over that version alone: another one in between is told again.
    await write(colleague, await inputOf({ connectTitle: "Hers again", seen: again.seen }));
    expect((await send(editHomePageAction, sender(marketing), again)).kind).toBe("refused");
    const last = { ...again, seen: await seenBy(marketing) };
    expect(to(await send(editHomePageAction, sender(marketing), last))).toContain("note=published");
    expect((await home()).connectTitle).toBe("His");
  });

  it("is told of a draft too", async () => {
    await write(colleague, await inputOf({ move: "draft" }));
    expect(await sent(marketing, { seen: nobodysId() })).toMatchObject({
      kind: "refused",
      result: { message: expect.stringMatching(/^Elena Ortiz saved a draft after/) },
    });
  });
});

describe("bringing an earlier version of the home page back", () => {
  it("takes one click, for the last version and for what the brand began with", async () => {
    const began = await home();
    await write(marketing, await inputOf());
    await write(marketing, await inputOf({ seen: await seenBy(marketing), connectTitle: "Second" }));
    const [second, before, origin] = (await desk(marketing))?.versions ?? [];
    if (!second || !before || !origin) throw new Error("versions are missing");
    const fields = { id: nobodysId(), brand: "cimsoft", seen: second.id, version: before.id };
    const back = await send(restoreHomePageAction, sender(marketing), fields);
    expect(to(back)).toBe("/staff/home-page?brand=cimsoft&note=restored");
    expect(await home()).toMatchObject(TEXT);
    await send(restoreHomePageAction, sender(marketing), {
      ...{ id: nobodysId(), brand: "cimsoft", seen: await seenBy(marketing), version: origin.id },
    });
    expect(await home()).toEqual(began);
    const restored = (await desk(marketing))?.versions.map((version) => version.restored !== null);
    expect(restored).toEqual([true, true, false, false, false]);
  });

  it("refuses a version of another brand, and one with a link to a host that is no longer allowed", async () => {
    await write(marketing, await inputOf());
    const seen = await seenBy(marketing);
    const version = (await desk(marketing))?.versions[1]?.id ?? "";
    const restore = (brand: string) =>
      runAsViewer(marketing.viewer, "write", (context) =>
        restoreHomePage({ ...context, name: "Theo" }, { id: nobodysId(), brand, seen, version }),
      );
    await expect(restore("insource")).rejects.toMatchObject({ code: "NOT_FOUND" });
    const allow = (hosts: string[]) =>
      asSystem("test", (db) => db.update(brands).set({ upgradeHosts: hosts }).where(eq(brands.key, "cimsoft")));
    await allow(["new.cimsoft.com"]);
    await expect(restore("cimsoft")).rejects.toMatchObject({ code: "INVALID" });
    await allow(["cimsoft.com"]);
  });
});

describe("the editor of the home page", () => {
  it("is open to marketing and administrators, each for their own brands", async () => {
    const elsewhere = await member(["marketing"], "Elsewhere", ["insource"]);
    const restoring = { id: nobodysId(), brand: "cimsoft", version: nobodysId() };
    const status = async (who: Member, query: Record<string, string> = {}) =>
      (await seePage(StaffHomePagePage, sender(who), { searchParams: Promise.resolve(query) })).status;
    for (const roles of [["account_manager"], ["subscription_manager"], ["support_agent"]] as const) {
      const other = await member([...roles]);
      expect(await status(other)).toBe(403);
      const message = expect.stringMatching(/^Only marketing/);
      expect(await sent(other)).toMatchObject({ kind: "refused", result: { message } });
    }
    expect(await status(await member(["administrator"]))).toBe(200);
    expect(await status(elsewhere, { brand: "cimsoft" })).toBe(404);
    // On another brand's host too, staff edit the page of their own brand.
    expect(await status(elsewhere)).toBe(200);
    expect(await sent(elsewhere)).toEqual({ kind: "missing" });
    expect(await send(restoreHomePageAction, sender(elsewhere), restoring)).toEqual({ kind: "missing" });
    const drop = { brand: "cimsoft", version: nobodysId() };
    expect(await send(withdrawHomePageAction, sender(elsewhere), drop)).toEqual({ kind: "missing" });
    const contact = await createContact(await createCompany());
    const client = { brand: "cimsoft", account: { kind: "contact", id: contact.id } } as const;
    expect(await send(editHomePageAction, client, await formOf())).toEqual({ kind: "missing" });
    expect((await seePage(StaffHomePagePage, client, { searchParams: Promise.resolve({}) })).status).toBe(404);
    expect(to(await send(editHomePageAction, { brand: "cimsoft" }, await formOf()))).toMatch(/^\/login/);
    expect((await desk(marketing))?.versions).toEqual([]);
  });

  it("shows its preview without scripts too", async () => {
    await sent(marketing, { move: "draft", headline: "Only a draft says this" });
    const html = await page(marketing);
    expect(html.slice(html.indexOf("<noscript>"))).toContain("Only a draft says this</h1>");
  });
});
