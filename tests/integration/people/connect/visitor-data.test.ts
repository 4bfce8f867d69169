import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { GET } from "@/app/staff/contacts/waiting/[id]/export/route";
import { auditEvents } from "@/db/schema";
import { STAFF_ROLES } from "@/db/schema/constants";
import { asSystem, runAsViewer } from "@/db/viewer";
import { eraseVisitorAction } from "@/lib/people/connect/person-data/actions";
import { blockVisitor, unblockVisitor } from "@/lib/people/connect/staff/service";
import { whereFound } from "@/tests/integration/people/person-data/support";
import { type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { contactOf, type Sender, send } from "@/tests/integration/threads/cases/support";
import { act } from "@/tests/integration/threads/requests/staff/support";
import { sessionCookie, visit } from "@/tests/support/route";
import { createCompany, createContact, nobodysId, unique } from "@/tests/support/world";
import { confirmed, visitorsOf, write } from "./support";

let admin: Member;
beforeAll(async () => {
  admin = await member(["administrator"], "Noor Haddad");
});

const by = ({ id }: Member): Sender => ({ brand: "cimsoft", account: { kind: "staff", id } });
const form = ({ id, email }: { id: string; email: string }, over: object = {}) => ({
  ...{ visitor: id, reason: "Asked for in writing.", confirm: email, ...over },
});

async function somebody() {
  const name = `Ottoline Brask${unique("Q").replaceAll("-", "")}`;
  const visitor = await confirmed({ name, need: `Call ${name}.` });
  await write({ name, email: visitor.email, company: "Keystone Foods", need: "Once more." });
  return { ...visitor, name };
}

async function asked(account: Parameters<typeof sessionCookie>[0] | null, id: string) {
  const cookie = account ? await sessionCookie(account, "cimsoft") : undefined;
  const path = `/staff/contacts/waiting/${id}/export`;
  return visit(GET as never, { brand: "cimsoft", path, params: { id }, ...(cookie ? { cookie } : {}) });
}

describe("the data of somebody who wrote under Connect with Us", () => {
  it("is a file with every form and mail of the address, and that it was taken is in the log", async () => {
    const who = await somebody();
    const answer = await asked({ kind: "staff", id: admin.id }, who.id);
    expect(answer.status).toBe(200);
    const data = await answer.json();
    expect(data).toMatchObject({ email: who.email, entries: [{ name: who.name, state: "waiting" }] });
    expect(data.forms.map(({ need }: { need: string }) => need)).toEqual([`Call ${who.name}.`, "Once more."]);
    expect(JSON.stringify(data)).not.toMatch(/token/i);
    const lines = await asSystem("test looks", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.entityId, who.id)),
    );
    expect(lines.map(({ action }) => action)).toContain("visitor.data-exported");
  });

  it("is nowhere in the database once it is erased, but for nobody else's", async () => {
    const who = await somebody();
    const other = await somebody();
    expect((await whereFound([who.name])).length).toBeGreaterThan(1);
    expect(await send(eraseVisitorAction, by(admin), form(who, { reason: `${who.name} asked.` }))).toMatchObject({
      kind: "redirected",
    });
    expect(await whereFound([who.name, who.email])).toEqual([]);
    expect(await visitorsOf(other.email)).toHaveLength(1);
    expect((await asked({ kind: "staff", id: admin.id }, who.id)).status).toBe(404);
    expect((await send(eraseVisitorAction, by(admin), form(who))).kind).toBe("missing");
  });

  it("stays where another address is typed, and where a block needs it", async () => {
    const who = await somebody();
    expect(await send(eraseVisitorAction, by(admin), form(who, { confirm: "else@client.example" }))).toMatchObject({
      kind: "refused",
      result: { fieldErrors: { confirm: [expect.stringContaining("not the address")] } },
    });
    await act(admin, (context) => blockVisitor(context, who.id));
    expect(await send(eraseVisitorAction, by(admin), form(who))).toMatchObject({
      kind: "refused",
      result: { message: expect.stringContaining("Take the block back") },
    });
    await act(admin, (context) => unblockVisitor(context, who.id));
    expect((await send(eraseVisitorAction, by(admin), form(who))).kind).toBe("redirected");
  });

  it("leaves the mails of a contact or of ours alone whose address somebody typed", async () => {
    const contact = await createContact(await createCompany(), { name: `Robin "Rob" ${unique("Q")}` });
    const visitor = await confirmed();
    await asSystem("test moves", async (db) => {
      await db.execute(
        sql`update visitors set email = ${contact.email}, mailbox = ${contact.email}, contact_id = null where id = ${visitor.id}::uuid`,
      );
      await db.execute(sql`insert into outbox (id, brand, kind, to_address, props, dedupe_key, state)
        values (gen_random_uuid(), 'cimsoft', 'x', ${contact.email}, '{"kept":"yes"}'::jsonb, ${nobodysId()}, 'queued')`);
    });
    expect((await send(eraseVisitorAction, by(admin), form({ ...visitor, email: contact.email }))).kind).toBe(
      "redirected",
    );
    const kept = await asSystem("test looks", (db) =>
      db.execute(sql`select state from outbox where to_address = ${contact.email} and props ->> 'kept' = 'yes'`),
    );
    expect([...kept]).toEqual([{ state: "queued" }]);
    expect(await visitorsOf(contact.email)).toEqual([]);
  });

  it("of somebody whose name is no name goes without breaking what stays", async () => {
    const odd = await confirmed({ name: '": "x', need: "Call me." });
    expect((await send(eraseVisitorAction, by(admin), form(odd))).kind).toBe("redirected");
    const quoted = await confirmed({ name: `Bob "Q${unique("q")}" Smith` });
    expect((await send(eraseVisitorAction, by(admin), form(quoted))).kind).toBe("redirected");
    expect(await whereFound([quoted.name, quoted.email])).toEqual([]);
  });

  it("is for administrators of the brand alone, under both walls", async () => {
    const who = await somebody();
    const far = await member(["administrator"], "Far", ["insource"]);
    const others = await Promise.all(
      STAFF_ROLES.filter((role) => role !== "administrator").map((role) => member([role])),
    );
    for (const stranger of [far, ...others]) {
      expect((await asked({ kind: "staff", id: stranger.id }, who.id)).status).toBe(404);
      expect((await send(eraseVisitorAction, by(stranger), form(who))).kind).toBe("missing");
      const [row] = await runAsViewer(stranger.viewer, "write", ({ db }) =>
        db.execute(sql`select visitor_data(${who.id}::uuid) as data, erase_visitor(${who.id}::uuid) as erased`),
      );
      expect(row).toEqual({ data: null, erased: null });
    }
    const contact = await createContact(await createCompany());
    expect((await asked({ kind: "contact", id: contact.id }, who.id)).status).toBe(404);
    expect((await asked(null, who.id)).status).toBe(307);
    expect((await send(eraseVisitorAction, contactOf(contact), form(who))).kind).toBe("missing");
    for (const id of [nobodysId(), "nonsense"])
      expect((await asked({ kind: "staff", id: admin.id }, id)).status).toBe(404);
    expect(await visitorsOf(who.email)).toHaveLength(1);
  });
});
