import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { contacts, staff } from "@/db/schema";
import { asSystem, runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import { ALL_MAIL_KINDS } from "@/lib/mail/kinds";
import { createCompany, createContact, createStaff, nobodysId, staffViewer, unique } from "../support/world";
import { createRequest } from "../support/world-threads";
import { furnish, type House } from "./houses";

/*
 * A viewer's transaction may queue mail of few kinds, each to whom that viewer may write to. All else is queued by the system.
 * Statements are a forger's own: the code of the portal writes no such rows.
 */

let home: House;
let neighbour: House;
let abroad: House;
let administrator: StaffViewer;
const addresses: Record<string, string> = {};
/** A waiting change of the sign-in address, of the address of today to another one. */
let change: string;

beforeAll(async () => {
  const member = await createStaff(["administrator"]);
  administrator = { ...staffViewer(member), brands: ["cimsoft"] };
  home = await furnish("cimsoft", administrator);
  neighbour = await furnish("cimsoft", administrator);
  abroad = await furnish("insource", administrator);
  const company = await createCompany();
  const asker = await createContact(company);
  const request = await createRequest(company, asker, { kind: "change" });
  change = request.id;
  const wanted = `${unique("wanted")}@client.example`;
  await asSystem("test world", (db) =>
    db.execute(sql`insert into change_requests (request_id, brand, contact_id, field, before, wanted)
      values (${change}, 'cimsoft', ${asker.id}, 'email', ${`${unique("earlier")}@client.example`}, ${wanted})`),
  );
  const rows = await asSystem("test world", (db) => db.select().from(contacts));
  const of = (id: string) => rows.find((row) => row.id === id)?.email ?? "";
  Object.assign(addresses, {
    own: of(home.contact),
    neighbour: of(neighbour.contact),
    abroad: of(abroad.contact),
    today: asker.email,
    wanted,
    member: (await asSystem("test world", (db) => db.select().from(staff))).find(({ id }) => id === member.id)?.email,
    stranger: "stranger@elsewhere.example",
  });
});

interface Row {
  readonly kind: string;
  readonly to: string;
  readonly brand?: string;
  readonly key?: string;
  readonly more?: Readonly<Record<string, string>>;
}

const queue = (viewer: Viewer, { kind, to, brand = "cimsoft", key = `${kind}:${nobodysId()}`, more = {} }: Row) => {
  const names = Object.keys(more).map((name) => sql`, ${sql.identifier(name)}`);
  const values = Object.values(more).map((value) => sql`, ${value}`);
  return runAsViewer(viewer, "write", ({ db }) =>
    db.execute(sql`insert into outbox (id, brand, kind, to_address, props, dedupe_key${sql.join(names)})
      values (gen_random_uuid(), ${brand}, ${kind}, ${to}, '{}', ${key}${sql.join(values)})`),
  );
};
const refused = { cause: { code: "42501" } };

/** Addresses to which each kind may be queued, by those who may. */
const CLIENT: Readonly<Record<string, readonly string[]>> = { "sign-in-address-asked": ["own"] };
const ADMINISTRATOR: Readonly<Record<string, readonly string[]>> = { "sign-in-address-changed": ["today", "wanted"] };
const keyOf = (kind: string) =>
  kind === "sign-in-address-changed" ? `${kind}:${change}:${nobodysId()}` : `${kind}:${nobodysId()}`;

describe.each([...ALL_MAIL_KINDS, "made-up"])("mail of the kind %s", (kind) => {
  it("is queued by a client to the declared address alone", async () => {
    for (const [who, to] of Object.entries(addresses)) {
      const queued = queue(home.viewer, { kind, to, key: keyOf(kind) });
      if (CLIENT[kind]?.includes(who)) await expect(queued, who).resolves.toBeDefined();
      else await expect(queued, who).rejects.toMatchObject(refused);
    }
  });

  it("is queued by an administrator of the brand to the declared addresses alone", async () => {
    for (const [who, to] of Object.entries(addresses)) {
      const queued = queue(administrator, { kind, to, key: keyOf(kind) });
      if (ADMINISTRATOR[kind]?.includes(who)) await expect(queued, who).resolves.toBeDefined();
      else await expect(queued, who).rejects.toMatchObject(refused);
    }
  });

  it("is queued by no other staff, and by no administrator of another brand", async () => {
    const others: Viewer[] = [
      { ...administrator, brands: ["insource"] },
      ...(["account_manager", "subscription_manager", "support_agent", "marketing"] as const).map((role) => ({
        ...administrator,
        roles: [role],
      })),
    ];
    for (const viewer of others) {
      for (const to of Object.values(addresses)) {
        await expect(queue(viewer, { kind, to, key: keyOf(kind) })).rejects.toMatchObject(refused);
      }
    }
  });
});

describe("a declared mail", () => {
  const asked = (): Row => ({ kind: "sign-in-address-asked", to: addresses.own ?? "" });
  const changed = (): Row => ({
    kind: "sign-in-address-changed",
    to: addresses.wanted ?? "",
    key: keyOf("sign-in-address-changed"),
  });

  it.each([
    ["of another brand", { brand: "insource" }],
    ["that claims to be sent", { more: { state: "sent" } }],
    ["that claims to have been tried", { more: { attempts: "1" } }],
    ["for a person, whose bell it would ring", { more: { person_kind: "contact", person_id: nobodysId() } }],
    ["under the key of another event", { key: "password-changed:1" }],
  ])("is refused %s", async (_, over) => {
    await expect(queue(home.viewer, { ...asked(), ...over })).rejects.toMatchObject(refused);
    await expect(queue(administrator, { ...changed(), ...over })).rejects.toMatchObject(refused);
  });

  it("of a change of address is refused under the key of another change", async () => {
    const key = `sign-in-address-changed:${nobodysId()}:old`;
    await expect(queue(administrator, { ...changed(), key })).rejects.toMatchObject(refused);
  });
});
