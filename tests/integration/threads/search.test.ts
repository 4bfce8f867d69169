import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { companies } from "@/db/schema";
import { asSystem, type ClientViewer, runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import { runReindexTask } from "@/lib/jobs/reindex";
import { listCases } from "@/lib/threads/cases/list/queries";
import { parseCaseFilters } from "@/lib/threads/cases/schema";
import { listStaffCases } from "@/lib/threads/cases/staff/queue/queries";
import { parseStaffCaseFilters } from "@/lib/threads/cases/staff/queue/schema";
import { triageCase } from "@/lib/threads/cases/staff/triage/service";
import { parseServiceFilters } from "@/lib/threads/requests/schema";
import { listServiceRequests } from "@/lib/threads/requests/service-list/queries";
import { listStaffRequests } from "@/lib/threads/requests/staff/queue/queries";
import { parseStaffRequestFilters } from "@/lib/threads/requests/staff/queue/schema";
import { PAGE_SIZE } from "@/lib/threads/schema";
import { seedBrand } from "@/tests/support/brand";
import {
  clientViewer,
  createAgreement,
  createCompany,
  createContact,
  createStaff,
  staffViewer,
} from "@/tests/support/world";
import { createCase, createRequest } from "@/tests/support/world-threads";

/* What every list of threads finds, whichever kind it shows and for whichever side. */

const LOCAL = { zone: "America/New_York" };
const BRANDS = [seedBrand("cimsoft"), seedBrand("insource")];

/** The numbers that each list finds, by its name. */
async function found(viewer: StaffViewer, client: ClientViewer, q: string) {
  const numbers = ({ rows }: { rows: readonly { number: string }[] }) => rows.map(({ number }) => number).sort();
  const staff = await runAsViewer(viewer, "read", async (context) => ({
    "queue of cases": numbers(await listStaffCases(context, parseStaffCaseFilters({ q }), BRANDS, LOCAL)),
    "queue of requests": numbers(await listStaffRequests(context, parseStaffRequestFilters({ q }), BRANDS, LOCAL)),
  }));
  const own = await runAsViewer(client, "read", async (context) => ({
    "own cases": numbers(await listCases(context, parseCaseFilters({ q }), LOCAL)),
    "own service requests": numbers(await listServiceRequests(context, parseServiceFilters({ q }), LOCAL)),
  }));
  return { ...staff, ...own };
}

let client: ClientViewer;
let staff: StaffViewer;
let companyId: string;
let agentId: string;
let filed: string;
let asked: string;

beforeAll(async () => {
  const company = await createCompany({ name: "Keystone Zwieback Works" });
  companyId = company.id;
  await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
  const robin = await createContact(company, { name: "Robin Quillfeather", casesScope: "own", requestsScope: "own" });
  client = clientViewer(robin);
  const member = await createStaff(["administrator"]);
  agentId = member.id;
  staff = staffViewer(member);
  const about = { subject: "Trend window stays empty", product: "AVEVA Historian", productVersion: "2023 R2" };
  filed = (await createCase(company, robin, about)).number;
  asked = (await createRequest(company, robin, { subject: "Seats for the second line", body: "How many?" })).number;
});

const everywhere = () => ({
  "queue of cases": [filed],
  "queue of requests": [asked],
  "own cases": [filed],
  "own service requests": [filed, asked],
});
const cases = () => ({ ...everywhere(), "queue of requests": [], "own service requests": [filed] });
const requests = () => ({ ...everywhere(), "queue of cases": [], "own cases": [], "own service requests": [asked] });

describe("every list of threads", () => {
  it.each(["keystone", "Zwieback", "zwie", "keystone works", "quillfeather", "Robin Quillfeather", "zwieback robin"])(
    "finds the company and who opened it by %j",
    async (q) => {
      expect(await found(staff, client, q)).toEqual(everywhere());
    },
  );

  it("finds names together with words of messages, and all words must match", async () => {
    expect(await found(staff, client, "zwieback trend window")).toEqual(cases());
    expect(await found(staff, client, "zwieback seats many")).toEqual(requests());
    expect(await found(staff, client, "zwieback nowhere")).toMatchObject({ "queue of cases": [], "own cases": [] });
  });

  it.each(["quillfeather historian", "quillfeather 2023", "Quillfeather AVEVA Historian 2023 R2", "zwieback R2"])(
    "finds the product and its version by %j",
    async (q) => {
      expect(await found(staff, client, q)).toEqual(cases());
    },
  );

  it("finds a number however it is written, and no thread of another kind by it", async () => {
    const written = (letter: string, noun: string) =>
      fc.record({
        before: fc.constantFrom("", `${noun} `, `${noun.toUpperCase()} #`, "#", "no. ", "Number "),
        letter: fc.constantFrom(letter, letter.toLowerCase(), ""),
        dash: fc.constantFrom("-", "", " ", " - ", "–", "‑", "—"),
        space: fc.constantFrom("", " "),
        around: fc.constantFrom("", " "),
      });
    await fc.assert(
      fc.asyncProperty(
        fc
          .constantFrom(["C", "case"] as const, ["R", "request"] as const)
          .chain(([letter, noun]) => written(letter, noun).map((how) => ({ ...how, isCase: letter === "C" }))),
        async ({ before, letter, dash, space, around, isCase }) => {
          const digits = (isCase ? filed : asked).slice(2);
          const grouped = `${digits.slice(0, 3)}${space}${digits.slice(3)}`;
          const q = `${around}${before}${letter}${letter && dash}${grouped}${around}`;
          const lists = await found(staff, client, q);
          const number = isCase ? filed : asked;
          expect(lists["own service requests"], q).toContain(number);
          expect(lists[isCase ? "queue of cases" : "queue of requests"], q).toContain(number);
          if (letter) {
            expect(lists[isCase ? "queue of requests" : "queue of cases"], q).not.toContain(isCase ? asked : filed);
          }
        },
      ),
      { numRuns: 40 },
    );
    expect(await found(staff, client, `${filed} zwieback`)).toEqual(cases());
  });

  it("finds the product that an agent set for a case, and the one that it was filed for", async () => {
    const { id, product, productVersion } = await runAsViewer(staff, "read", async ({ db }) => {
      const [row] = await db.execute<{ id: string; product: string; productVersion: string }>(
        sql`select c.id, t.product, c.product_version as "productVersion" from cases c join threads t on t.id = c.id where t.number = ${filed}`,
      );
      return row ?? { id: "", product: "", productVersion: "" };
    });
    expect(id).not.toBe("");
    await runAsViewer(staff, "write", (context) =>
      triageCase(
        { ...context, name: "Kim Duarte" },
        {
          ...{ number: filed, severity: "impaired", product: "Mangelwurzel Edge", version: "7" },
          was: { severity: "impaired", product, version: productVersion },
        },
      ),
    );
    for (const q of ["mangelwurzel", "zwieback historian"]) expect(await found(staff, client, q), q).toEqual(cases());
  });

  it("finds a company by its new name, once the job has run", async () => {
    const rename = (name: string) =>
      asSystem("test world", (db) => db.update(companies).set({ name }).where(eq(companies.id, companyId)));
    const jobs = () =>
      asSystem("test look", (db) =>
        db.execute(sql`select 1 from graphile_worker.jobs where key = ${`reindex:${companyId}`}`),
      );
    await rename("Keystone Zwieback Works");
    expect(await jobs()).toHaveLength(0);
    await rename("Yellowstone Granary");
    expect(await jobs()).toHaveLength(1);
    await runReindexTask({ company: companyId });
    expect(await found(staff, client, "yellowstone granary")).toEqual(everywhere());
    expect(await found(staff, client, "zwieback")).toMatchObject({ "queue of cases": [], "own service requests": [] });
    // All else is found as before: what was said, and both products.
    expect(await found(staff, client, "granary how many")).toEqual(requests());
    for (const q of ["granary mangelwurzel", "granary historian 2023", "granary stops every morning"]) {
      expect(await found(staff, client, q), q).toEqual(cases());
    }
    await runReindexTask({ company: companyId });
    expect(await found(staff, client, "granary")).toEqual(everywhere());
  });

  it("finds nothing for whoever does not see the thread", async () => {
    const stranger = await createContact(await createCompany(), { casesScope: "company", requestsScope: "company" });
    const colleague = await createContact(
      { ...(await createCompany()), id: companyId },
      { casesScope: "own", requestsScope: "own" },
    );
    const outsiders: readonly (readonly [StaffViewer, Viewer])[] = [
      [{ ...staff, brands: ["insource"] }, clientViewer(stranger)],
      [{ ...staff, roles: ["marketing"] }, clientViewer(colleague)],
      [
        { ...staff, brands: [] },
        { ...client, brand: "insource", contactId: agentId },
      ],
    ];
    for (const [member, contact] of outsiders) {
      for (const q of ["yellowstone", "quillfeather", filed, asked]) {
        const raw = (viewer: Viewer) =>
          runAsViewer(viewer, "read", ({ db }) =>
            db.execute(sql`select search_threads(${q}, 'case') union all select search_threads(${q}, 'request')`),
          );
        expect([...(await raw(member)), ...(await raw(contact))], q).toEqual([]);
      }
    }
  });
});

describe("a page of threads that a search found", () => {
  const MANY = 2 * PAGE_SIZE + 7;
  let reader: ClientViewer;
  let agent: StaffViewer;
  beforeAll(async () => {
    const company = await createCompany({ name: "Ferrous Marmot Mills" });
    await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
    const contact = await createContact(company, { casesScope: "company", requestsScope: "company" });
    reader = clientViewer(contact);
    agent = staffViewer(await createStaff(["administrator"]));
    const severities = ["production_stopped", "impaired", "question"] as const;
    for (let n = 0; n < MANY; n++) await createCase(company, contact, { severity: severities[n % 3] });
    await createRequest(company, contact, { subject: "Seats" });
  });

  interface Page {
    readonly rows: readonly { readonly number: string }[];
    readonly from: number;
    readonly to: number;
    readonly count: number;
    readonly previous: object | null;
    readonly next: object | null;
  }
  /** Page by page to the end, and back to the beginning. */
  async function walk(read: (cursor: object | null) => Promise<Page>) {
    const pages = [await read(null)];
    for (let at = pages[0]; at?.next; at = pages.at(-1)) pages.push(await read(at.next));
    for (let at = pages.at(-1); at?.previous; at = pages.at(-1)) pages.push(await read(at.previous));
    return pages.map(({ rows, from, to, count }) => ({ numbers: rows.map(({ number }) => number), from, to, count }));
  }
  const asStaff = (filters: Record<string, string>) => (cursor: object | null) =>
    runAsViewer(agent, "read", (context) =>
      listStaffCases(context, { ...parseStaffCaseFilters(filters), cursor } as never, BRANDS, LOCAL),
    );
  const asClient = (filters: Record<string, string>) => (cursor: object | null) =>
    runAsViewer(reader, "read", (context) =>
      listCases(context, { ...parseCaseFilters(filters), cursor } as never, LOCAL),
    );

  it.each(["activity", "-filed", "filed", "severity"])(
    "shows a client's cases by %s as the same list without a search does",
    async (sort) => {
      const pages = await walk(asClient({ q: "marmot", sort }));
      expect(pages).toEqual(await walk(asClient({ sort })));
      expect(pages.map(({ from, to, count }) => [from, to, count])).toEqual([
        ...[
          [1, 25, MANY],
          [26, 50, MANY],
          [51, MANY, MANY],
        ],
        ...[
          [26, 50, MANY],
          [1, 25, MANY],
        ],
      ]);
    },
  );

  it("shows the queue as the same list of that company without a search does", async () => {
    const company = reader.companyId ?? "";
    for (const sort of ["clock", "severity"]) {
      const pages = await walk(asStaff({ q: "marmot", company, sort }));
      expect(pages).toEqual(await walk(asStaff({ company, sort })));
      expect(pages.flatMap(({ numbers }) => numbers)).toHaveLength(MANY + 2 * PAGE_SIZE);
    }
  });

  it("is the first one where the cursor is beyond the list", async () => {
    const { next } = await asClient({ q: "marmot", sort: "filed" })(null);
    const beyond = { ...next, at: "2099-01-01T00:00:00.000Z" };
    expect(await asClient({ q: "marmot", sort: "filed" })(beyond)).toMatchObject({ from: 1, to: 25, count: MANY });
    expect(await asClient({ q: "nowhere" })(null)).toMatchObject({ from: 0, to: 0, count: 0, next: null });
  });
});
