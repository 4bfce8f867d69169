import { eq, inArray, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { changeRequests, contacts, files } from "@/db/schema";
import { REQUEST_KINDS } from "@/db/schema/constants";
import { asSystem, type ClientViewer, runAsViewer } from "@/db/viewer";
import { createSession } from "@/lib/gate/auth/session-store";
import { systemNow } from "@/lib/kit/time";
import { findFile } from "@/lib/threads/files/queries";
import { readThread } from "@/lib/threads/queries";
import { countRequests, listOpenRequests, requestsAbout } from "@/lib/threads/requests/list/queries";
import { findRequest } from "@/lib/threads/requests/queries";
import { parseServiceFilters } from "@/lib/threads/requests/schema";
import { countServiceRequests, listServiceRequests } from "@/lib/threads/requests/service-list/queries";
import { seedBrand } from "@/tests/support/brand";
import {
  clientViewer,
  createCompany,
  createContact,
  createEstimate,
  createInvoice,
  nobodysId,
} from "@/tests/support/world";
import { createRequest } from "@/tests/support/world-threads";

/*
 * Who sees which request, said once more and in other words than the product says it, over random worlds: every way to
 * read requests must agree with it. Everybody begins with every right, and has rights and companies taken away after the
 * requests were sent.
 */

const COMPANIES = 3;
const PEOPLE = 4;
const BRANDS = ["cimsoft", "insource"] as const;
const LOCAL = { zone: "America/New_York" };

const worlds = fc.record({
  people: fc.array(
    fc.record({
      /** The company of the first brand where they were when they asked, and where they are now. */
      began: fc.nat({ max: COMPANIES - 1 }),
      now: fc.option(fc.nat({ max: COMPANIES - 1 }), { freq: 6 }),
      scope: fc.constantFrom("none" as const, "own" as const, "company" as const),
      billing: fc.boolean(),
      closed: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
    }),
    { minLength: PEOPLE, maxLength: PEOPLE },
  ),
  /** Companies 0 and 1 are of one brand, 2 of the other; people stay within theirs. */
  requests: fc.array(fc.record({ asker: fc.nat({ max: PEOPLE - 1 }), kind: fc.constantFrom(...REQUEST_KINDS) }), {
    minLength: 1,
    maxLength: 6,
  }),
});
type World = typeof worlds extends fc.Arbitrary<infer W> ? W : never;

const brandOf = (company: number) => (company === 2 ? BRANDS[1] : BRANDS[0]);
/** Nobody changes the brand: who would be led to the other one has no company instead. */
const companyNow = ({ began, now }: World["people"][number]) =>
  now !== null && brandOf(now) === brandOf(began) ? now : null;

/** The rule, said once more by hand (docs/security.md, Who sees what): nothing of the product's code is asked. */
function sees(world: World, personIndex: number, requestIndex: number): boolean {
  const person = world.people[personIndex];
  const request = world.requests[requestIndex];
  const asker = request && world.people[request.asker];
  if (!person || !request || !asker || person.closed) return false;
  const isOwn = request.asker === personIndex;
  // One's own details stay one's own, at another company too.
  if (request.kind === "change") return isOwn;
  // The company at which it was asked is the one that the reader belongs to today.
  if (companyNow(person) !== asker.began) return false;
  if ((request.kind === "invoice" || request.kind === "estimate") && !person.billing) return false;
  return isOwn || person.scope === "company";
}

async function build(world: World) {
  const companies: Awaited<ReturnType<typeof createCompany>>[] = [];
  for (let index = 0; index < COMPANIES; index++) companies.push(await createCompany({ brand: brandOf(index) }));
  const companyAt = (index: number) => {
    const company = companies[index];
    if (!company) throw new Error("no company");
    return company;
  };
  const people: Awaited<ReturnType<typeof createContact>>[] = [];
  for (const { began } of world.people) {
    people.push(await createContact(companyAt(began), { requestsScope: "company", billing: true }));
  }
  const asked = [];
  for (const { asker, kind } of world.requests) {
    const by = people[asker];
    const began = world.people[asker]?.began;
    if (!by || began === undefined) throw new Error("a world without its people");
    const company = companyAt(began);
    const row = await createRequest(company, by, {
      kind,
      subject: "Historian seats",
      lastAuthorKind: "staff",
      lastAuthorId: nobodysId(),
      invoiceId: kind === "invoice" ? (await createInvoice(company)).id : null,
      estimateId: kind === "estimate" ? (await createEstimate(company)).id : null,
    });
    if (kind === "change") {
      await asSystem("test world", (db) =>
        db.insert(changeRequests).values({
          ...{ requestId: row.id, brand: row.brand, contactId: by.id },
          ...{ field: "name", before: "Robin", wanted: "Robin Meyer" },
        }),
      );
    }
    asked.push({ ...row, file: await attachFile(row, by.id) });
  }
  for (const [index, person] of world.people.entries()) {
    const contact = people[index];
    if (!contact) throw new Error("a world without its people");
    const at = companyNow(person);
    await asSystem("test world", (db) =>
      db
        .update(contacts)
        .set({
          primaryCompanyId: at === null ? null : companyAt(at).id,
          requestsScope: person.scope,
          billing: person.billing,
          closedAt: person.closed ? new Date() : null,
        })
        .where(eq(contacts.id, contact.id)),
    );
  }
  const ids = people.map(({ id }) => id);
  const rows = await asSystem("test world", (db) => db.select().from(contacts).where(inArray(contacts.id, ids)));
  return { asked, people: ids.map((id) => rows.find((row) => row.id === id)) };
}

/** A file of the first message of a request; its bytes are not asked for. */
async function attachFile({ id, brand }: { id: string; brand: string }, uploaderId: string): Promise<string> {
  const file = nobodysId().replaceAll("-", "");
  await asSystem("test world", (db) =>
    db.insert(files).values({
      ...{ id: file, brand, uploaderKind: "contact", uploaderId, threadId: id, messageId: id },
      ...{ attachedAt: new Date(), name: "contract.pdf", sizeBytes: 10, mediaType: "application/pdf" },
      ...{ sha256: "0".repeat(64), scan: "clean" },
    }),
  );
  return file;
}

type Asked = Awaited<ReturnType<typeof build>>["asked"];

/** Every way in which a client comes to see a request, each as the set of ids that it shows of `asked`. */
async function shown(viewer: ClientViewer, asked: Asked) {
  const brands = { cimsoft: seedBrand("cimsoft"), insource: seedBrand("insource") };
  const own = new Set(asked.map(({ id }) => id));
  const only = (found: readonly string[]) => found.filter((id) => own.has(id)).sort();
  const byNumber = (found: readonly { number: string }[]) =>
    only(asked.flatMap(({ id, number }) => (found.some((row) => row.number === number) ? [id] : [])));
  return runAsViewer(viewer, "read", async (context) => {
    const searched = await context.db.execute<{ id: string }>(sql`select search_threads('historian', 'request') as id`);
    const detail: string[] = [];
    const threads: string[] = [];
    const opened: string[] = [];
    const people: string[] = [];
    const about: string[] = [];
    for (const { id, number, brand, file, invoiceId, estimateId } of asked) {
      const key = { brand: brands[brand as "cimsoft" | "insource"], number };
      if (await findRequest(context, key, LOCAL)) detail.push(id);
      if (await readThread(context, id, LOCAL)) threads.push(id);
      if (await findFile(context, file)) opened.push(id);
      if ((await context.db.execute(sql`select 1 from thread_people(${id}::uuid)`)).length) people.push(id);
      const wish = invoiceId ? { invoiceId } : estimateId ? { estimateId } : null;
      if (wish) about.push(...byNumber(await requestsAbout(context, wish, LOCAL)));
    }
    const raw = async (table: string, column: string) =>
      only(
        [...(await context.db.execute<{ id: string }>(sql.raw(`select ${column} as id from ${table}`)))].map(
          (row) => row.id,
        ),
      );
    return {
      list: byNumber(await listOpenRequests(context, LOCAL, 1000)),
      count: (await countRequests(context)).open,
      service: only((await listServiceRequests(context, parseServiceFilters({}), LOCAL)).rows.map(({ id }) => id)),
      serviceFound: only(
        (await listServiceRequests(context, parseServiceFilters({ q: "historian" }), LOCAL)).rows.map(({ id }) => id),
      ),
      serviceCount: (await countServiceRequests(context)).open,
      search: only([...searched].map((row) => row.id)),
      detail: detail.sort(),
      thread: threads.sort(),
      file: opened.sort(),
      people: people.sort(),
      about: about.sort(),
      // The second wall with nothing in front of it.
      requests: await raw("requests", "id"),
      threads: await raw("threads", "id"),
      messages: await raw("messages", "thread_id"),
      files: await raw("files", "thread_id"),
      changes: await raw("change_requests", "request_id"),
    };
  });
}

/** What others are told for this person: mail and live events. */
async function told(contactId: string, brand: string, asked: Asked) {
  return asSystem("test world", async (db) => {
    const { id: session } = await createSession(db, {
      account: { kind: "contact", id: contactId },
      ...{ brand, userAgent: null, now: systemNow() },
    });
    const mail: string[] = [];
    const live: string[] = [];
    for (const { id } of asked) {
      const [row] = await db.execute<{ may: boolean }>(
        sql`select may_see_thread('contact', ${contactId}::uuid, ${id}::uuid) as may`,
      );
      if (row?.may) mail.push(id);
      const hears = (internal: boolean) =>
        db.execute(sql`select 1 from sessions_that_hear(${id}::uuid, ${internal}, array[${session}::uuid])`);
      if ((await hears(false)).length) live.push(id);
      expect(await hears(true)).toHaveLength(0);
    }
    return { mail: mail.sort(), live: live.sort() };
  });
}

it("every way to see a request agrees with one statement of the rule", async () => {
  await fc.assert(
    fc.asyncProperty(worlds, async (world) => {
      const { asked, people } = await build(world);
      for (const [index, person] of people.entries()) {
        if (!person) throw new Error("a world without its people");
        const ids = (which: (at: number) => boolean) =>
          asked
            .filter((_, at) => sees(world, index, at) && which(at))
            .map(({ id }) => id)
            .sort();
        const isKind = (at: number, ...kinds: string[]) => kinds.includes(world.requests[at]?.kind ?? "");
        const expected = ids(() => true);
        // A closed account has no session, so only what others are told is asked of it.
        if (!person.closedAt) {
          expect(await shown(clientViewer(person), asked)).toEqual({
            list: expected,
            count: expected.length,
            service: expected,
            serviceFound: expected,
            serviceCount: expected.length,
            search: expected,
            detail: expected,
            thread: expected,
            file: expected,
            people: expected,
            about: ids((at) => isKind(at, "invoice", "estimate")),
            requests: expected,
            threads: expected,
            messages: expected,
            files: expected,
            changes: ids((at) => isKind(at, "change")),
          });
        }
        expect(await told(person.id, person.brand, asked)).toEqual({ mail: expected, live: expected });
      }
    }),
    { numRuns: 15 },
  );
}, 180_000);
