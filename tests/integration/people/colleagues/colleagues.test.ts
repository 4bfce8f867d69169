import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { auditEvents, colleagueActs, contacts, outbox, sessions, threads } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { removeColleagueAction } from "@/lib/people/colleagues/actions";
import { readColleagues } from "@/lib/people/colleagues/queries";
import { type ColleagueRights, isWithin } from "@/lib/people/colleagues/rules";
import { tellColleagueAct } from "@/lib/people/colleagues/tasks";
import { inviteColleagueAction } from "@/lib/threads/requests/colleagues/actions";
import { as } from "@/tests/integration/people/settings/support";
import { contactOf, send } from "@/tests/integration/threads/cases/support";
import { sessionCookie } from "@/tests/support/route";
import { clientViewer, createCompany, createContact, createStaff, unique } from "@/tests/support/world";
import { NO_RIGHTS, staffedCompany } from "./support";

/* What company administrators see of their colleagues, and what they may do with their access. */

const look = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem("test looks", work);
const byEmail = (email: string) => look((db) => db.select().from(contacts).where(eq(contacts.email, email)));
const closedOf = async (id: string) =>
  (await look((db) => db.select({ closedAt: contacts.closedAt }).from(contacts).where(eq(contacts.id, id))))[0]
    ?.closedAt;
const formOf = (email: string, over: object = {}) => ({ id: uuidv7(), name: "Ana Ruiz", email, ...NO_RIGHTS, ...over });

describe("the list of colleagues", () => {
  it("has the open contacts of the own company alone, with their rights", async () => {
    const { company, admin } = await staffedCompany();
    const sister = await createCompany();
    const colleague = await createContact(company, { name: "Ana Ruiz", billing: false });
    await createContact(company, { closedAt: new Date() });
    await createContact(sister, { relatedTo: [company] });
    const seen = await as(admin, readColleagues, "read");
    expect(seen?.people.map(({ id }) => id).sort()).toEqual([admin.id, colleague.id].sort());
    expect(seen?.people.find(({ id }) => id === colleague.id)).toMatchObject({
      rights: { billing: false, pay: false, cases: "none", requests: "own", companyAdmin: false },
      ...{ hasSignedIn: false, isViewer: false },
    });
  });

  it("is empty for everybody else, without the first wall too", async () => {
    const { company, admin } = await staffedCompany();
    const plain = await createContact(company);
    expect(await as(plain, readColleagues, "read")).toBeNull();
    const rowsFor = (viewer: ReturnType<typeof clientViewer>) =>
      runAsViewer(viewer, "read", ({ db }) => db.execute(sql`select * from company_colleagues()`));
    const claims = (contact: typeof plain) => {
      const viewer = clientViewer(contact);
      return { ...viewer, rights: { ...viewer.rights, companyAdmin: true } };
    };
    expect(await rowsFor(claims(plain))).toHaveLength(0);
    expect(await rowsFor({ ...claims(admin), companyId: (await createCompany()).id })).toHaveLength(0);
    expect(await rowsFor({ ...claims(admin), brand: "insource" })).toHaveLength(0);
    expect((await rowsFor(claims(admin))).length).toBe(2);
  });
});

describe("an invitation", () => {
  it("at a confirmed domain makes the contact and the mail, and portal support is told", async () => {
    const { company, domain, admin } = await staffedCompany();
    const form = formOf(`Ana@${domain}`, { money: "pay", cases: "own", requests: "company" });
    expect(await send(inviteColleagueAction, contactOf(admin), form)).toMatchObject({ kind: "redirected" });
    const [made] = await byEmail(`ana@${domain}`);
    expect(made).toMatchObject({
      ...{ name: "Ana Ruiz", primaryCompanyId: company.id, billing: true, pay: true },
      ...{ casesScope: "own", requestsScope: "company", companyAdmin: false, closedAt: null },
    });
    const jobs = await look((db) =>
      db.execute<{ key: string }>(
        sql`select key from graphile_worker.jobs where key in (${`reset:${form.id}`}, ${`colleagues:${form.id}`})`,
      ),
    );
    expect(jobs).toHaveLength(2);
    await tellColleagueAct({ id: form.id });
    await tellColleagueAct({ id: form.id });
    const mails = await look((db) =>
      db
        .select()
        .from(outbox)
        .where(eq(outbox.dedupeKey, `colleague-act:${form.id}`)),
    );
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({
      toAddress: (await brandByKey("cimsoft")).supportMailbox,
      props: { act: "invited", by: "Robin Meyer", name: "Ana Ruiz", email: `ana@${domain}` },
    });
    const audited = await look((db) =>
      db
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.action, "colleague.invited"), eq(auditEvents.entityId, made?.id ?? ""))),
    );
    expect(audited).toHaveLength(1);
    expect(audited[0]).toMatchObject({ actorKind: "contact", actorId: admin.id });
  });

  it.each([
    ["another domain", async () => "ana@elsewhere.example", {}],
    ["more than the own rights", async (domain: string) => `ana@${domain}`, { money: "pay" }],
    [
      "an address of another company's contact",
      async (domain: string) => (await createContact(await createCompany(), { email: `ana@${domain}` })).email,
      {},
    ],
    [
      "an address of the staff",
      async (domain: string) => (await createStaff(["support_agent"], { email: `ana@${domain}` })).email,
      {},
    ],
  ] as const)("waits as a request for %s, which makes no contact", async (_, email, rights) => {
    const { company, domain, admin } = await staffedCompany({ pay: false });
    const form = formOf(await email(domain), rights);
    const before = await byEmail(form.email);
    const answer = await send(inviteColleagueAction, contactOf(admin), form);
    expect(answer).toMatchObject({
      kind: "redirected",
      to: expect.stringMatching(/^\/account-team\/R-\d+\?asked=yes$/),
    });
    expect(await byEmail(form.email)).toEqual(before);
    const asked = await look((db) => db.select().from(threads).where(eq(threads.id, form.id)));
    expect(asked).toMatchObject([{ companyId: company.id, kind: "request", openedBy: admin.id }]);
    const acts = await look((db) => db.select().from(colleagueActs).where(eq(colleagueActs.id, form.id)));
    expect(acts).toMatchObject([{ act: "asked", number: asked[0]?.number, contactId: null, byName: "Robin Meyer" }]);
  });

  it("is refused to a contact without the right, of whatever else they have", async () => {
    const { company, domain } = await staffedCompany();
    const plain = await createContact(company, { pay: true, casesScope: "company", requestsScope: "company" });
    const form = formOf(`ana@${domain}`);
    expect(await send(inviteColleagueAction, contactOf(plain), form)).toMatchObject({ kind: "missing" });
    expect(await byEmail(form.email)).toEqual([]);
  });

  const SCOPES = ["none", "own", "company"] as const;
  const all: ColleagueRights[] = [
    [false, false],
    [true, false],
    [true, true],
  ].flatMap(([billing = false, pay = false]) =>
    SCOPES.flatMap((cases) =>
      SCOPES.flatMap((requests) =>
        [true, false].map((companyAdmin) => ({ billing, pay, cases, requests, companyAdmin })),
      ),
    ),
  );

  it("gives at most the own rights, whatever SQL says: the database and the rule agree on each pair", async () => {
    const own = all.filter(({ companyAdmin }) => companyAdmin);
    const { company, domain, admin } = await staffedCompany();
    for (const mine of own) {
      await look((db) =>
        db
          .update(contacts)
          .set({ billing: mine.billing, pay: mine.pay, casesScope: mine.cases, requestsScope: mine.requests })
          .where(eq(contacts.id, admin.id)),
      );
      const wanted = all[Math.floor(Math.random() * all.length)];
      for (const rights of [...all.filter((_, place) => place % 7 === own.indexOf(mine) % 7), wanted, mine]) {
        if (!rights) continue;
        // What the session says is more than the row: the database takes the row.
        const viewer = { ...clientViewer(admin), rights: { ...clientViewer(admin).rights, companyAdmin: true } };
        const { cases: casesScope, requests: requestsScope, ...rest } = rights;
        const tried = runAsViewer(viewer, "write", ({ db }) =>
          db.insert(colleagueActs).values({
            ...{ id: uuidv7(), brand: "cimsoft", companyId: company.id, byId: admin.id, byName: "", act: "invited" },
            ...{
              contactId: uuidv7(),
              name: "x",
              email: `${unique("p").toLowerCase()}@${domain}`,
              casesScope,
              requestsScope,
            },
            ...rest,
          }),
        );
        const done = await tried.then(
          () => true,
          () => false,
        );
        expect(done, JSON.stringify({ mine, rights })).toBe(isWithin(rights, mine));
      }
    }
  });
});

describe("a removal", () => {
  it("ends the access at once, and stands against imports", async () => {
    const { company, admin } = await staffedCompany();
    const colleague = await createContact(company);
    await sessionCookie({ kind: "contact", id: colleague.id }, "cimsoft");
    const form = { id: uuidv7(), colleague: colleague.id };
    expect(await send(removeColleagueAction, contactOf(admin), form)).toMatchObject({ kind: "redirected" });
    const [row] = await look((db) => db.select().from(contacts).where(eq(contacts.id, colleague.id)));
    expect(row?.closedAt).not.toBeNull();
    expect(row?.portalFields).toContain("closed");
    const running = await look((db) => db.select().from(sessions).where(eq(sessions.accountId, colleague.id)));
    expect(running.map(({ endedAt }) => endedAt === null)).toEqual([false]);
  });

  it("reaches no contact of another company, no relation, nobody of another brand and not oneself", async () => {
    const { company, admin } = await staffedCompany();
    const sister = await createCompany();
    const others = [
      await createContact(sister),
      await createContact(sister, { relatedTo: [company] }),
      await createContact(null),
      await createContact(await createCompany({ brand: "insource" })),
    ];
    for (const { id } of others) {
      const form = { id: uuidv7(), colleague: id };
      expect(await send(removeColleagueAction, contactOf(admin), form)).toMatchObject({ kind: "missing" });
      const viewer = { ...clientViewer(admin), rights: { ...clientViewer(admin).rights, companyAdmin: true } };
      const raw = runAsViewer(viewer, "write", ({ db }) =>
        db.insert(colleagueActs).values({
          ...{ id: uuidv7(), brand: "cimsoft", companyId: company.id, byId: admin.id, byName: "", act: "removed" },
          ...{ contactId: id, name: "x", email: "x@client.example" },
        }),
      );
      await expect(raw).rejects.toThrow();
      expect(await closedOf(id)).toBeNull();
    }
    const oneself = await send(removeColleagueAction, contactOf(admin), { id: uuidv7(), colleague: admin.id });
    expect(oneself).toMatchObject({ kind: "refused" });
    expect(await closedOf(admin.id)).toBeNull();
  });

  it("of two administrators who remove each other at once leaves one", async () => {
    for (let time = 0; time < 5; time++) {
      const { company, admin } = await staffedCompany();
      const second = await createContact(company, { companyAdmin: true });
      await Promise.all([
        send(removeColleagueAction, contactOf(admin), { id: uuidv7(), colleague: second.id }),
        send(removeColleagueAction, contactOf(second), { id: uuidv7(), colleague: admin.id }),
      ]);
      const closed = [await closedOf(admin.id), await closedOf(second.id)].filter((at) => at !== null);
      expect(closed).toHaveLength(1);
    }
  });

  it("cannot be changed or taken back in the log", async () => {
    const { company, admin } = await staffedCompany();
    const colleague = await createContact(company);
    const form = { id: uuidv7(), colleague: colleague.id };
    await send(removeColleagueAction, contactOf(admin), form);
    for (const text of ["update colleague_acts set name = 'x'", "delete from colleague_acts"]) {
      await expect(
        runAsViewer(clientViewer(admin), "write", ({ db }) => db.execute(sql.raw(text))),
      ).rejects.toMatchObject({
        cause: { code: "42501" },
      });
    }
  });
});
