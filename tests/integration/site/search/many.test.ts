import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { asSystem, type ClientViewer, runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import { search } from "@/lib/site/search/queries";
import { seedBrand } from "@/tests/support/brand";
import {
  clientViewer,
  createAgreement,
  createCompany,
  createContact,
  createStaff,
  seed,
  staffViewer,
} from "@/tests/support/world";

/*
 * Beyond the newest thousand of a company and of a brand: what few have and what everybody but this company has is
 * found among the oldest, by whom it is shown to and by nobody else.
 */

const MANY = 1_200;
/** The word of the oldest of a company, of which nobody else has one. */
const RARE = "quagga";
/** The word of all that the other company has, and of one that is the oldest of this company. */
const COMMON = "heronry";
let author: ClientViewer;
let colleague: ClientViewer;
let outsider: ClientViewer;
/** Of the same company, but with a right to own cases alone. */
let beside: ClientViewer;
let administrator: StaffViewer;

interface Owner {
  readonly companyId: string;
  readonly contactId: string;
}

/** Documents and cases from the first of `year` on, one a day, all with the same words. */
async function fill({ companyId, contactId }: Owner, letters: string, year: number, count: number, words: string) {
  const first = sql`date '2000-01-01' + make_interval(years => ${year - 2000}::int) + n * interval '1 day'`;
  await seed(async (db) => {
    await db.execute(sql`insert into invoices (id, brand, company_id, external_id, number, po_number, currency, issued_on, due_on, subtotal_minor, total_minor)
      select gen_random_uuid(), 'cimsoft', ${companyId}, ${letters} || year_n, ${letters} || '-' || year_n, ${words}, 'USD', issued, issued + 30, 100, 100
      from (select ${year} * 10000 + n as year_n, (${first})::date as issued from generate_series(1, ${count}::int) n) s`);
    await db.execute(sql`insert into estimates (id, brand, company_id, external_id, number, title, currency, total_minor, issued_on, expires_on)
      select gen_random_uuid(), 'cimsoft', ${companyId}, 'E' || ${letters} || year_n, 'E' || ${letters} || '-' || year_n, initcap(${words}), 'USD', 100, issued, issued + 30
      from (select ${year} * 10000 + n as year_n, (${first})::date as issued from generate_series(1, ${count}::int) n) s`);
    await db.execute(sql`alter table threads disable trigger user`);
    await db.execute(sql`insert into threads (id, brand, company_id, kind, number, opened_by, opened_by_name, subject, severity, product, status,
        close_reason, closed_at, first_answer_due_at, active_at, last_message_at, last_author_id, created_at, search)
      select gen_random_uuid(), 'cimsoft', ${companyId}, 'case', 'C-' || ${year}::int * 10000 + n, ${contactId}, 'Contact', ${words}, 'question', 'InTouch HMI',
        'closed', 'solved', ${first}, ${first}, ${first}, ${first}, ${contactId}, ${first}, to_tsvector('english', ${words}) from generate_series(1, ${count}::int) n`);
    await db.execute(sql`alter table threads enable trigger user`);
    await db.execute(sql`insert into cases (id, brand) select id, brand from threads on conflict do nothing`);
  });
}

beforeAll(async () => {
  const company = await createCompany();
  const other = await createCompany();
  for (const one of [company, other]) await createAgreement(one);
  author = clientViewer(await createContact(company, { casesScope: "own" }));
  colleague = clientViewer(await createContact(company, { casesScope: "company" }));
  outsider = clientViewer(await createContact(other, { casesScope: "company" }));
  beside = clientViewer(await createContact(company, { casesScope: "own" }));
  administrator = staffViewer(await createStaff(["administrator"]));
  const ownerOf = ({ companyId, contactId }: ClientViewer): Owner => ({ companyId: companyId ?? "", contactId });
  await fill(ownerOf(author), "QUAY", 2001, 3, RARE);
  await fill(ownerOf(author), "QUAY", 2002, 1, COMMON);
  await fill(ownerOf(outsider), "THEIRS", 2010, MANY, COMMON);
  await fill(ownerOf(colleague), "QUAY", 2020, MANY, "ordinary");
  await asSystem("test", (db) => db.execute(sql`analyze`));
});

async function counted(viewer: Viewer, q: string): Promise<Record<string, number>> {
  const brand = seedBrand("cimsoft");
  const { answer } = await runAsViewer(viewer, "read", (context) =>
    search(context, { q, brand, most: 20, zone: brand.zone }),
  );
  return Object.fromEntries(
    answer.groups
      .filter(({ kind }) => ["invoice", "estimate", "case"].includes(kind))
      .map(({ kind, hits }) => [kind, hits.length]),
  );
}

it("the oldest are found by a word that few have", async () => {
  const all = { invoice: 3, estimate: 3, case: 3 };
  for (const viewer of [author, colleague, administrator]) expect(await counted(viewer, RARE)).toEqual(all);
  expect(await counted(administrator, `${RARE} quay`)).toEqual({ invoice: 3, estimate: 3 });
  expect(await counted(outsider, RARE)).toEqual({});
});

it("the oldest are found by a word that everybody else's have", async () => {
  for (const viewer of [author, colleague])
    expect(await counted(viewer, COMMON)).toEqual({ invoice: 1, estimate: 1, case: 1 });
  for (const viewer of [outsider, administrator]) {
    expect(await counted(viewer, COMMON)).toEqual({ invoice: 20, estimate: 20, case: 20 });
  }
  expect(await counted(administrator, `${COMMON} ordinary`)).toEqual({});
});

it("the oldest are found by their number and by a part of it, where many begin alike", async () => {
  for (const viewer of [author, colleague, administrator]) {
    for (const q of ["QUAY-20010002", "quay20010002"])
      expect([q, await counted(viewer, q)]).toEqual([q, { invoice: 1, estimate: 1 }]);
    expect((await counted(viewer, "0010003")).invoice).toBe(1);
  }
  expect(await counted(outsider, "QUAY-20010002")).toEqual({});
  expect((await counted(outsider, "THEIRS-2010")).invoice).toBe(20);
  expect(await counted(colleague, "THEIRS-2010")).toEqual({});
});

it("who opened none of them, staff of the other brand and staff who see none find none of them", async () => {
  const noBilling = { ...colleague, rights: { ...colleague.rights, billing: false } };
  for (const q of [RARE, COMMON, "QUAY-20010002", "ordinary"]) {
    expect((await counted(beside, q)).case).toBeUndefined();
    const { invoice, estimate } = await counted(noBilling, q);
    expect([q, invoice, estimate]).toEqual([q, undefined, undefined]);
    expect(await counted({ ...administrator, brands: ["insource"] }, q)).toEqual({});
    expect(await counted({ ...administrator, brands: [] }, q)).toEqual({});
    expect(await counted({ ...administrator, roles: ["marketing"] }, q)).toEqual({});
    expect(Object.keys(await counted({ ...administrator, roles: ["support_agent"] }, q))).not.toContain("invoice");
  }
});

it("likes and what is left beside them find what the patterns find", async () => {
  const part = fc.stringMatching(/^[a-c12%_\\.()-]{1,6}$/);
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { minLength: 1, maxLength: 3 }),
      fc.array(part, { maxLength: 12 }),
      async (words, said) => {
        const text = said.join(" ");
        const list = sql`array[${sql.join(
          words.map((word) => sql`${word}`),
          sql`, `,
        )}]::text[]`;
        const [row] = await asSystem("test", (db) =>
          db.execute<{
            wanted: boolean;
            found: boolean;
          }>(sql`with p as (select array_agg(search_pattern(w, '{}')) as patterns from unnest(${list}) w)
          select ${text} ~ all (patterns) as wanted, ${text} like all (search_likes(patterns)) and ${text} ~ all (search_rest(patterns)) as found from p`),
        );
        expect(row?.found).toBe(row?.wanted);
      },
    ),
    { numRuns: 150 },
  );
});
