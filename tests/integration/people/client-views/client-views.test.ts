import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { auditEvents, clientViews, contacts, sessions, staff } from "@/db/schema";
import { asSystem, type ClientViewer, runAsViewer } from "@/db/viewer";
import { readOwnAccess } from "@/lib/gate/auth/own-sessions";
import { loadSessionById } from "@/lib/gate/auth/session-store";
import { systemNow } from "@/lib/kit/time";
import { endViewAction, startViewAction } from "@/lib/people/client-views/actions";
import { listClientViews } from "@/lib/people/client-views/queries";
import { send } from "@/tests/integration/threads/cases/support";
import { sessionCookie } from "@/tests/support/route";
import { clientViewer, createCompany, createContact, createStaff, staffViewer } from "@/tests/support/world";

/* An administrator looks at the portal as a client sees it: who may, until when, and who reads of it. */

const look = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem("test looks", work);

async function scene(roles: Parameters<typeof createStaff>[0] = ["administrator"], over: object = {}) {
  const company = await createCompany();
  const contact = await createContact(company, { pay: true, casesScope: "company" });
  const member = await createStaff(roles, { name: "Noor Haddad", ...over });
  const cookie = await sessionCookie({ kind: "staff", id: member.id }, "cimsoft");
  const [session] = await look((db) => db.select().from(sessions).where(eq(sessions.accountId, member.id)));
  const fields = { id: uuidv7(), contact: contact.id, reason: "The client asked why an invoice is missing" };
  const start = (more: object = {}) => send(startViewAction, { brand: "cimsoft" }, { ...fields, ...more }, { cookie });
  const seen = (minutes = 0, brand = "cimsoft") =>
    loadSessionById(session?.id ?? "", brand, systemNow().add({ minutes }));
  return { company, contact, member, cookie, fields, sessionId: session?.id ?? "", start, seen };
}

const viewsOf = (contact: { id: string }) =>
  look((db) => db.select().from(clientViews).where(eq(clientViews.contactId, contact.id)));

describe("a look as a client", () => {
  it("makes the session the contact's, for 15 minutes at most, and tells whose it is", async () => {
    const { contact, member, start, seen, sessionId } = await scene();
    expect(await start()).toEqual({ kind: "redirected", to: "/dashboard" });
    const during = await seen();
    expect(during).toMatchObject({
      ...{ sessionId, account: { kind: "contact", id: contact.id } },
      viewer: { kind: "client", contactId: contact.id, viewedBy: member.id },
      viewing: { contactName: contact.name, staffId: member.id },
    });
    expect((await seen(14))?.viewing).toBeDefined();
    expect(await seen(16)).toMatchObject({ viewer: { kind: "staff", staffId: member.id } });
    const [audited] = await look((db) =>
      db
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.action, "client-view.started"), eq(auditEvents.entityId, contact.id))),
    );
    expect(audited).toMatchObject({ actorKind: "staff", actorId: member.id });
  });

  it("is ended by its button, by the end of the session, of the role, of the brand and of the account", async () => {
    const ways: readonly ((one: Awaited<ReturnType<typeof scene>>) => Promise<unknown>)[] = [
      ({ cookie }) => send(endViewAction, { brand: "cimsoft" }, {}, { cookie }),
      ({ member }) =>
        look((db) =>
          db
            .update(staff)
            .set({ roles: ["support_agent"] })
            .where(eq(staff.id, member.id)),
        ),
      ({ member }) =>
        look((db) => db.execute(sql`delete from staff_brands where staff_id = ${member.id} and brand = 'cimsoft'`)),
      ({ contact }) =>
        look((db) => db.update(contacts).set({ closedAt: new Date() }).where(eq(contacts.id, contact.id))),
    ];
    for (const end of ways) {
      const one = await scene();
      await one.start();
      expect((await one.seen())?.viewing).toBeDefined();
      await end(one);
      expect(await one.seen()).toMatchObject({ viewer: { kind: "staff" } });
    }
    const one = await scene();
    await one.start();
    await look((db) => db.update(sessions).set({ endedAt: new Date() }).where(eq(sessions.id, one.sessionId)));
    expect(await one.seen()).toBeNull();
  });

  it("leads back to the contact's page, audited as the administrator's", async () => {
    const { contact, member, cookie, start } = await scene();
    await start();
    const ended = await send(endViewAction, { brand: "cimsoft" }, {}, { cookie });
    expect(ended).toEqual({ kind: "redirected", to: `/staff/contacts/${contact.id}` });
    const [audited] = await look((db) =>
      db
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.action, "client-view.ended"), eq(auditEvents.entityId, contact.id))),
    );
    expect(audited).toMatchObject({ actorKind: "staff", actorId: member.id });
  });

  it.each([
    ["an account manager", ["account_manager"], {}],
    ["a support agent", ["support_agent"], {}],
    ["an administrator of another brand", ["administrator"], { brands: ["insource"] }],
  ] as const)("is refused to %s, by the database too", async (_, roles, over) => {
    const { contact, member, sessionId, start } = await scene([...roles], over);
    expect((await start()).kind).not.toBe("redirected");
    const raw = runAsViewer(staffViewer(member), "write", ({ db }) =>
      db.execute(
        sql`insert into client_views (id, brand, contact_id, staff_id, session_id, reason) values (gen_random_uuid(), 'cimsoft', ${contact.id}, ${member.id}, ${sessionId}, 'x')`,
      ),
    );
    await expect(raw).rejects.toMatchObject({ cause: { code: "42501" } });
    expect(await viewsOf(contact)).toEqual([]);
  });

  it("is refused for a contact of another brand, a disabled one, nobody, and without a reason", async () => {
    const { start } = await scene();
    const others = [
      await createContact(await createCompany({ brand: "insource" })),
      await createContact(await createCompany(), { closedAt: new Date() }),
    ];
    for (const { id } of others) expect((await start({ id: uuidv7(), contact: id })).kind).not.toBe("redirected");
    expect(await start({ contact: uuidv7() })).toEqual({ kind: "missing" });
    expect(await start({ reason: " " })).toMatchObject({ kind: "refused" });
  });

  it("is the session's of its administrator alone: no client, nobody of another session", async () => {
    const { contact, fields, start, member } = await scene();
    await start();
    const own = await sessionCookie({ kind: "contact", id: contact.id }, "cimsoft");
    expect(await send(startViewAction, { brand: "cimsoft" }, fields, { cookie: own })).toEqual({ kind: "missing" });
    await sessionCookie({ kind: "staff", id: member.id }, "cimsoft");
    const all = await look((db) => db.select().from(sessions).where(eq(sessions.accountId, member.id)));
    const loaded = await Promise.all(all.map(({ id }) => loadSessionById(id, "cimsoft", systemNow())));
    expect(loaded.filter((one) => one?.viewing)).toHaveLength(1);
  });

  it("shows nothing of how the client signs in", async () => {
    const { contact, start, seen } = await scene();
    await sessionCookie({ kind: "contact", id: contact.id }, "cimsoft");
    await start();
    const signedIn = await seen();
    if (!signedIn) throw new Error("no session");
    expect(await readOwnAccess(signedIn, systemNow())).toEqual({ sessions: [], signIns: [] });
  });
});

describe("who reads of it", () => {
  it("is the contact and the administrators of their company, with the reason", async () => {
    const { company, contact, start } = await scene();
    await start();
    const admin = await createContact(company, { companyAdmin: true });
    const colleague = await createContact(company, { casesScope: "company" });
    const stranger = await createContact(await createCompany(), { companyAdmin: true });
    const read = async (one: Parameters<typeof clientViewer>[0]) =>
      (await runAsViewer(clientViewer(one), "read", listClientViews)).map(({ staffName, reason }) => [
        staffName,
        reason,
      ]);
    const line = ["Noor Haddad", "The client asked why an invoice is missing"];
    expect(await read(contact)).toEqual([line]);
    expect(await read(admin)).toEqual([line]);
    expect(await read(colleague)).toEqual([]);
    expect(await read(stranger)).toEqual([]);
    for (const one of [colleague, stranger]) {
      const raw = await runAsViewer(clientViewer(one), "read", ({ db }) =>
        db.execute(sql`select id from client_views`),
      );
      expect(raw).toHaveLength(0);
    }
  });

  it("and nobody takes it back", async () => {
    const { contact, member, start } = await scene();
    await start();
    for (const viewer of [staffViewer(member), clientViewer(contact)]) {
      for (const text of [
        "update client_views set reason = 'x'",
        "delete from client_views",
        "update client_views set ended_at = now()",
      ]) {
        await expect(runAsViewer(viewer, "write", ({ db }) => db.execute(sql.raw(text)))).rejects.toMatchObject({
          cause: { code: "42501" },
        });
      }
    }
  });
});

describe("a transaction of such a look", () => {
  const viewed = async (): Promise<ClientViewer> => {
    const { contact, member } = await scene();
    return { ...clientViewer(contact), viewedBy: member.id };
  };

  it("writes to no table, whatever it was asked for", async () => {
    const viewer = await viewed();
    const columns = await look((db) =>
      db.execute<{ t: string; c: string }>(
        sql`select table_name as t, min(column_name) as c from information_schema.columns where table_schema = 'public' group by 1`,
      ),
    );
    expect(columns.length).toBeGreaterThan(60);
    for (const { t, c } of columns) {
      for (const text of [
        `insert into "${t}" default values`,
        `update "${t}" set "${c}" = "${c}"`,
        `delete from "${t}"`,
      ]) {
        const tried = runAsViewer(viewer, "write", ({ db }) => db.execute(sql.raw(text)));
        await expect(tried, text).rejects.toMatchObject({
          cause: { code: expect.stringMatching(/^(25006|42501|428C9)$/) },
        });
      }
    }
  });

  it("cannot be made to write", async () => {
    const viewer = await viewed();
    for (const text of ["set transaction read write", "select set_config('transaction_read_only', 'off', true)"]) {
      await expect(
        runAsViewer(viewer, "write", ({ db }) => db.execute(sql.raw(text))),
        text,
      ).rejects.toMatchObject({
        cause: { code: "25001" },
      });
    }
    const own = sql`update contacts set time_zone = 'UTC' where id = ${viewer.contactId}`;
    await expect(runAsViewer(viewer, "write", ({ db }) => db.execute(own))).rejects.toMatchObject({
      cause: { code: "25006" },
    });
  });
});
