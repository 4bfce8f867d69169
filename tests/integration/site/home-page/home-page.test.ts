import { eq } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import StaffHomePagePage from "@/app/staff/home-page/page";
import { auditEvents, brands, homePageVersions } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { brandByKey, forgetBrands, loadBrands } from "@/lib/gate/brand/load";
import { editHomePageAction, restoreHomePageAction } from "@/lib/site/home-page/actions";
import { readHomePageDesk } from "@/lib/site/home-page/queries";
import { publishHomePage, restoreHomePage } from "@/lib/site/home-page/service";
import { type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { type Outcome, send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { createCompany, createContact, nobodysId } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const TEXT = {
  connectTitle: "Talk to us",
  connectText: "Tell us what you run.",
  upgradeLabel: "Get the upgrade",
  upgradeUrl: "https://cimsoft.com/upgrade/",
};
const LOCAL = { zone: "America/New_York" };

const input = (over: Partial<Parameters<typeof publishHomePage>[1]> = {}) => ({
  id: nobodysId(),
  brand: "cimsoft",
  seen: undefined,
  ...TEXT,
  ...over,
});

const write = <T>({ viewer, name }: Member, work: (context: Parameters<typeof publishHomePage>[0]) => Promise<T>) =>
  runAsViewer(viewer, "write", (context) => work({ ...context, name }));
const desk = async ({ viewer }: Member, brand = "cimsoft") =>
  runAsViewer(viewer, "read", (context) => readHomePageDesk(context, brand, LOCAL));
const seenBy = async (who: Member, brand = "cimsoft") => (await desk(who, brand))?.seen ?? undefined;
const sender = ({ id }: Member, brand = "cimsoft") => ({ brand, account: { kind: "staff", id } }) as const;
const fields = (over: Record<string, string> = {}) => ({ id: nobodysId(), brand: "cimsoft", ...TEXT, ...over });
const to = (outcome: Outcome) => (outcome.kind === "redirected" ? outcome.to : JSON.stringify(outcome));
const home = async (key: string) => {
  const [row] = await asSystem("test", (db) =>
    db.select({ home: brands.home }).from(brands).where(eq(brands.key, key)),
  );
  if (!row) throw new Error("no brand");
  return row.home;
};

let marketing: Member;
let began: Awaited<ReturnType<typeof home>>;
beforeAll(async () => {
  began = await home("cimsoft");
});
beforeEach(async () => {
  marketing = await member(["marketing"], "Theo Lindqvist");
  await asSystem("test", async (db) => {
    await db.delete(homePageVersions);
    await db.update(brands).set({ home: began }).where(eq(brands.key, "cimsoft"));
  });
  forgetBrands();
});

describe("publishing the home page", () => {
  it("stores a version with its author, and shows it on its brand's home page; the first content is kept as a version before it", async () => {
    const before = await home("cimsoft");
    const other = await home("insource");
    const form = input();
    await write(marketing, (context) => publishHomePage(context, form));
    expect(await home("cimsoft")).toEqual({ ...before, ...TEXT });
    expect(await home("insource")).toEqual(other);
    const read = await desk(marketing);
    expect(read?.versions).toMatchObject([
      { id: form.id, by: "Theo Lindqvist", restored: null, ...TEXT },
      { by: null, connectTitle: before.connectTitle, upgradeUrl: before.upgradeUrl },
    ]);
    expect(read?.current).toEqual(TEXT);
    const audited = await asSystem("test", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.entityId, form.id)),
    );
    expect(audited).toMatchObject([{ action: "home-page.published", actorId: marketing.id, brand: "cimsoft" }]);
  });

  it("with a form sent twice makes one version, and with other content is refused", async () => {
    const form = input();
    await write(marketing, (context) => publishHomePage(context, form));
    await write(marketing, (context) => publishHomePage(context, form));
    await expect(
      write(marketing, (context) => publishHomePage(context, { ...form, connectTitle: "Other" })),
    ).rejects.toMatchObject({ name: "FormUsed" });
    expect((await desk(marketing))?.versions).toHaveLength(2);
  });

  it("from an older version is a conflict that changes nothing", async () => {
    const colleague = await member(["administrator"], "Elena Ortiz");
    await write(colleague, (context) => publishHomePage(context, input({ connectTitle: "Hers" })));
    const late = input({ connectTitle: "His" });
    await expect(write(marketing, (context) => publishHomePage(context, late))).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringMatching(/^Elena Ortiz has published/),
    });
    expect((await home("cimsoft")).connectTitle).toBe("Hers");
    const seen = await seenBy(marketing);
    await write(marketing, (context) => publishHomePage(context, { ...late, seen }));
    expect((await home("cimsoft")).connectTitle).toBe("His");
  });

  it("by two people at once succeeds for one of them", async () => {
    await write(marketing, (context) => publishHomePage(context, input()));
    const seen = await seenBy(marketing);
    const outcomes = await Promise.allSettled(
      ["One", "Two", "Three", "Four"].map((connectTitle) =>
        write(marketing, (context) => publishHomePage(context, input({ connectTitle, seen }))),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "CONFLICT" });
    }
    expect((await desk(marketing))?.versions).toHaveLength(3);
  });

  it.each([
    "http://cimsoft.com/",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://cimsoft.com@evil.example/",
    "https://evil.example/",
    "https://insource.solutions/",
    "https://сimsoft.com/",
  ])("refuses to link Upgrade to %s", async (upgradeUrl) => {
    await expect(write(marketing, (context) => publishHomePage(context, input({ upgradeUrl })))).rejects.toMatchObject({
      code: "INVALID",
      field: "upgradeUrl",
      message: "Enter an https:// address on cimsoft.com.",
    });
    const refused = await send(editHomePageAction, sender(marketing), fields({ upgradeUrl, connectText: "My words." }));
    if (refused.kind !== "refused") throw new Error("it went through");
    expect(refused.result.fieldErrors.upgradeUrl).toHaveLength(1);
    expect(refused.result.values).toMatchObject({ connectText: "My words.", upgradeUrl });
    // The second wall.
    await expect(
      runAsViewer(marketing.viewer, "write", ({ db }) =>
        db
          .insert(homePageVersions)
          .values({ ...TEXT, upgradeUrl, brand: "cimsoft", staffId: marketing.id, staffName: "Theo" }),
      ),
    ).rejects.toMatchObject({ cause: { code: "23514" } });
    expect((await desk(marketing))?.versions).toEqual([]);
  });

  it("shows HTML tags as plain text", async () => {
    const connectTitle = "<script>alert(1)</script>";
    await write(marketing, (context) => publishHomePage(context, input({ connectTitle })));
    expect((await home("cimsoft")).connectTitle).toBe(connectTitle);
    const page = await seePage(StaffHomePagePage, sender(marketing), { searchParams: Promise.resolve({}) });
    if (page.status !== 200) throw new Error("no page");
    expect(page.html).not.toContain("<script>alert");
    expect(page.html).toContain("&lt;script&gt;alert(1)");
  });
});

describe("bringing an earlier version of the home page back", () => {
  it("takes one click, for the last version and for any before it", async () => {
    await write(marketing, (context) => publishHomePage(context, input()));
    const first = await seenBy(marketing);
    await write(marketing, (context) => publishHomePage(context, input({ seen: first, connectTitle: "Second" })));
    const versions = (await desk(marketing))?.versions ?? [];
    const [second, before, origin] = versions;
    if (!second || !before || !origin) throw new Error("versions are missing");
    const back = await send(restoreHomePageAction, sender(marketing), {
      id: nobodysId(),
      brand: "cimsoft",
      seen: second.id,
      version: before.id,
    });
    expect(to(back)).toBe("/staff/home-page?brand=cimsoft&note=restored");
    expect(await home("cimsoft")).toMatchObject(TEXT);
    const newest = await seenBy(marketing);
    await write(marketing, (context) =>
      restoreHomePage(context, { id: nobodysId(), brand: "cimsoft", seen: newest, version: origin.id }),
    );
    expect(await home("cimsoft")).toEqual(began);
    expect((await desk(marketing))?.versions.map(({ restored }) => restored !== null)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it("refuses a version of another brand, and one with a link to a host that is no longer allowed", async () => {
    await write(marketing, (context) => publishHomePage(context, input()));
    const seen = await seenBy(marketing);
    const versions = (await desk(marketing))?.versions ?? [];
    const version = versions[1]?.id ?? "";
    await expect(
      write(marketing, (context) => restoreHomePage(context, { id: nobodysId(), brand: "insource", seen, version })),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    const allow = (hosts: string[]) =>
      asSystem("test", (db) => db.update(brands).set({ upgradeHosts: hosts }).where(eq(brands.key, "cimsoft")));
    await allow(["new.cimsoft.com"]);
    await expect(
      write(marketing, (context) => restoreHomePage(context, { id: nobodysId(), brand: "cimsoft", seen, version })),
    ).rejects.toMatchObject({ code: "INVALID" });
    await allow(["cimsoft.com"]);
  });
});

describe("the home page served by another process", () => {
  const shared = globalThis as typeof globalThis & { portalBrands?: { loadedAt: number } };
  afterEach(() => vi.restoreAllMocks());

  it("shows what was published 10 seconds later, on its brand alone", async () => {
    await loadBrands();
    const itsCache = shared.portalBrands;
    if (!itsCache) throw new Error("nothing was cached");
    const other = (await brandByKey("insource")).home;
    await send(editHomePageAction, sender(marketing), fields());
    shared.portalBrands = itsCache;
    expect((await brandByKey("cimsoft")).home.connectTitle).toBe(began.connectTitle);
    const later = Date.now() + 10_000;
    vi.spyOn(Date, "now").mockReturnValue(later);
    expect((await brandByKey("cimsoft")).home).toMatchObject(TEXT);
    expect((await brandByKey("insource")).home).toEqual(other);
  });
});

describe("the form of the home page", () => {
  const page = (who: Member, query: Record<string, string> = {}, brand = "cimsoft") =>
    seePage(StaffHomePagePage, sender(who, brand), { searchParams: Promise.resolve(query) });
  const queryOf = (address: string) => Object.fromEntries(new URL(address, "https://x.example").searchParams);

  it("shows a preview made of the components of the page, without publishing", async () => {
    const before = await home("cimsoft");
    const address = to(await send(editHomePageAction, sender(marketing), fields({ preview: "on" })));
    expect(address).toMatch(/^\/staff\/home-page\?brand=cimsoft&draft=[\w.-]+#preview$/);
    expect(await home("cimsoft")).toEqual(before);
    const shown = await page(marketing, queryOf(address));
    if (shown.status !== 200) throw new Error("no page");
    const preview = shown.html.slice(shown.html.indexOf('id="preview"'));
    expect(preview).toContain("Talk to us");
    expect(preview).toContain('href="https://cimsoft.com/upgrade/"');
    expect(shown.html).toContain('value="Get the upgrade"');
  });

  it("opens no draft that somebody else typed, or that does not exist", async () => {
    const address = to(await send(editHomePageAction, sender(marketing), fields({ preview: "on" })));
    const draft = queryOf(address).draft ?? "";
    const other = await member(["marketing"], "Other");
    for (const [who, sealed] of [
      [other, draft],
      [marketing, `${draft.slice(0, -2)}AA`],
      [marketing, "e30.e30"],
      [marketing, "."],
    ] as const) {
      const shown = await page(who, { brand: "cimsoft", draft: sealed });
      expect(shown.status === 200 && shown.html.includes("Talk to us")).toBe(false);
      expect(shown.status).toBe(200);
    }
  });

  it("publishes, and the same process shows it at once on its brand alone", async () => {
    const other = (await brandByKey("insource")).home;
    expect((await brandByKey("cimsoft")).home.connectTitle).not.toBe(TEXT.connectTitle);
    expect(to(await send(editHomePageAction, sender(marketing, "insource"), fields()))).toBe(
      "/staff/home-page?brand=cimsoft&note=published",
    );
    expect((await brandByKey("cimsoft")).home).toMatchObject(TEXT);
    expect((await brandByKey("insource")).home).toEqual(other);
  });

  it("keeps what was typed where a colleague published first, and can then be published", async () => {
    const colleague = await member(["administrator"], "Elena Ortiz");
    await write(colleague, (context) => publishHomePage(context, input({ connectTitle: "Hers" })));
    const address = to(await send(editHomePageAction, sender(marketing), fields()));
    expect(queryOf(address)).toMatchObject({ note: "newer", draft: expect.any(String) });
    expect((await home("cimsoft")).connectTitle).toBe("Hers");
    const shown = await page(marketing, queryOf(address));
    if (shown.status !== 200) throw new Error("no page");
    expect(shown.html).toContain("Elena Ortiz has published another version meanwhile");
    expect(shown.html).toContain('value="Talk to us"');
    const seen = /name="seen" value="([^"]+)"/.exec(shown.html)?.[1] ?? "";
    expect(to(await send(editHomePageAction, sender(marketing), fields({ seen })))).toContain("note=published");
  });

  it("says beside each field what is missing", async () => {
    const refused = await send(editHomePageAction, sender(marketing), fields({ connectTitle: " ", upgradeLabel: "" }));
    expect(refused).toMatchObject({
      result: { fieldErrors: { connectTitle: ["Write a heading."], upgradeLabel: ["Write the label."] } },
    });
  });

  it("is open to marketing and administrators, each for their own brands", async () => {
    const elsewhere = await member(["marketing"], "Elsewhere", ["insource"]);
    const restoring = { id: nobodysId(), brand: "cimsoft", version: nobodysId() };
    for (const roles of [["account_manager"], ["subscription_manager"], ["support_agent"]] as const) {
      const other = await member([...roles]);
      expect((await page(other)).status).toBe(403);
      const refused = await send(editHomePageAction, sender(other), fields());
      expect(refused).toMatchObject({ kind: "refused", result: { message: expect.stringMatching(/^Only marketing/) } });
    }
    expect((await page(await member(["administrator"]))).status).toBe(200);
    expect((await page(elsewhere, { brand: "cimsoft" })).status).toBe(404);
    // On another brand's host too, staff edit the page of their own brand.
    expect((await page(elsewhere, {})).status).toBe(200);
    expect(await send(editHomePageAction, sender(elsewhere), fields())).toEqual({ kind: "missing" });
    expect(await send(restoreHomePageAction, sender(elsewhere), restoring)).toEqual({ kind: "missing" });
    const contact = await createContact(await createCompany());
    const client = { brand: "cimsoft", account: { kind: "contact", id: contact.id } } as const;
    expect(await send(editHomePageAction, client, fields())).toEqual({ kind: "missing" });
    expect((await seePage(StaffHomePagePage, client, { searchParams: Promise.resolve({}) })).status).toBe(404);
    expect(to(await send(editHomePageAction, { brand: "cimsoft" }, fields()))).toMatch(/^\/login/);
    expect((await desk(marketing))?.versions).toEqual([]);
  });
});
