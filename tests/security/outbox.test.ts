import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { contacts, staff } from "@/db/schema";
import { CLIENT_MAIL_KINDS, STAFF_ROLES } from "@/db/schema/constants";
import { asSystem, runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import { ALL_MAIL_KINDS } from "@/lib/mail/kinds";
import { createStaff, nobodysId, staffViewer } from "../support/world";
import { furnish, type House } from "./houses";

/*
 * Contacts queue mail of few kinds in their own transactions, and only to themselves. Staff queue none. All other mail is
 * queued by the gate and by jobs. The statements are a forger's own: the code of the portal writes no such rows.
 */

let home: House;
let administrator: StaffViewer;
const addresses: Record<string, string> = {};

beforeAll(async () => {
  const member = await createStaff(["administrator"]);
  administrator = { ...staffViewer(member), brands: ["cimsoft"] };
  home = await furnish("cimsoft", administrator);
  const neighbour = await furnish("cimsoft", administrator);
  const abroad = await furnish("insource", administrator);
  const rows = await asSystem("test world", (db) => db.select().from(contacts));
  const of = (id: string) => rows.find((row) => row.id === id)?.email ?? "";
  Object.assign(addresses, {
    own: of(home.contact),
    neighbour: of(neighbour.contact),
    abroad: of(abroad.contact),
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

describe.each([...ALL_MAIL_KINDS, "made-up"])("mail of the kind %s", (kind) => {
  const isTheirs = CLIENT_MAIL_KINDS.some((theirs) => theirs === kind);

  it(`is queued by a client ${isTheirs ? "to the own address alone" : "to nobody"}`, async () => {
    for (const [who, to] of Object.entries(addresses)) {
      const queued = queue(home.viewer, { kind, to });
      if (isTheirs && who === "own") await expect(queued, who).resolves.toBeDefined();
      else await expect(queued, who).rejects.toMatchObject(refused);
    }
  });

  it("is queued by no member of staff", async () => {
    for (const role of STAFF_ROLES) {
      for (const to of Object.values(addresses)) {
        await expect(queue({ ...administrator, roles: [role] }, { kind, to }), role).rejects.toMatchObject(refused);
      }
    }
  });
});

describe.each(CLIENT_MAIL_KINDS)("a client's own mail of the kind %s", (kind) => {
  it.each([
    ["of another brand", { brand: "insource" }],
    ["that claims to be sent", { more: { state: "sent" } }],
    ["that claims to have been tried", { more: { attempts: "1" } }],
    ["for a person, whose bell it would ring", { more: { person_kind: "contact", person_id: nobodysId() } }],
    ["under the key of another event", { key: "password-changed:1" }],
  ])("is refused %s", async (_, over) => {
    await expect(queue(home.viewer, { kind, to: addresses.own ?? "", ...over })).rejects.toMatchObject(refused);
  });
});
