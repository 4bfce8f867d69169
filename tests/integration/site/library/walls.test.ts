import { eq, inArray, sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { brands, resources, resourceVersions } from "@/db/schema";
import type { ScanState } from "@/db/schema/constants";
import { RESOURCE_AUDIENCES, RESOURCE_STATES } from "@/db/schema/resource-constants";
import { asSystem, runAsViewer } from "@/db/viewer";
import { addDays, businessToday } from "@/lib/kit/time";
import { findOpened, findResource, listRelated, listResources, suggestResources } from "@/lib/site/library/queries";
import { parseResourceFilters } from "@/lib/site/library/schema";
import { countUse } from "@/lib/site/library/service";
import { zoneOfTests } from "@/tests/support/brand";
import { clientViewer, createAgreement, createCompany, createContact, nobodysId } from "@/tests/support/world";
import { addVersion, publish, reads, resourceRow, writes } from "./support";

/*
 * Who finds what, against a rule that knows nothing of the SQL: over audiences, agreements, brands, time and the states
 * of a file. The second wall is asked for itself too, without the conditions of the queries.
 */

const BRANDS = ["cimsoft", "insource"] as const;
const PRODUCTS = ["Historian subscription", "Managed patching"] as const;
const SCANS: readonly ScanState[] = ["clean", "not_scanned", "released", "held", "infected", "pending"];
const SERVED = ["clean", "not_scanned", "released"];
const HOUR = 60 * 60 * 1000;

interface Term {
  readonly kind: "support" | "subscription" | "contract";
  readonly product: string;
  /** Days from today to the first and the last day. */
  readonly from: number;
  readonly to: number;
  readonly state: "active" | "cancelled";
  /** Of a company that the contact is related to. */
  readonly related: boolean;
}
interface Person {
  readonly contact: Awaited<ReturnType<typeof createContact>>;
  readonly terms: readonly Term[];
}

const term = (over: Partial<Term> = {}): Term => ({
  ...{ kind: "support", product: "Standard support", from: -100, to: 100, state: "active", related: false },
  ...over,
});
const TERMS: readonly (readonly Term[])[] = [
  [],
  [term()],
  [term({ from: -10, to: 0 })],
  [term({ from: 0, to: 10 })],
  [term({ from: -10, to: -1 })],
  [term({ from: 1, to: 10 })],
  [term({ state: "cancelled" })],
  [term({ kind: "subscription", product: PRODUCTS[0] })],
  [term({ kind: "contract", product: PRODUCTS[1] }), term({ to: -1 })],
  [term({ related: true })],
  [term({ related: true, kind: "subscription", product: PRODUCTS[0] })],
];

const people: Person[] = [];
let reachesRelated: Record<string, boolean>;

beforeAll(async () => {
  // What ends today ends after the test: it takes most of a minute.
  const rows = await asSystem("test", (db) => db.update(brands).set({ zone: zoneOfTests() }).returning());
  reachesRelated = Object.fromEntries(rows.map((row) => [row.key, row.companyAccess === "primary_and_related"]));
  for (const { key: brand, zone } of rows.filter(({ key }) => BRANDS.some((one) => one === key))) {
    const today = businessToday(zone);
    for (const terms of TERMS) {
      const [company, sister] = [await createCompany({ brand }), await createCompany({ brand })];
      for (const { kind, product, from, to, state, related } of terms) {
        const days = { startsOn: addDays(today, from), endsOn: addDays(today, to) };
        await createAgreement(related ? sister : company, { kind, product, state, ...days });
      }
      people.push({ terms, contact: await createContact(company, { relatedTo: [sister] }) });
    }
  }
});

const out = fc.record({
  state: fc.constantFrom(...RESOURCE_STATES),
  // Never near the present, so that the machine's pace decides nothing.
  hours: fc.constantFrom(-200, -3, 3, 200),
});
const version = fc.record({ out, scan: fc.constantFrom(...SCANS), what: fc.constantFrom("link", "file", "text") });
const resource = fc.record({
  ...{ brand: fc.constantFrom(...BRANDS), audience: fc.constantFrom(...RESOURCE_AUDIENCES), out },
  ...{
    product: fc.constantFrom(...PRODUCTS),
    kind: fc.constantFrom("manual", "article"),
    versions: fc.array(version, { maxLength: 3 }),
  },
});
type Drawn = typeof resource extends fc.Arbitrary<infer T> ? T : never;

const isOut = ({ state, hours }: { state: string; hours: number }) =>
  (state === "published" || state === "scheduled") && hours < 0;

function isInForce({ from, to, state, related }: Term, brand: string): boolean {
  return state === "active" && from <= 0 && to >= 0 && (!related || reachesRelated[brand] === true);
}

/** The rule in words of its own: of the brand, out, and for them. */
function isFor({ contact, terms }: Person, drawn: Drawn): boolean {
  if (drawn.brand !== contact.brand || !isOut(drawn.out)) return false;
  const inForce = terms.filter((one) => isInForce(one, contact.brand));
  if (drawn.audience === "support") return inForce.some(({ kind }) => kind === "support");
  if (drawn.audience === "entitled") return inForce.some(({ product }) => product === drawn.product);
  return true;
}

async function store(drawn: Drawn, word: string, place: number) {
  const at = ({ state, hours }: Drawn["out"]) => (state === "draft" ? null : new Date(Date.now() + hours * HOUR));
  const made = await publish({
    ...{ brand: drawn.brand, audience: drawn.audience, product: drawn.product, title: `${word} ${drawn.product}` },
    ...{ state: drawn.out.state, publishAt: at(drawn.out), kind: drawn.kind },
  });
  const versions = [];
  for (const [index, one] of drawn.versions.entries()) {
    const content = {
      link: {},
      file: { url: null, fileId: nobodysId(), name: "x.pdf", sizeBytes: 1, mediaType: "application/pdf", sha256: "x" },
      text: { url: null, article: { symptom: "It stops.", cause: "", fix: word } },
    }[one.what];
    const held = one.scan === "held" || one.scan === "released" ? { heldFor: "script" as const } : {};
    const state = { state: one.out.state, publishAt: at(one.out), scan: one.scan };
    const body = { body: `inside${word}x${place}x${index}`, textState: "read" as const };
    const row = await addVersion(made, { number: index + 1, ...state, ...held, ...content, ...body });
    versions.push({ ...row, isOpen: isOut(one.out) && SERVED.includes(one.scan), what: one.what });
  }
  return { id: made.id, drawn, versions };
}

const filters = (query: Record<string, string> = {}) => parseResourceFilters(query);

describe("what a contact finds in the library", () => {
  it("is what is out for them at this moment, in lists, counts, search, suggestions, related and files, by either wall", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(resource, { minLength: 2, maxLength: 5 }), async (drawn) => {
        await asSystem("test: an empty library", async (db) => {
          await db.delete(resourceVersions);
          await db.delete(resources);
        });
        const word = `quorum${nobodysId().replaceAll("-", "").slice(-8)}`;
        const stored = [];
        for (const [place, one] of drawn.entries()) stored.push(await store(one, word, place));
        for (const person of people) await judge(person, stored, word);
      }),
      { numRuns: 10 },
    );
  }, 300_000);

  it("counts an opening once a day, and none of what they may not see", async () => {
    const outsider = await createContact(await createCompany());
    const [open, shut] = [await publish(), await publish({ audience: "support" })];
    for (const { id } of [open, open, shut]) await writes(outsider, (context) => countUse(context, id));
    expect([(await resourceRow(open.id)).uses, (await resourceRow(shut.id)).uses]).toEqual([1, 0]);
  });
});

type Stored = Awaited<ReturnType<typeof store>>;

async function judge(person: Person, stored: readonly Stored[], word: string): Promise<void> {
  const { contact } = person;
  const mine = stored.filter(({ drawn }) => isFor(person, drawn));
  const shown = mine.filter(({ versions }) => versions.some(({ isOpen }) => isOpen));
  const ids = shown.map(({ id }) => id).sort();
  const who = JSON.stringify([contact.brand, person.terms]);
  const sorted = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).sort();
  await reads(contact, async (context) => {
    const list = await listResources(context, filters());
    expect(sorted(list.rows), who).toEqual(ids);
    expect(list.count, who).toBe(ids.length);
    const counted = list.products.reduce((sum, { count }) => sum + count, 0);
    expect([counted, list.kinds.reduce((sum, { count }) => sum + count, 0)], who).toEqual([ids.length, ids.length]);
    expect(sorted((await listResources(context, filters({ q: word, sort: "used" }))).rows), who).toEqual(ids);
    const text = `${word} historian subscription managed patching`;
    const suggest = (product: string) => suggestResources(context, { text, product, productVersion: "" }, 20);
    expect(sorted(await suggest("")), who).toEqual(ids);
    const [product] = PRODUCTS;
    const fitting = shown.filter(({ drawn }) => drawn.kind === "manual" || drawn.product === product);
    expect(sorted(await suggest(product)), who).toEqual(sorted(fitting));
    for (const { id, drawn, versions } of stored) {
      const isShown = ids.includes(id);
      const found = await findResource(context, id);
      const open = versions.filter(({ isOpen }) => isOpen);
      expect(found?.versions.map(({ number }) => number) ?? [], who).toEqual(
        isShown ? open.map(({ number }) => number).sort((a, b) => b - a) : [],
      );
      for (const one of versions) {
        const opened = await findOpened(context, id, one.id);
        expect(opened !== null, who).toBe(isShown && one.isOpen && one.what !== "text");
        if (opened) expect(opened.file !== undefined, who).toBe(one.what === "file");
        const byText = await listResources(context, filters({ q: one.body ?? "" }));
        expect(sorted(byText.rows), who).toEqual(isShown && open.at(-1) === one ? [id] : []);
      }
      const related = await listRelated(context, { id, product: drawn.product, kind: "manual" }, 20);
      const expected = shown.filter((one) => one.id !== id && one.drawn.product === drawn.product);
      expect(sorted(related), who).toEqual(sorted(expected));
    }
  });
  // The second wall alone.
  const bare = await runAsViewer(clientViewer(contact), "read", async ({ db }) => ({
    resources: await db.execute<{ id: string }>(sql.raw("select id from resources")),
    versions: await db.execute<{ id: string }>(sql.raw("select id from resource_versions")),
  }));
  expect(sorted([...bare.resources]), who).toEqual(sorted(mine));
  expect(sorted([...bare.versions]), who).toEqual(
    sorted(mine.flatMap(({ versions }) => versions.filter(({ isOpen }) => isOpen))),
  );
}

describe("the database", () => {
  it("gives a client no text of a file, and lets them write nothing but what they follow", async () => {
    const contact = await createContact(await createCompany());
    const other = await createContact(await createCompany());
    const open = await publish();
    await addVersion(open, { body: "secret", textState: "read" });
    const refused = { cause: { code: "42501" } };
    const attempt = (statement: ReturnType<typeof sql>) => writes(contact, ({ db }) => db.execute(statement));
    await expect(attempt(sql`select body from resource_versions`)).rejects.toMatchObject(refused);
    await expect(attempt(sql`update resources set title = 'x'`)).rejects.toMatchObject(refused);
    await expect(
      attempt(sql`insert into resource_uses values (${open.id}, ${contact.id}, now())`),
    ).rejects.toMatchObject(refused);
    await expect(
      attempt(sql`insert into resource_follows (brand, contact_id, product) values ('cimsoft', ${other.id}, 'x')`),
    ).rejects.toMatchObject(refused);
    await expect(attempt(sql`select * from entitlements_of(${other.id})`)).rejects.toMatchObject(refused);
  });

  it("lets nobody of the staff call a file clean, nor marketing release one that is held", async () => {
    const open = await publish();
    const held = await addVersion(open, { scan: "held", heldFor: "script" });
    const staff = (roles: readonly ("marketing" | "administrator" | "support_agent")[], brand = "cimsoft") =>
      ({ kind: "staff", staffId: nobodysId(), brands: [brand], roles }) as const;
    const set = (viewer: ReturnType<typeof staff>, scan: "released" | "clean") =>
      runAsViewer(viewer, "write", async ({ db }) => {
        const done = await db.update(resourceVersions).set({ scan }).where(eq(resourceVersions.id, held.id));
        return done.count;
      });
    const refused = { cause: { code: "42501" } };
    await expect(set(staff(["marketing"]), "released")).rejects.toMatchObject(refused);
    await expect(set(staff(["administrator"]), "clean")).rejects.toMatchObject(refused);
    expect(await set(staff(["support_agent"]), "released")).toBe(0);
    expect(await set(staff(["administrator"], "insource"), "released")).toBe(0);
    expect(await set(staff(["administrator"]), "released")).toBe(1);
    const rows = await asSystem("test", (db) =>
      db
        .select()
        .from(resourceVersions)
        .where(inArray(resourceVersions.id, [held.id])),
    );
    expect(rows[0]?.scan).toBe("released");
  });
});
