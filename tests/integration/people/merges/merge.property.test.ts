import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { contactPhones, mailPreferences, threadReads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { type Member, member } from "@/tests/integration/threads/requests/staff/support";
import {
  createAgreement,
  createCompany,
  createContact,
  createInvoice,
  createPayment,
  createTeamMember,
  unique,
} from "@/tests/support/world";
import { createCase, createRequest } from "@/tests/support/world-threads";
import { countsOf, everything, merge, undo } from "./support";

/* Whatever hangs on two records: a merge loses no row of any table, and undone, all is as before. */

let administrator: Member;
beforeAll(async () => {
  administrator = await member(["administrator"], "Noor Haddad");
});

type Person = Awaited<ReturnType<typeof createContact>>;
const SCOPES = ["none", "own", "company"] as const;

/** One thing that hangs on the person (0 or 1) of the company (0 or 1), by what it is. */
const thing = fc.record({
  what: fc.constantFrom(
    "case",
    "request",
    "payment",
    "invoice",
    "phone",
    "read",
    "preference",
    "team",
    "agreement",
    "relation",
  ),
  company: fc.nat(1),
  person: fc.nat(1),
});
const world = fc.record({
  kind: fc.constantFrom("contact" as const, "company" as const),
  things: fc.array(thing, { maxLength: 12 }),
  scopes: fc.array(fc.constantFrom(...SCOPES), { minLength: 4, maxLength: 4 }),
  billing: fc.boolean(),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

async function build({ things, scopes, billing }: World) {
  const companies = [await createCompany(), await createCompany()] as const;
  const people: Person[][] = [];
  for (const company of companies) {
    const own: Person[] = [];
    for (const place of [0, 1]) {
      const casesScope = scopes[people.length * 2 + place] ?? "own";
      own.push(await createContact(company, { externalId: unique("P"), casesScope, billing }));
    }
    people.push(own);
  }
  for (const { what, company: place, person } of things) {
    const company = companies[place === 0 ? 0 : 1];
    const who = people[place]?.[person];
    if (!who) throw new Error("nobody");
    await hang(what, company, who);
  }
  return { companies, people };
}

async function hang(what: string, company: Awaited<ReturnType<typeof createCompany>>, who: Person): Promise<void> {
  const brand = company.brand;
  if (what === "case") await createCase(company, who);
  else if (what === "request") await createRequest(company, who, {});
  else if (what === "payment") await createPayment(company, await createInvoice(company), { contactId: who.id });
  else if (what === "invoice") await createInvoice(company);
  else if (what === "team") await createTeamMember(company);
  else if (what === "agreement") await createAgreement(company);
  else if (what === "relation")
    await createContact(await createCompany(), { casesScope: "company", relatedTo: [company] });
  else if (what === "phone") {
    const number = unique("+1804555");
    await asSystem("test world", (db) =>
      db.insert(contactPhones).values({ brand, contactId: who.id, kind: "work", number }),
    );
  } else if (what === "preference") {
    await asSystem("test world", (db) =>
      db
        .insert(mailPreferences)
        .values({ personKind: "contact", personId: who.id, kind: "case-message", wanted: false } as never)
        .onConflictDoNothing(),
    );
  } else {
    const { id } = await createCase(company, who);
    const read = { brand, threadId: id, readerKind: "contact" as const, readAt: new Date() };
    await asSystem("test world", (db) => db.insert(threadReads).values({ ...read, readerId: who.id } as never));
  }
}

it("loses nothing by a merge and brings everything back by undoing it", async () => {
  await fc.assert(
    fc.asyncProperty(world, async (drawn) => {
      const { companies, people } = await build(drawn);
      const [first, second] = people[0] ?? [];
      if (!first || !second) throw new Error("nobody");
      const before = await everything();
      const id =
        drawn.kind === "contact"
          ? await merge(administrator, "contact", first, second)
          : await merge(administrator, "company", ...companies);
      expect(countsOf(await everything())).toEqual(countsOf(before));
      await undo(administrator, id);
      expect(await everything()).toEqual(before);
    }),
    { numRuns: 25 },
  );
});
