import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { GET } from "@/app/(portal)/estimates/[number]/quotation/route";
import { auditEvents, brands, type estimates } from "@/db/schema";
import { asSystem, type ClientViewer, runAsViewer } from "@/db/viewer";
import { brandByKey, forgetBrands } from "@/lib/gate/brand/load";
import { addDays, businessToday } from "@/lib/kit/time";
import { openQuotation } from "@/lib/money/estimates/quotation/service";
import { sessionCookie, visit } from "@/tests/support/route";
import { clientViewer, createCompany, createContact, createEstimate, createStaff, unique } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const TODAY = businessToday("America/New_York");
const NEXT_WEEK = addDays(TODAY, 7);

const setBrand = async (key: string, values: Partial<typeof brands.$inferInsert>) => {
  await asSystem("test world", (db) => db.update(brands).set(values).where(eq(brands.key, key)));
  forgetBrands();
};
const portal = (key: string) => ({
  quotationUrl: `https://quotes.${key}.example/q/{number}`,
  quotationHosts: [`quotes.${key}.example`],
});

const opened = (estimate: typeof estimates.$inferSelect) =>
  asSystem("test looks", (db) => db.select().from(auditEvents).where(eq(auditEvents.entityId, estimate.id)));

interface Ask {
  brand?: string;
  cookie?: string | undefined;
  method?: string;
  headers?: Record<string, string>;
}
/** As a browser says that a link on a page of the site was followed. */
const FOLLOWED = { "sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate" };
const open = (number: string, ask: Ask = {}) =>
  visit(GET, {
    brand: "cimsoft",
    path: `/estimates/${encodeURIComponent(number)}/quotation`,
    params: { number },
    ...ask,
    headers: { ...FOLLOWED, ...ask.headers },
  });

describe.each([
  ["cimsoft", "insource"],
  ["insource", "cimsoft"],
])("an estimate of %s", (brand, otherBrand) => {
  let company: Awaited<ReturnType<typeof createCompany>>;
  let clerk: Awaited<ReturnType<typeof createContact>>;
  let cookie: string;
  let estimate: typeof estimates.$inferSelect;

  beforeAll(async () => {
    company = await createCompany({ brand });
    clerk = await createContact(company);
    cookie = await sessionCookie({ kind: "contact", id: clerk.id }, brand);
  });
  beforeEach(async () => {
    await setBrand(brand, portal(brand));
    estimate = await createEstimate(company, { number: unique("Q/1 ?%25"), expiresOn: NEXT_WEEK });
  });

  it("leads to the brand's Quotation Portal by its number, sends nothing about the reader, and is recorded", async () => {
    const answer = await open(estimate.number, { brand, cookie });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(
      `https://quotes.${brand}.example/q/${encodeURIComponent(estimate.number)}`,
    );
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    expect(await answer.text()).toBe("");
    expect(await opened(estimate)).toMatchObject([
      {
        brand,
        actorKind: "contact",
        actorId: clerk.id,
        action: "estimate.quotation-opened",
        entity: "estimate",
        entityId: estimate.id,
        details: {},
      },
    ]);
  });

  it("leads to its own address where the host is allowed, else to the brand's portal", async () => {
    const own = await createEstimate(company, {
      expiresOn: NEXT_WEEK,
      quoteUrl: `https://quotes.${brand}.example/own/4?view=full`,
    });
    const foreign = await createEstimate(company, { expiresOn: NEXT_WEEK, quoteUrl: "https://evil.example/q/4" });
    const target = async (number: string) => (await open(number, { brand, cookie })).headers.get("location");
    expect(await target(own.number)).toBe(`https://quotes.${brand}.example/own/4?view=full`);
    expect(await target(foreign.number)).toBe(`https://quotes.${brand}.example/q/${foreign.number}`);
  });

  it("is not found where no address may be led to", async () => {
    await setBrand(brand, { quotationUrl: null, quotationHosts: [] });
    expect((await open(estimate.number, { brand, cookie })).status).toBe(404);
    await setBrand(brand, {
      quotationUrl: "http://127.0.0.1:3900/quotes/{number}",
      quotationHosts: ["127.0.0.1:3900"],
    });
    expect((await open(estimate.number, { brand, cookie })).status).toBe(404);
    expect(await opened(estimate)).toEqual([]);
  });

  it("is recorded when a person opens it, not when a browser fetches it ahead", async () => {
    const looks: Ask[] = [
      { method: "HEAD" },
      { headers: { "sec-purpose": "prefetch" } },
      { headers: { "sec-purpose": "prefetch;prerender" } },
      { headers: { purpose: "prefetch" } },
      { headers: { "x-moz": "prefetch" } },
      { headers: { "next-router-prefetch": "1" } },
    ];
    for (const ask of looks) {
      const answer = await open(estimate.number, { brand, cookie, ...ask });
      expect([answer.status, answer.headers.get("location")]).toEqual([204, null]);
      expect((await open("NO-SUCH", { brand, cookie, ...ask })).status).toBe(404);
    }
    expect(await opened(estimate)).toEqual([]);
  });

  it("leads there from another site, a mail or a picture too, but nothing is recorded", async () => {
    const foreign: Record<string, string>[] = [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
      { "sec-fetch-site": "" },
      { "sec-fetch-mode": "no-cors" },
      { "sec-fetch-mode": "cors" },
    ];
    for (const headers of foreign) {
      const answer = await open(estimate.number, { brand, cookie, headers });
      expect([answer.status, answer.headers.get("location")]).toEqual([
        303,
        `https://quotes.${brand}.example/q/${encodeURIComponent(estimate.number)}`,
      ]);
    }
    expect(await opened(estimate)).toEqual([]);
  });

  it("leads there when it was accepted; when it ended, was declined or withdrawn it leads back to its own page", async () => {
    const of = (over: Partial<typeof estimates.$inferInsert>) => createEstimate(company, over);
    const yesterday = addDays(TODAY, -1);
    const accepted = await of({ state: "accepted", expiresOn: yesterday });
    expect((await open(accepted.number, { brand, cookie })).headers.get("location")).toContain(accepted.number);
    expect(await opened(accepted)).toHaveLength(1);
    for (const closed of [
      await of({ expiresOn: yesterday }),
      await of({ state: "declined", expiresOn: NEXT_WEEK }),
      await of({ state: "withdrawn", expiresOn: NEXT_WEEK }),
    ]) {
      const answer = await open(closed.number, { brand, cookie });
      expect([answer.status, answer.headers.get("location")]).toEqual([303, `/estimates/${closed.number}`]);
      expect(await opened(closed)).toEqual([]);
    }
  });

  it("does not exist for anybody else, and nothing is recorded", async () => {
    const other = await createCompany({ brand });
    const abroad = await createCompany({ brand: otherBrand });
    const contact = async (...given: Parameters<typeof createContact>) =>
      sessionCookie({ kind: "contact", id: (await createContact(...given)).id }, given[0]?.brand ?? brand);
    const staffOf = async (role: "account_manager" | "administrator" | "marketing") =>
      sessionCookie({ kind: "staff", id: (await createStaff([role])).id }, brand);
    const nowhere = await open("NO-SUCH", { brand, cookie });
    const missing = { status: 404, body: await nowhere.text(), headers: [...nowhere.headers] };
    expect(missing.status).toBe(nowhere.status);
    const outsiders: Record<string, Ask> = {
      "another company": { brand, cookie: await contact(other) },
      "a company related to this one": { brand, cookie: await contact(other, { relatedTo: [company] }) },
      "no right to billing": { brand, cookie: await contact(company, { billing: false }) },
      "no company": { brand, cookie: await contact(null, { brand }) },
      "the other brand": { brand: otherBrand, cookie: await contact(abroad) },
      "an account manager": { brand, cookie: await staffOf("account_manager") },
      "an administrator": { brand, cookie: await staffOf("administrator") },
      marketing: { brand, cookie: await staffOf("marketing") },
    };
    for (const [name, ask] of Object.entries(outsiders)) {
      for (const method of ["GET", "HEAD"]) {
        const answer = await open(estimate.number, { ...ask, method });
        const seen = { status: answer.status, body: await answer.text(), headers: [...answer.headers] };
        expect(seen, `${name}, ${method}`).toEqual(missing);
      }
    }
    expect(await opened(estimate)).toEqual([]);
  });

  it("is hidden from other clients by the conditions of the queries alone, and by row-level security alone", async () => {
    const other = await createCompany({ brand });
    const owner = clientViewer(clerk);
    const today = TODAY;
    const asked = { brand: await brandByKey(brand), number: estimate.number, today, loopback: false, record: false };
    // The owner's role sees every row: only the queries' own conditions stand between.
    const firstWall = (viewer: ClientViewer) =>
      asSystem("test of the first wall", (db) => openQuotation({ viewer, db }, asked));
    expect(await firstWall(owner)).toMatchObject({ address: expect.stringContaining("https://quotes.") });
    for (const viewer of [
      clientViewer(await createContact(other)),
      clientViewer(await createContact(company, { billing: false })),
      { ...owner, brand: otherBrand },
      { ...owner, companyId: null },
    ]) {
      expect(await firstWall(viewer)).toBeNull();
      expect(await runAsViewer(viewer, "read", ({ db }) => openQuotation({ viewer: owner, db }, asked))).toBeNull();
    }
  });

  it("asks somebody signed out to sign in, and then leads on", async () => {
    const elsewhere = await open(estimate.number, { brand: otherBrand, cookie });
    const signedOut = await open(estimate.number, { brand });
    for (const answer of [elsewhere, signedOut]) {
      expect(answer.status).toBe(307);
      expect(answer.headers.get("location")).toBe(
        `/login?next=${encodeURIComponent(`/estimates/${encodeURIComponent(estimate.number)}/quotation`)}`,
      );
    }
    expect(await opened(estimate)).toEqual([]);
  });
});
