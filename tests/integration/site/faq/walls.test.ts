import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import FaqPage from "@/app/(public)/faq/page";
import { GET } from "@/app/api/cases/similar/route";
import { FAQ_AUDIENCES, type FaqAudience } from "@/db/schema/content-constants";
import { runAsViewer } from "@/db/viewer";
import { listFaq } from "@/lib/site/faq/queries";
import { ENDED, plant } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { sessionCookie, visit } from "@/tests/support/route";
import { clientViewer, createAgreement, createCompany, createContact } from "@/tests/support/world";
import { publishDocument } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const BRANDS = ["cimsoft", "insource"] as const;

interface Person {
  readonly contact: Awaited<ReturnType<typeof createContact>> | null;
  readonly brand: string;
  readonly sees: readonly FaqAudience[];
}

const people: Person[] = [];

beforeAll(async () => {
  for (const brand of BRANDS) {
    people.push({ contact: null, brand, sees: ["public"] });
    people.push({ contact: (await plant(brand)).filer, brand, sees: ["public", "clients", "support"] });
    people.push({ contact: await createContact(await createCompany({ brand })), brand, sees: ["public", "clients"] });
    const lapsed = await createCompany({ brand });
    await createAgreement(lapsed, ENDED);
    people.push({
      contact: await createContact(lapsed, { casesScope: "company" }),
      brand,
      sees: ["public", "clients"],
    });
  }
});

const drawn = fc.array(fc.record({ audience: fc.constantFrom(...FAQ_AUDIENCES), onHomePage: fc.boolean() }), {
  minLength: 1,
  maxLength: 6,
});

describe("what somebody finds in the FAQ", () => {
  it("is what is for them, on the page, in its list, its search and in suggestions, by either wall", async () => {
    await fc.assert(
      fc.asyncProperty(drawn, drawn, async (...both) => {
        for (const [at, brand] of BRANDS.entries()) {
          const entries = (both[at] ?? []).map((one, index) => ({
            ...{
              id: `${brand}-entry-${index}`,
              question: `Quokka burrow ${brand} ${index}?`,
              answer: "Burrows.",
              ...one,
            },
          }));
          await publishDocument(brand, { groups: [{ id: "all", title: "All", entries }] });
        }
        for (const person of people)
          await judge(person, both[BRANDS.findIndex((brand) => String(brand) === person.brand)] ?? []);
      }),
      { numRuns: 8 },
    );
  }, 300_000);
});

async function judge({ contact, brand, sees }: Person, entries: readonly { readonly audience: FaqAudience }[]) {
  const ids = entries.flatMap(({ audience }, index) => (sees.includes(audience) ? [`${brand}-entry-${index}`] : []));
  const who = JSON.stringify([brand, sees]);
  const visitor = contact ? { brand, account: { kind: "contact" as const, id: contact.id } } : { brand };
  for (const query of [{}, { q: "quokka burrow" }] as Record<string, string>[]) {
    const page = await seePage(FaqPage, visitor, { searchParams: Promise.resolve(query) });
    if (page.status !== 200) throw new Error("no FAQ");
    const shown = [...page.html.matchAll(/<article id="([^"]+)"/g)].map(([, id]) => id);
    expect(shown, who).toEqual(ids);
    const named = new Set([...page.html.matchAll(/[a-z]+-entry-\d/g)].map(([id]) => id));
    expect([...named].sort(), who).toEqual([...ids].sort());
    const found = /(\d+) answers?</.exec(page.html)?.[1];
    if (query.q) expect(Number(found ?? 0), who).toBe(ids.length);
  }
  if (!contact) return;
  const viewer = clientViewer(contact);
  const list = await runAsViewer(viewer, "read", (context) => listFaq(context, brand));
  expect(
    list.map(({ anchor }) => anchor),
    who,
  ).toEqual(ids);
  // The second wall alone.
  const bare = await runAsViewer(viewer, "read", ({ db }) =>
    db.execute<{ anchor: string }>(sql`select anchor from faq_entries order by position`),
  );
  expect(
    bare.map(({ anchor }) => anchor),
    who,
  ).toEqual(ids);
  const answer = await visit(GET, {
    ...{ brand, path: "/api/cases/similar?q=quokka+burrow", params: {} },
    cookie: await sessionCookie({ kind: "contact", id: contact.id }, brand),
  });
  if (answer.status !== 200) return;
  const { faq } = (await answer.json()) as { faq: { href: string }[] };
  expect(
    faq.map(({ href }) => href),
    who,
  ).toEqual(ids.slice(0, 3).map((id) => `/faq#${id}`));
}
