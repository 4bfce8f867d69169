import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { GET as getPdf } from "@/app/(portal)/estimates/[number]/pdf/route";
import { pool } from "@/db/client";
import { asSystem, type Context, runAsViewer, type Viewer } from "@/db/viewer";
import { countAcceptable, findEstimate, listEndingEstimates, listEstimates } from "@/lib/money/estimates/queries";
import { encodeCursor, parseEstimateFilters } from "@/lib/money/estimates/schema";
import { sessionCookie, visit } from "@/tests/support/route";
import {
  clientViewer,
  createCompany,
  createContact,
  createEstimate,
  createStaff,
  staffViewer,
  unique,
} from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const TODAY = "2026-11-21";

interface Asked {
  readonly brand: string;
  readonly number: string;
  readonly word: string;
}

/** Every query that shows estimates, asked about one of them. */
async function ask(context: Context, { brand, number, word }: Asked) {
  const search = await listEstimates(context, parseEstimateFilters({ q: word }), TODAY);
  const whole = await listEstimates(context, parseEstimateFilters({}), TODAY);
  const ending = await listEndingEstimates(context, TODAY);
  return {
    listed: whole.rows.filter((row) => row.title === word).length,
    found: search.rows.length,
    count: search.count,
    sums: search.totals.length,
    waiting: await countAcceptable(context, parseEstimateFilters({ q: word }), TODAY),
    ending: ending.filter((row) => row.title === word).length,
    detail: (await findEstimate(context, { brand, number }, TODAY))?.title ?? null,
  };
}
const NOTHING = {
  listed: 0,
  found: 0,
  count: 0,
  sums: 0,
  waiting: { open: 0, ending: 0 },
  ending: 0,
  detail: null,
};

const OUTSIDERS = [
  "a contact of another company",
  "a contact of another company that is related to this one",
  "a contact of the other brand, whose company has an estimate of that number",
  "the company's id with the other brand",
  "a contact of the company without billing",
  "a contact without a company",
  "marketing",
  "a support agent",
  "an account manager of the other brand alone",
  "staff without a brand",
] as const;

describe.each([
  ["cimsoft", "insource"],
  ["insource", "cimsoft"],
])("an estimate of %s", (brand, otherBrand) => {
  const asked: Asked = { brand, number: unique("Q"), word: unique("zirconium") };
  const outsiders = new Map<string, Viewer>();
  let clerk: Viewer;
  let manager: Viewer;
  let estimateId: string;

  beforeAll(async () => {
    const company = await createCompany({ brand });
    const lines = [[asked.word, 250_000]] as const;
    const own = { number: asked.number, title: asked.word, expiresOn: "2026-11-25", lines };
    estimateId = (await createEstimate(company, own)).id;
    clerk = clientViewer(await createContact(company));
    manager = staffViewer(await createStaff(["account_manager"]));

    const other = await createCompany({ brand });
    await createEstimate(other, { expiresOn: "2026-11-25" });
    const abroad = await createCompany({ brand: otherBrand });
    await createEstimate(abroad, { number: asked.number, expiresOn: "2026-11-25" });
    const rights = { pay: true, casesScope: "company", requestsScope: "company" } as const;
    const viewers: Record<(typeof OUTSIDERS)[number], Viewer> = {
      "a contact of another company": clientViewer(await createContact(other, rights)),
      "a contact of another company that is related to this one": clientViewer(
        await createContact(other, { ...rights, relatedTo: [company] }),
      ),
      "a contact of the other brand, whose company has an estimate of that number": clientViewer(
        await createContact(abroad, rights),
      ),
      "the company's id with the other brand": { ...clientViewer(await createContact(company)), brand: otherBrand },
      "a contact of the company without billing": clientViewer(
        await createContact(company, { ...rights, pay: false, billing: false }),
      ),
      "a contact without a company": clientViewer(await createContact(null, { brand })),
      marketing: staffViewer(await createStaff(["marketing"])),
      "a support agent": staffViewer(await createStaff(["support_agent"])),
      "an account manager of the other brand alone": staffViewer(await createStaff(["account_manager"]), [otherBrand]),
      "staff without a brand": staffViewer(await createStaff(["administrator"]), []),
    };
    for (const [name, viewer] of Object.entries(viewers)) outsiders.set(name, viewer);
  });

  const outsider = (name: string): Viewer => {
    const viewer = outsiders.get(name);
    if (!viewer) throw new Error(`no ${name}`);
    return viewer;
  };

  it("is there for the company's own contact with billing, and for an account manager", async () => {
    const seen = { found: 1, count: 1, sums: 1, waiting: { open: 1, ending: 1 }, detail: asked.word };
    for (const viewer of [clerk, manager]) {
      expect(await runAsViewer(viewer, "read", (context) => ask(context, asked))).toMatchObject(seen);
    }
  });

  it.each(OUTSIDERS)("does not exist for %s: list, count, sums, search, dashboard, detail", async (name) => {
    expect(await runAsViewer(outsider(name), "read", (context) => ask(context, asked))).toEqual(NOTHING);
  });

  it.each(OUTSIDERS)("does not exist for %s with the conditions of the queries alone", async (name) => {
    // The owner's role sees every row: only the queries' own conditions stand between.
    const through = (viewer: Viewer) => asSystem("test of the first wall", (db) => ask({ viewer, db }, asked));
    expect(await through(clerk)).toMatchObject({ listed: 1, found: 1, ending: 1, detail: asked.word });
    expect(await through(outsider(name))).toEqual(NOTHING);
  });

  it.each(OUTSIDERS)("does not exist for %s with row-level security alone", async (name) => {
    // The queries are asked for the clerk, in the outsider's transaction: only row-level security stands between.
    const seen = await runAsViewer(outsider(name), "read", ({ db }) => ask({ viewer: clerk, db }, asked));
    expect(seen).toEqual(NOTHING);
  });

  it("is not revealed by a cursor that names it", async () => {
    const after = encodeCursor({ side: "after", sort: "ends", value: "2026-11-24", id: estimateId });
    const filters = parseEstimateFilters({ sort: "ends", after });
    const seen = await runAsViewer(outsider("a contact of another company"), "read", (context) =>
      listEstimates(context, filters, TODAY),
    );
    expect(seen.count).toBe(1);
    expect(seen.rows.map((row) => row.title)).not.toContain(asked.word);
  });

  it("is found by its exact number alone", async () => {
    const { number } = asked;
    for (const wrong of [`${number} `, number.toLowerCase(), number.slice(0, -1), "%"]) {
      const seen = await runAsViewer(clerk, "read", (context) =>
        findEstimate(context, { brand, number: wrong }, TODAY),
      );
      expect(seen).toBeNull();
    }
  });

  it("does not exist where nobody is signed in, even if a query is made with the clerk's viewer", async () => {
    const seen = await pool().db.transaction(async (db) => {
      await db.execute(sql`select set_config('role', 'portal_client', true)`);
      return ask({ viewer: clerk, db }, asked);
    });
    expect(seen).toEqual(NOTHING);
    await expect(pool().db.transaction((db) => ask({ viewer: clerk, db }, asked))).rejects.toThrow();
  });
});

describe("the PDF of an estimate", () => {
  const path = (number: string) => ({ path: `/estimates/${number}/pdf`, params: { number } });

  it("is sent to the company's own contact, and may not be cached", async () => {
    const company = await createCompany();
    const estimate = await createEstimate(company, { title: "Historian <b>expansion</b> 漢字 🚰" });
    const contact = await createContact(company);
    const cookie = await sessionCookie({ kind: "contact", id: contact.id }, "cimsoft");
    const answer = await visit(getPdf, { brand: "cimsoft", cookie, ...path(estimate.number) });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/pdf");
    expect(answer.headers.get("content-disposition")).toContain(`Estimate ${estimate.number}.pdf`);
    expect(answer.headers.get("cache-control")).toContain("no-store");
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
  });

  it("answers everybody else as if the estimate did not exist", async () => {
    const company = await createCompany();
    const estimate = await createEstimate(company);
    const contact = async (...given: Parameters<typeof createContact>) =>
      sessionCookie({ kind: "contact", id: (await createContact(...given)).id }, given[0]?.brand ?? "cimsoft");
    const abroad = await createCompany({ brand: "insource" });
    const own = await contact(company);
    const read = async (asked: { brand: string; cookie: string }, number: string) => {
      const answer = await visit(getPdf, { ...asked, ...path(number) });
      return { status: answer.status, body: await answer.text(), headers: [...answer.headers] };
    };
    const missing = await read({ brand: "cimsoft", cookie: own }, "NO-SUCH");
    expect(missing.status).toBe(404);
    for (const cookie of [
      await contact(await createCompany()),
      await contact(await createCompany(), { relatedTo: [company] }),
      await contact(company, { billing: false }),
      await sessionCookie({ kind: "staff", id: (await createStaff(["administrator"])).id }, "cimsoft"),
    ]) {
      expect(await read({ brand: "cimsoft", cookie }, estimate.number)).toEqual(missing);
    }
    expect(await read({ brand: "insource", cookie: await contact(abroad) }, estimate.number)).toEqual(missing);
    const signedOut = await visit(getPdf, { brand: "cimsoft", ...path(estimate.number) });
    expect([signedOut.status, signedOut.headers.get("location")]).toEqual([
      307,
      `/login?next=${encodeURIComponent(`/estimates/${estimate.number}/pdf`)}`,
    ]);
  });
});
