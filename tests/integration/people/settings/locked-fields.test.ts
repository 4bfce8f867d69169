import path from "node:path";
import { pathToFileURL } from "node:url";
import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Transaction } from "@/db/client";
import { roleNames, rolePrefix } from "@/db/roles";
import { accountTeamMembers, companies, contactCompanies, contacts, credentials } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import type { FormAction } from "@/lib/gate/actions/result";
import { brandByKey } from "@/lib/gate/brand/load";
import { ROOT, sources } from "@/tests/architecture/source";
import { PASSWORD_HASH } from "@/tests/integration/gate/auth/support";
import { contactOf, send } from "@/tests/integration/threads/cases/support";
import { sessionCookie, visit } from "@/tests/support/route";
import { clientViewer, createAgreement, createCompany, createContact, createTeamMember } from "@/tests/support/world";
import { type Contact, picture } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

/*
 * What administrators alone change of a contact, and no write of a client by any way in: not by SQL in the client's own
 * role, not by any action or route handler there is, whatever is sent along.
 */
let me: Contact;
let colleague: Contact;
let other: Awaited<ReturnType<typeof createCompany>>;
let related: typeof other;

beforeAll(async () => {
  const company = await createCompany();
  [other, related] = [await createCompany(), await createCompany()];
  await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
  await createTeamMember(company);
  me = await createContact(company, {
    ...{ billing: false, casesScope: "own", relatedTo: [related], passwordHash: PASSWORD_HASH },
  });
  colleague = await createContact(company);
});

const client = () => roleNames(rolePrefix()).client;

const everything = () => picture([me.id, colleague.id]);

describe("the client's role in the database", () => {
  it("may write one column of a contact, the time zone, and no column beside it", async () => {
    const tables = [
      ...["contacts", "contact_companies", "account_team_members", "companies", "agreements", "staff"],
      ...["staff_brands", "credentials", "sessions", "sign_in_tokens", "known_devices", "brands", "team_photos"],
    ];
    const rights = await asSystem("test looks", (db) =>
      db.execute<{ what: string }>(sql`
        select c.relname || '.' || a.attname || ' ' || p.privilege as what
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        cross join (values ('INSERT'), ('UPDATE')) as p (privilege)
        where c.relnamespace = 'public'::regnamespace and c.relname in ${tables}
          and has_column_privilege(${client()}, c.oid, a.attnum, p.privilege)
        union all
        select c.relname || ' ' || p.privilege
        from pg_class c cross join (values ('DELETE'), ('TRUNCATE'), ('TRIGGER')) as p (privilege)
        where c.relnamespace = 'public'::regnamespace and c.relname in ${tables}
          and has_table_privilege(${client()}, c.oid, p.privilege)`),
    );
    expect(rights.map(({ what }) => what)).toEqual(["contacts.time_zone UPDATE"]);
  });

  it("may call no function of the portal that writes", async () => {
    const functions = await asSystem("test looks", (db) =>
      db.execute<{ name: string }>(sql`
        select p.proname as name from pg_proc p
        where p.pronamespace = 'public'::regnamespace and p.provolatile = 'v' and p.prorettype <> 'trigger'::regtype
          and has_function_privilege(${client()}, p.oid, 'EXECUTE')
          and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
        order by 1`),
    );
    // Those of chats, the library and the search, which touch no field of a contact.
    expect(functions.map(({ name }) => name)).toEqual([
      ...["ask_for_transcript", "chat_into_case", "note_missed_search", "solve_with_resource", "use_resource"],
    ]);
  });

  const refused = { cause: { code: "42501" } };
  const write = (work: (db: Transaction) => Promise<unknown>) =>
    runAsViewer(clientViewer(me), "write", async ({ db }) => void (await work(db)));

  it.each<[string, () => Partial<typeof contacts.$inferInsert>]>([
    ["name", () => ({ name: "Somebody Else" })],
    ["email", () => ({ email: "somebody.else@client.example" })],
    ["primary_company_id", () => ({ primaryCompanyId: other.id })],
    ["billing", () => ({ billing: true })],
    ["pay", () => ({ pay: true })],
    ["cases_scope", () => ({ casesScope: "company" })],
    ["requests_scope", () => ({ requestsScope: "company" })],
    ["closed_at", () => ({ closedAt: null })],
    ["portal_fields", () => ({ portalFields: ["rights"] })],
    ["external_id", () => ({ externalId: "P-9999" })],
    ["job_title", () => ({ jobTitle: "Director" })],
    ["brand", () => ({ brand: "insource" })],
    ["demo", () => ({ demo: true })],
    ["id", () => ({ id: uuidv7() })],
    ["created_at", () => ({ createdAt: new Date(0) })],
  ])("does not write contacts.%s, alone or with the time zone beside it", async (_, set) => {
    const before = await everything();
    for (const values of [set(), { timeZone: "UTC", ...set() }]) {
      await expect(write((db) => db.update(contacts).set(values).where(eq(contacts.id, me.id)))).rejects.toMatchObject(
        refused,
      );
    }
    const row = { ...(before.contacts[0] as Contact), ...set() };
    await expect(write((db) => db.insert(contacts).values({ ...row, id: uuidv7() }))).rejects.toMatchObject(refused);
    await expect(
      write((db) => db.insert(contacts).values(row).onConflictDoUpdate({ target: contacts.id, set: set() })),
    ).rejects.toMatchObject(refused);
    expect(await everything()).toEqual(before);
  });

  it.each<[string, (db: Transaction) => Promise<unknown>]>([
    [
      "adds no relation",
      (db) => db.insert(contactCompanies).values({ brand: me.brand, contactId: me.id, companyId: other.id }),
    ],
    [
      "adds none in an administrator's name",
      (db) =>
        db
          .insert(contactCompanies)
          .values({ brand: me.brand, contactId: me.id, companyId: other.id, source: "administrator" }),
    ],
    ["ends no relation", (db) => db.delete(contactCompanies).where(eq(contactCompanies.contactId, me.id))],
    ["moves no relation", (db) => db.update(contactCompanies).set({ companyId: other.id })],
    [
      "joins nobody to the account team",
      (db) =>
        db.insert(accountTeamMembers).values({
          ...{ brand: me.brand, companyId: me.primaryCompanyId ?? "", externalId: "T-1" },
          ...{ role: "support" as const, name: "Me", email: me.email },
        }),
    ],
    ["changes nobody on it", (db) => db.update(accountTeamMembers).set({ email: me.email })],
    ["takes nobody off it", (db) => db.delete(accountTeamMembers)],
    ["changes no company", (db) => db.update(companies).set({ name: "Mine" })],
    ["closes no account", (db) => db.delete(contacts).where(eq(contacts.id, me.id))],
    ["sets no password", (db) => db.update(credentials).set({ passwordHash: "x" })],
    ["alters nothing", (db) => db.execute(sql`alter table contacts disable trigger all`)],
  ])("%s", async (_, work) => {
    const before = await everything();
    await expect(write(work)).rejects.toBeInstanceOf(Error);
    expect(await everything()).toEqual(before);
  });

  it("sets no other contact's time zone", async () => {
    const before = await everything();
    await write((db) => db.update(contacts).set({ timeZone: "UTC" }).where(eq(contacts.id, colleague.id)));
    expect(await everything()).toEqual(before);
  });
});

/** Names under which somebody might hope that a field is taken. */
const forged = () => ({
  ...{ name: "Somebody Else", email: "forged@client.example", newEmail: "forged@client.example" },
  ...{ primaryCompanyId: other.id, primary_company_id: other.id, companyId: other.id, company_id: other.id },
  ...{ company: other.id, billing: "on", pay: "on", casesScope: "company", cases_scope: "company", cases: "company" },
  ...{ requestsScope: "company", requests_scope: "company", rights: "company", roles: "administrator" },
  ...{ closedAt: "", closed_at: "", portalFields: "", portal_fields: "", "portalFields[]": "rights" },
  ...{ contact: colleague.id, contactId: colleague.id, contact_id: colleague.id, demo: "on", brand: "insource" },
  ...{ relations: other.id, "relations[]": other.id, account_team: "x", state: "approved", "contact.name": "x" },
});

interface Door {
  readonly name: string;
  readonly action: FormAction;
}

/** Every action there is, as tests/architecture/doors.test.ts finds them. */
async function doors(): Promise<Door[]> {
  const files = sources("app", "components", "lib").filter(({ text }) => /^["']use server["']/.test(text));
  const found: Door[] = [];
  for (const file of files) {
    const exported: Record<string, unknown> = await import(pathToFileURL(path.join(ROOT, file.path)).href);
    for (const [name, action] of Object.entries(exported)) {
      if (typeof action === "function") found.push({ name, action: action as FormAction });
    }
  }
  return found;
}

describe("every server action, sent fields that administrators alone change", () => {
  it("changes none of them for a client", async () => {
    const all = await doors();
    expect(all.length).toBeGreaterThan(25);
    const before = await everything();
    for (const { name, action } of all) {
      for (const fields of [forged(), { id: uuidv7(), ...forged() }, ...alone()]) {
        try {
          await send(action, contactOf(me), fields);
        } catch {
          // An action may refuse, or fail without Next.js around it: the test looks only at what was written.
        }
      }
      expect(await everything(), name).toEqual(before);
    }
    // Every action and route handler of the portal, one after the other.
  }, 120_000);
});

/** Each field alone: one that an action refuses would hide another that it takes. */
const alone = () => {
  const { name, email, company, contact, cases, state } = forged();
  return Object.entries({ name, email, company, contact, cases, state }).map(([field, value]) => ({ [field]: value }));
};

describe("every route handler, sent fields that administrators alone change", () => {
  it("changes none of them for a client", async () => {
    const cookie = await sessionCookie({ kind: "contact", id: me.id }, me.brand);
    const { origin } = await brandByKey(me.brand);
    const before = await everything();
    const files = sources("app").filter(({ path: file }) => file.endsWith("/route.ts"));
    expect(files.length).toBeGreaterThan(10);
    let asked = 0;
    for (const file of files) {
      const handlers: Record<string, unknown> = await import(pathToFileURL(path.join(ROOT, file.path)).href);
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
        const handler = handlers[method];
        if (typeof handler !== "function") continue;
        const query = new URLSearchParams(forged());
        const bodies = method === "GET" ? [undefined] : [JSON.stringify(forged()), query.toString(), formOf(forged())];
        for (const body of bodies) {
          const leaving = new AbortController();
          const response = await visit(handler as Parameters<typeof visit<Record<string, string>>>[0], {
            ...{ brand: me.brand, cookie, method, signal: leaving.signal },
            path: `/x?${query}`,
            params: { id: colleague.id, number: "X-1", brand: me.brand, reference: "X" },
            headers: { origin },
            ...(body === undefined ? {} : { body }),
          }).catch(() => null);
          asked += 1;
          leaving.abort();
          await response?.body?.cancel().catch(() => undefined);
        }
      }
      expect(await everything(), file.path).toEqual(before);
    }
    expect(asked).toBeGreaterThan(20);
  });
});

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}
