import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import type { StaffRole } from "@/db/schema/constants";
import { RESOURCE_AUDIENCES } from "@/db/schema/resource-constants";
import { type ClientViewer, runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import { search } from "@/lib/site/search/queries";
import { seedBrand } from "@/tests/support/brand";
import {
  clientViewer,
  createAgreement,
  createCompany,
  createContact,
  createEstimate,
  createInvoice,
  createStaff,
  nobodysId,
  staffViewer,
} from "@/tests/support/world";
import { createCase, createChat, createRequest } from "@/tests/support/world-threads";
import { addVersion, publish } from "../library/support";

/*
 * Whoever asks finds what the second wall alone shows them, read without any search, and not a row more or less: in
 * results and in counts.
 */

const WORD = "marmalade";
const MOST = 200;
const people: ClientViewer[] = [];
let member: StaffViewer;

beforeAll(async () => {
  for (const brand of ["cimsoft", "insource"]) {
    for (const agreement of [null, "support", "subscription"] as const) {
      const company = await createCompany({ brand, name: `${WORD} works` });
      const sister = await createCompany({ brand, name: `${WORD} sister` });
      if (agreement) await createAgreement(company, { kind: agreement, product: "Historian subscription" });
      if (agreement) await createAgreement(sister, { product: "Standard support" });
      const invoice = await createInvoice(company, { lines: [WORD] });
      const colleague = await createContact(company, { casesScope: "company", name: `Kim ${WORD}` });
      const own = await createContact(company, { casesScope: "own", relatedTo: [sister] });
      people.push(clientViewer(colleague), clientViewer(own));
      for (const author of [colleague, own]) {
        await createCase(company, author, { subject: `${WORD} case` });
        await createCase(sister, author, { subject: `${WORD} case of the sister` });
        await createChat(company, author, { subject: `${WORD} chat`, status: "closed" });
        for (const kind of ["message", "change"] as const) {
          await createRequest(company, author, { subject: `${WORD} request`, kind });
        }
        await createRequest(company, author, { subject: `${WORD} request`, kind: "invoice", invoiceId: invoice.id });
      }
      // Who takes part reaches the company's cases.
      const participants = agreement === "support" ? [own] : [];
      await createCase(company, colleague, { subject: `${WORD} taken part`, participants });
      await createEstimate(company, { title: `${WORD} offer` });
    }
    for (const audience of RESOURCE_AUDIENCES) {
      const product = audience === "entitled" ? "Historian subscription" : null;
      await addVersion(await publish({ brand, audience, product, title: `${WORD} guide` }));
    }
    await addVersion(await publish({ brand, title: `${WORD} draft`, state: "draft", publishAt: null }));
    const later = await publish({
      brand,
      title: `${WORD} later`,
      state: "scheduled",
      publishAt: new Date("2099-01-01"),
    });
    await addVersion(later);
  }
  member = staffViewer(await createStaff(["administrator"]));
});

/** How many rows of each kind have the word, as the viewer's role reads the tables. */
async function shown(viewer: Viewer): Promise<Record<string, number>> {
  const isClient = viewer.kind === "client";
  const like = `%${WORD}%`;
  const rows = await runAsViewer(viewer, "read", ({ db }) =>
    db.execute<{ kind: string; n: number }>(sql`
      select kind, count(*)::int as n from threads where subject like ${like} group by kind
      union all select 'invoice', count(*)::int from invoices where id in (select invoice_id from invoice_lines where description like ${like})
      union all select 'estimate', count(*)::int from estimates where title like ${like}
      union all select 'resource', count(*)::int from resources where title like ${like}
      union all select 'company', count(*)::int from companies where name like ${like} and not ${isClient}
      union all select 'contact', count(*)::int from contacts c where not ${isClient}
        and (name like ${like} or exists (select from companies o where o.id = c.primary_company_id and o.name like ${like}))`),
  );
  return Object.fromEntries([...rows].filter(({ n }) => n > 0).map(({ kind, n }) => [kind, n]));
}

async function found(viewer: Viewer): Promise<Record<string, number>> {
  const brand = seedBrand("cimsoft");
  const { answer } = await runAsViewer(viewer, "read", (context) =>
    search(context, { q: WORD, brand, most: MOST, zone: "America/New_York" }),
  );
  expect(answer.count).toBe(answer.groups.reduce((sum, { hits }) => sum + hits.length, 0));
  return Object.fromEntries(answer.groups.map(({ kind, hits }) => [kind, hits.length]));
}

const scope = fc.constantFrom("none", "own", "company" as const);

it("a client finds what the tables show them", async () => {
  const rights = fc.record({ billing: fc.boolean(), pay: fc.boolean(), cases: scope, requests: scope });
  await fc.assert(
    fc.asyncProperty(fc.nat(), rights, fc.boolean(), async (who, theirs, hasCompany) => {
      const person = people[who % people.length];
      if (!person) throw new Error("nobody");
      const viewer = { ...person, rights: theirs, companyId: hasCompany ? person.companyId : null } as ClientViewer;
      expect(await found(viewer)).toEqual(await shown(viewer));
    }),
    { numRuns: 40 },
  );
});

it("a client of the other brand, and one whom nobody knows, find nothing of it", async () => {
  for (const person of people) {
    const brand = person.brand === "cimsoft" ? "insource" : "cimsoft";
    const crossed = { ...person, brand };
    const seen = await found(crossed);
    for (const kind of ["case", "chat", "invoice", "estimate"]) expect(seen[kind]).toBeUndefined();
    expect(seen).toEqual(await shown(crossed));
  }
  const nobody = { ...(people[0] as ClientViewer), contactId: nobodysId(), companyId: nobodysId() };
  expect(Object.keys(await found(nobody))).toEqual(Object.keys(await shown(nobody)));
});

it("a member of staff finds what the tables show to their roles in their brands", async () => {
  const roles = fc.subarray<StaffRole>([
    "account_manager",
    "subscription_manager",
    "support_agent",
    "marketing",
    "administrator",
  ]);
  const brands = fc.subarray(["cimsoft", "insource"]);
  await fc.assert(
    fc.asyncProperty(roles, brands, async (held, of) => {
      const viewer: StaffViewer = { ...member, roles: held, brands: of };
      expect(await found(viewer)).toEqual(await shown(viewer));
    }),
    { numRuns: 40 },
  );
});
