import { and, eq } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { accountTeamMembers, contactCompanies, contacts } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { createCompany, createContact, createTeamMember, unique } from "../../support/world";
import { act, type Member, member } from "../threads/requests/staff/support";
import { type Cells, importFiles } from "./folder";

/*
 * Whatever the ERP says, and in whatever order: what an administrator decided last is how it is. A model keeps the last
 * decision about a relation, a right and a member of an account team, and what the last import said where nobody has
 * decided.
 */

type Step =
  | { readonly by: "erp"; readonly relation: Word; readonly cases: Word; readonly team: Word; readonly key: 0 | 1 }
  | { readonly by: "portal"; readonly about: "relation" | "cases" | "team" };
type Word = "yes" | "no" | "silent";

const word = fc.constantFrom<Word>("yes", "no", "silent");
const step = fc.oneof(
  fc.record({ by: fc.constant("erp" as const), relation: word, cases: word, team: word, key: fc.constantFrom(0, 1) }),
  fc.record({ by: fc.constant("portal" as const), about: fc.constantFrom("relation", "cases", "team") }),
) as fc.Arbitrary<Step>;

let administrator: Member;
beforeAll(async () => {
  administrator = await member(["administrator"]);
});

/** A contact and a team, with the state of the three things as the database has it. */
async function world() {
  const company = await createCompany();
  const other = await createCompany();
  const contact = await createContact(company, { externalId: unique("P"), casesScope: "none" });
  const dana = await createTeamMember(company);
  const relation = and(eq(contactCompanies.contactId, contact.id), eq(contactCompanies.companyId, other.id));
  const onTeam = eq(accountTeamMembers.companyId, company.id);
  const { brand } = company;
  return {
    state: () =>
      asSystem("test", async (db) => ({
        relation: (await db.select().from(contactCompanies).where(relation)).length > 0,
        cases:
          (await db.select({ scope: contacts.casesScope }).from(contacts).where(eq(contacts.id, contact.id)))[0]
            ?.scope === "company",
        team: (await db.select().from(accountTeamMembers).where(onTeam)).length > 0,
      })),
    /** Turns one of them round, as an administrator. */
    turn: (about: "relation" | "cases" | "team", now: boolean) =>
      act(administrator, async ({ db }) => {
        if (about === "cases") {
          await db
            .update(contacts)
            .set({ casesScope: now ? "none" : "company" })
            .where(eq(contacts.id, contact.id));
        } else if (about === "relation") {
          if (now) await db.delete(contactCompanies).where(relation);
          else {
            const row = { brand, contactId: contact.id, companyId: other.id, source: "administrator" };
            await db.insert(contactCompanies).values(row);
          }
        } else if (now) await db.delete(accountTeamMembers).where(onTeam);
        else {
          const { role, name, email } = dana;
          const row = { brand, companyId: company.id, externalId: unique("portal:"), role, name, email };
          await db.insert(accountTeamMembers).values(row);
        }
      }),
    say: ({ relation, cases, team, key }: Extract<Step, { by: "erp" }>) => {
      const files: Record<string, Cells[]> = {};
      const removed = (said: Word) => (said === "no" ? "yes" : "");
      if (relation !== "silent") {
        const row = { brand, contact: contact.externalId ?? "", company: other.externalId };
        files["company-relations"] = [{ ...row, removed: removed(relation) }];
      }
      if (cases !== "silent") {
        const row = { brand, external_id: contact.externalId ?? "", email: "", name: "" };
        files.contacts = [{ ...row, cases: cases === "yes" ? "company" : "none" }];
      }
      if (team !== "silent") {
        const { role, name, email } = dana;
        const row = { brand, external_id: key ? dana.externalId : `${dana.externalId}-2`, role, name, email };
        files["account-team"] = [{ ...row, company: company.externalId, removed: removed(team) }];
      }
      return importFiles(files);
    },
  };
}

it("no sequence of imports undoes a decision", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
      const { state, turn, say } = await world();
      const decided: { relation?: boolean; cases?: boolean; team?: boolean } = {};
      for (const one of steps) {
        if (one.by === "portal") {
          const now = (await state())[one.about];
          await turn(one.about, now);
          decided[one.about] = !now;
        } else {
          const report = await say(one);
          expect(report.files.flatMap(({ errors, bad }) => [...errors, ...bad])).toEqual([]);
        }
        expect(await state()).toMatchObject(decided);
      }
    }),
    { numRuns: process.env.PORTAL_TEST_LONG ? 200 : 20 },
  );
});
