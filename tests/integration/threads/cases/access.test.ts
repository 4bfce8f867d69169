import { and, eq, inArray, notInArray, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { agreements, contactCompanies, contacts, files } from "@/db/schema";
import { asSystem, type ClientViewer, runAsViewer } from "@/db/viewer";
import { createSession } from "@/lib/gate/auth/session-store";
import { addDays, businessToday, systemNow } from "@/lib/kit/time";
import { countCases, listCases, listWaitingAndUnread } from "@/lib/threads/cases/list/queries";
import { findCase } from "@/lib/threads/cases/queries";
import { parseCaseFilters } from "@/lib/threads/cases/schema";
import { listSimilarCases } from "@/lib/threads/cases/similar/queries";
import { findFile } from "@/lib/threads/files/queries";
import { readThread } from "@/lib/threads/queries";
import { seedBrand } from "@/tests/support/brand";
import { clientViewer, createAgreement, createCompany, createContact, nobodysId } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";

/*
 * Who sees which case, said once more and in other words than the product says it, over random worlds: every way to
 * read cases must agree with it. Each world begins with everything allowed and has rights, relations and agreements
 * taken away after the cases were filed.
 */

const TERMS = ["in force", "ends today", "ended yesterday", "begins tomorrow", "cancelled", "none"] as const;
const COMPANIES = 3;
const PEOPLE = 4;
const ZONE = "America/New_York";

const place = fc.nat({ max: COMPANIES - 1 });
const worlds = fc.record({
  brand: fc.constantFrom("cimsoft" as const, "insource" as const),
  terms: fc.array(fc.constantFrom(...TERMS), { minLength: COMPANIES, maxLength: COMPANIES }),
  people: fc.array(
    fc.record({
      primary: fc.option(place, { freq: 6 }),
      related: fc.uniqueArray(place, { maxLength: COMPANIES }),
      scope: fc.constantFrom("none" as const, "own" as const, "company" as const),
      closed: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
    }),
    { minLength: PEOPLE, maxLength: PEOPLE },
  ),
  cases: fc.array(
    fc.record({
      company: place,
      filer: fc.nat({ max: PEOPLE - 1 }),
      takingPart: fc.uniqueArray(fc.nat({ max: PEOPLE - 1 }), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
});
type World = typeof worlds extends fc.Arbitrary<infer W> ? W : never;

/** The rule, said once more by hand (docs/security.md, Who sees what): nothing of the product's code is asked. */
function sees(world: World, personIndex: number, caseIndex: number): boolean {
  const person = world.people[personIndex];
  const filed = world.cases[caseIndex];
  if (!person || !filed || person.closed || person.scope === "none" || person.primary === null) return false;
  const term = world.terms[filed.company];
  if (term !== "in force" && term !== "ends today") return false;
  const reached =
    person.primary === filed.company || (world.brand === "cimsoft" && person.related.includes(filed.company));
  if (!reached) return false;
  return person.scope === "company" || filed.filer === personIndex || filed.takingPart.includes(personIndex);
}

async function build(world: World) {
  const { brand } = world;
  const today = businessToday(ZONE);
  const companies: Awaited<ReturnType<typeof createCompany>>[] = [];
  for (let index = 0; index < COMPANIES; index++) companies.push(await createCompany({ brand }));
  const everything = companies.map((company) => createAgreement(company, { startsOn: today, endsOn: today }));
  await Promise.all(everything);
  const people: Awaited<ReturnType<typeof createContact>>[] = [];
  for (const company of Array.from({ length: PEOPLE }, () => companies[0])) {
    if (!company) throw new Error("no company");
    people.push(await createContact(company, { casesScope: "company", relatedTo: companies }));
  }
  const filed = [];
  for (const { company, filer, takingPart } of world.cases) {
    const owner = companies[company];
    const by = people[filer];
    if (!owner || !by) throw new Error("a world without its people");
    // InSource reaches the primary company alone, so taking part is only possible from there.
    if (brand === "insource")
      await become(
        people.map(({ id }) => id),
        { primaryCompanyId: owner.id },
      );
    const participants = people.filter((_, index) => takingPart.includes(index) && index !== filer);
    // Every second waits on the client, so that both panels of the dashboard have their part.
    const status = filed.length % 2 === 0 ? ("waiting_on_you" as const) : ("in_progress" as const);
    const made = await createCase(owner, by, {
      participants,
      status,
      lastAuthorKind: "staff",
      lastAuthorId: nobodysId(),
      subject: "Historian archive stops",
    });
    filed.push({ ...made, file: await attachFile(made, by.id) });
  }
  for (const [index, { primary, related, scope, closed }] of world.people.entries()) {
    const contact = people[index];
    if (!contact) throw new Error("a world without its people");
    const kept = related.flatMap((at) => companies[at]?.id ?? []);
    await become([contact.id], {
      primaryCompanyId: primary === null ? null : (companies[primary]?.id ?? null),
      casesScope: scope,
      closedAt: closed ? new Date() : null,
    });
    await asSystem("test world", (db) =>
      db
        .delete(contactCompanies)
        .where(
          and(
            eq(contactCompanies.contactId, contact.id),
            kept.length ? notInArray(contactCompanies.companyId, kept) : sql`true`,
          ),
        ),
    );
  }
  for (const [index, term] of world.terms.entries()) {
    const company = companies[index];
    if (!company) throw new Error("no company");
    await asSystem("test world", async (db) => {
      const of = eq(agreements.companyId, company.id);
      if (term === "none") return db.delete(agreements).where(of);
      const spans = {
        "in force": [addDays(today, -30), addDays(today, 30)],
        "ends today": [addDays(today, -30), today],
        "ended yesterday": [addDays(today, -30), addDays(today, -1)],
        "begins tomorrow": [addDays(today, 1), addDays(today, 30)],
        cancelled: [addDays(today, -30), addDays(today, 30)],
      } as const;
      const [startsOn, endsOn] = spans[term];
      return db
        .update(agreements)
        .set({ startsOn, endsOn, state: term === "cancelled" ? "cancelled" : "active" })
        .where(of);
    });
  }
  const rows = await asSystem("test world", (db) =>
    db
      .select()
      .from(contacts)
      .where(
        inArray(
          contacts.id,
          people.map(({ id }) => id),
        ),
      ),
  );
  return { filed, people: people.map(({ id }) => rows.find((row) => row.id === id) ?? people[0]) };
}

/** A file of the first message of a case; its bytes are not asked for. */
async function attachFile({ id, brand }: { id: string; brand: string }, uploaderId: string): Promise<string> {
  const file = nobodysId().replaceAll("-", "");
  await asSystem("test world", (db) =>
    db.insert(files).values({
      id: file,
      brand,
      uploaderKind: "contact",
      uploaderId,
      threadId: id,
      messageId: id,
      attachedAt: new Date(),
      name: "trend.csv",
      sizeBytes: 10,
      mediaType: "text/plain",
      sha256: "0".repeat(64),
      scan: "clean",
    }),
  );
  return file;
}

async function become(ids: string[], change: Partial<typeof contacts.$inferInsert>): Promise<void> {
  await asSystem("test world", (db) => db.update(contacts).set(change).where(inArray(contacts.id, ids)));
}

interface Filed {
  readonly id: string;
  readonly number: string;
  readonly file: string;
}

const LOCAL = { zone: ZONE };

/** Every way in which a client comes to see a case, each as the set of ids that it shows of `ids`. */
async function shown(viewer: ClientViewer, filed: readonly Filed[]) {
  const brand = seedBrand(viewer.brand as "cimsoft" | "insource");
  const own = new Set(filed.map(({ id }) => id));
  const only = (found: readonly string[]) => found.filter((id) => own.has(id)).sort();
  return runAsViewer(viewer, "read", async (context) => {
    const list = await listCases(context, parseCaseFilters({}), LOCAL);
    const searched = await context.db.execute<{ id: string }>(sql`select search_threads('historian', 'case') as id`);
    const byNumber: string[] = [];
    const threads: string[] = [];
    const opened: string[] = [];
    for (const { id, number, file } of filed) {
      if (await findCase(context, { brand, number }, LOCAL)) byNumber.push(id);
      if (await readThread(context, id, LOCAL)) threads.push(id);
      if (await findFile(context, file)) opened.push(id);
    }
    const similar = await listSimilarCases(context, "historian archive", 100);
    const panels = await listWaitingAndUnread(context, LOCAL, 100);
    const raw = async (table: string, column: string) =>
      only(
        [...(await context.db.execute<{ id: string }>(sql.raw(`select ${column} as id from ${table}`)))].map(
          (row) => row.id,
        ),
      );
    return {
      list: only(list.rows.map((row) => row.id)),
      count: (await countCases(context)).current,
      search: only([...searched].map((row) => row.id)),
      detail: byNumber.sort(),
      thread: threads.sort(),
      file: opened.sort(),
      similar: only(filed.flatMap(({ id, number }) => (similar.some((found) => found.number === number) ? [id] : []))),
      waiting: only(panels.waiting.map((row) => row.id)),
      unread: only(panels.unread.map((row) => row.id)),
      // The second wall with nothing in front of it.
      cases: await raw("cases", "id"),
      threads: await raw("threads", "id"),
      messages: await raw("messages", "thread_id"),
      files: await raw("files", "thread_id"),
    };
  });
}

/** What others are told for this person: mail and live events. */
async function told(contactId: string, brand: string, filed: readonly { id: string }[]) {
  return asSystem("test world", async (db) => {
    const { id: session } = await createSession(db, {
      account: { kind: "contact", id: contactId },
      brand,
      userAgent: null,
      now: systemNow(),
    });
    const mail: string[] = [];
    const live: string[] = [];
    for (const { id } of filed) {
      const [row] = await db.execute<{ may: boolean }>(
        sql`select may_see_thread('contact', ${contactId}::uuid, ${id}::uuid) as may`,
      );
      if (row?.may) mail.push(id);
      const heard = await db.execute(
        sql`select session_id from sessions_that_hear(${id}::uuid, false, array[${session}::uuid])`,
      );
      if (heard.length) live.push(id);
      const inside = await db.execute(
        sql`select session_id from sessions_that_hear(${id}::uuid, true, array[${session}::uuid])`,
      );
      expect(inside).toHaveLength(0);
    }
    return { mail: mail.sort(), live: live.sort() };
  });
}

it("every way to see a case agrees with one statement of the rule", async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const { filed, people } = await build(world);
      for (const [index, person] of people.entries()) {
        if (!person) throw new Error("a world without its people");
        const ids = (which: (at: number) => boolean) =>
          filed
            .filter((_, at) => sees(world, index, at) && which(at))
            .map(({ id }) => id)
            .sort();
        const own = (at: number) =>
          world.cases[at]?.filer === index || world.cases[at]?.takingPart.includes(index) === true;
        const expected = ids(() => true);
        // A closed account has no session, so only what others are told is asked of it.
        if (!person.closedAt) {
          const seen = await shown(clientViewer(person), filed);
          expect(seen).toEqual({
            list: expected,
            count: expected.length,
            search: expected,
            detail: expected,
            thread: expected,
            file: expected,
            similar: expected,
            waiting: ids((at) => at % 2 === 0),
            unread: ids((at) => at % 2 === 1 && own(at)),
            cases: expected,
            threads: expected,
            messages: expected,
            files: expected,
          });
        }
        expect(await told(person.id, world.brand, filed)).toEqual({ mail: expected, live: expected });
      }
    }),
    { numRuns: 15 },
  );
}, 180_000);
