import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/db/client";
import { STAFF_ROLES, type StaffRole } from "@/db/schema/constants";
import { asSystem, type ClientViewer, runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import {
  clientViewer,
  createAgreement,
  createCase,
  createCheckout,
  createCompany,
  createContact,
  createEstimate,
  createInvoice,
  createPayment,
  createRefund,
  createStaff,
  createStripeEvent,
  createTeamMember,
  nobodysId,
  staffViewer,
} from "../support/world";

/*
 * The second wall with the first one removed: every table is read whole (`select … from table`, no filter), as each
 * role, and must show the viewer's own rows and nothing else. `company` says which company a row belongs to.
 */
interface Rule {
  /** Expression that tells whose a row is: a company's or contact's id, or a brand. */
  readonly owner: string;
  /** What a client with every right may see, given the own company, contact and brand. */
  readonly client: "company" | "contact" | "brand" | "case" | "thread" | "nothing";
  readonly needsBilling?: boolean;
  readonly staff: readonly StaffRole[];
}

const CLIENT_FACING: StaffRole[] = ["account_manager", "subscription_manager", "support_agent", "administrator"];
const MONEY: StaffRole[] = ["account_manager", "subscription_manager", "administrator"];
const EVERY: StaffRole[] = [...STAFF_ROLES];
const ANSWERING = MONEY;
/** Whose thread a row belongs to; null, and so nobody's of the house, where the viewer may not see the thread itself. */
const OF_THREAD = "(select company_id::text from threads where threads.id = thread_id)";

/** The same of what is special to a kind. */
const ofThreadOf = (table: string) => `(select company_id::text from threads where threads.id = ${table}.id)`;

const RULES: Record<string, Rule> = {
  brands: { owner: "key", client: "brand", staff: EVERY },
  brand_hours: { owner: "brand", client: "brand", staff: EVERY },
  brand_holidays: { owner: "brand", client: "brand", staff: EVERY },
  companies: { owner: "id::text", client: "company", staff: CLIENT_FACING },
  contacts: { owner: "id::text", client: "contact", staff: CLIENT_FACING },
  contact_companies: { owner: "contact_id::text", client: "contact", staff: CLIENT_FACING },
  contact_phones: { owner: "contact_id::text", client: "contact", staff: CLIENT_FACING },
  contact_addresses: { owner: "contact_id::text", client: "contact", staff: CLIENT_FACING },
  account_team_members: { owner: "company_id::text", client: "company", staff: CLIENT_FACING },
  agreements: { owner: "company_id::text", client: "company", staff: CLIENT_FACING },
  invoices: { owner: "company_id::text", client: "company", needsBilling: true, staff: MONEY },
  invoice_lines: { owner: "company_id::text", client: "company", needsBilling: true, staff: MONEY },
  payments: { owner: "company_id::text", client: "company", needsBilling: true, staff: MONEY },
  allocations: { owner: "company_id::text", client: "company", needsBilling: true, staff: MONEY },
  payment_checkouts: { owner: "company_id::text", client: "company", needsBilling: true, staff: MONEY },
  payment_refunds: { owner: "company_id::text", client: "company", needsBilling: true, staff: MONEY },
  stripe_events: { owner: "brand", client: "nothing", staff: MONEY },
  estimates: { owner: "company_id::text", client: "company", needsBilling: true, staff: MONEY },
  cases: { owner: ofThreadOf("cases"), client: "case", staff: CLIENT_FACING },
  threads: { owner: "company_id::text", client: "thread", staff: CLIENT_FACING },
  requests: { owner: ofThreadOf("requests"), client: "thread", staff: ANSWERING },
  change_requests: { owner: "contact_id::text", client: "contact", staff: ANSWERING },
  request_targets: { owner: "brand", client: "brand", staff: EVERY },
  notices: { owner: "person_id::text", client: "contact", staff: EVERY },
  mail_preferences: { owner: "person_id::text", client: "contact", staff: EVERY },
  mail_events: {
    owner: "(select brand from outbox where outbox.provider_id = mail_events.provider_id)",
    client: "nothing",
    staff: ["administrator"],
  },
  home_page_versions: { owner: "brand", client: "nothing", staff: ["administrator", "marketing"] },
  staff_absences: { owner: "staff_id::text", client: "nothing", staff: EVERY },
  team_photos: {
    owner: "(select company_id::text from account_team_members m where m.email = team_photos.email)",
    client: "company",
    staff: CLIENT_FACING,
  },
  messages: { owner: OF_THREAD, client: "case", staff: CLIENT_FACING },
  thread_events: { owner: OF_THREAD, client: "case", staff: CLIENT_FACING },
  thread_notes: { owner: OF_THREAD, client: "nothing", staff: CLIENT_FACING },
  thread_participants: { owner: OF_THREAD, client: "case", staff: CLIENT_FACING },
  thread_reads: { owner: "reader_id::text", client: "contact", staff: CLIENT_FACING },
  files: { owner: OF_THREAD, client: "case", staff: CLIENT_FACING },
  uploads: { owner: "uploader_id::text", client: "nothing", staff: [] },
  inbound_mails: { owner: OF_THREAD, client: "nothing", staff: CLIENT_FACING },
  canned_replies: { owner: "brand", client: "nothing", staff: CLIENT_FACING },
  case_targets: { owner: "brand", client: "brand", staff: EVERY },
  products: { owner: "brand", client: "brand", staff: EVERY },
  reply_addresses: { owner: "brand", client: "nothing", staff: [] },
  live_events: { owner: "brand", client: "nothing", staff: [] },
  staff: { owner: "id::text", client: "nothing", staff: EVERY },
  staff_brands: { owner: "brand", client: "nothing", staff: EVERY },
  audit_events: { owner: "brand", client: "nothing", staff: ["administrator"] },
  connect_requests: { owner: "brand", client: "nothing", staff: ["administrator"] },
  import_runs: { owner: "brand_keys[1]", client: "nothing", staff: ["administrator"] },
  outbox: { owner: "brand", client: "nothing", staff: ["administrator"] },
  credentials: { owner: "account_id::text", client: "nothing", staff: [] },
  sessions: { owner: "brand", client: "nothing", staff: [] },
  sign_in_tokens: { owner: "brand", client: "nothing", staff: [] },
  known_devices: { owner: "account_id::text", client: "nothing", staff: [] },
  rate_limits: { owner: "key", client: "nothing", staff: [] },
  deployment: { owner: "key", client: "nothing", staff: [] },
};

/** Tables of which a viewer may delete rows: tests of their own say which. */
const DELETES = [
  "thread_participants",
  "files",
  "contact_phones",
  "account_team_members",
  "contact_addresses",
  "contact_companies",
  "staff_absences",
  "team_photos",
  "mail_preferences",
];
/** Tables of the staff themselves, whatever their brands. */
const OF_STAFF = ["staff", "staff_absences", "mail_preferences"];

interface House {
  readonly company: string;
  readonly contact: string;
  readonly brand: string;
  readonly viewer: ClientViewer;
}

const houses: House[] = [];
let member: StaffViewer;

/** A company with something in every table. */
async function furnish(brand: string): Promise<House> {
  const company = await createCompany({ brand });
  const related = await createCompany({ brand });
  const contact = await createContact(company, {
    pay: true,
    casesScope: "company",
    requestsScope: "company",
    passwordHash: "x",
    relatedTo: [related],
  });
  const invoice = await createInvoice(company);
  const payment = await createPayment(company, invoice, { contactId: contact.id });
  await createCheckout(payment);
  await createRefund(payment);
  await createStripeEvent({ brand, paymentId: payment.id });
  await createEstimate(company);
  await createAgreement(company);
  const teamMember = await createTeamMember(company, { email: `${nobodysId()}@portal.example` });
  const colleague = await createContact(company, { casesScope: "own" });
  const { id: thread } = await createCase(company, contact, { participants: [colleague] });
  await asSystem("test world", async (db) => {
    await db.execute(
      sql`insert into thread_events (id, brand, thread_id, kind) values (gen_random_uuid(), ${brand}, ${thread}, 'filed'), (gen_random_uuid(), ${brand}, ${thread}, 'assigned')`,
    );
    await db.execute(
      sql`insert into thread_notes (id, brand, thread_id, staff_id, staff_name, body) values (gen_random_uuid(), ${brand}, ${thread}, gen_random_uuid(), 'x', 'x')`,
    );
    await db.execute(
      sql`insert into thread_reads (brand, thread_id, reader_kind, reader_id, read_at) values (${brand}, ${thread}, 'contact', ${contact.id}, now()), (${brand}, ${thread}, 'staff', ${member.staffId}, now())`,
    );
    await db.execute(
      sql`insert into files (id, brand, uploader_kind, uploader_id, thread_id, message_id, name, size_bytes, media_type, sha256, scan, attached_at) values (${nobodysId()}, ${brand}, 'contact', ${contact.id}, ${thread}, ${thread}, 'x', 1, 'text/plain', 'x', 'not_scanned', now())`,
    );
    await db.execute(
      sql`insert into inbound_mails (id, provider_id, brand, thread_id, state) values (gen_random_uuid(), ${nobodysId()}, ${brand}, ${thread}, 'unverified')`,
    );
    await db.execute(
      sql`insert into reply_addresses (id, brand, thread_id, person_kind, person_id, token_hash) values (gen_random_uuid(), ${brand}, ${thread}, 'contact', ${contact.id}, ${nobodysId()})`,
    );
    await db.execute(
      sql`insert into canned_replies (id, brand, title, body) values (gen_random_uuid(), ${brand}, ${nobodysId()}, 'x')`,
    );
    await db.execute(sql`insert into products (brand, name) values (${brand}, ${nobodysId()})`);
    await db.execute(
      sql`insert into case_targets (brand, severity, minutes) values (${brand}, 'question', 480) on conflict do nothing`,
    );
    const asked = nobodysId();
    await db.execute(
      sql`insert into threads (id, brand, company_id, kind, topic, opened_by, opened_by_name, subject, first_answer_due_at, last_author_id)
        values (${asked}, ${brand}, ${company.id}, 'request', 'change', ${contact.id}, 'x', 'x', now(), ${contact.id})`,
    );
    await db.execute(sql`insert into requests (id, brand) values (${asked}, ${brand})`);
    await db.execute(
      sql`insert into change_requests (request_id, brand, contact_id, field, before, wanted) values (${asked}, ${brand}, ${contact.id}, 'name', 'x', 'y')`,
    );
    await db.execute(
      sql`insert into request_targets (brand, kind, minutes) values (${brand}, 'message', 540) on conflict do nothing`,
    );
    await db.execute(
      sql`insert into notices (id, brand, person_kind, person_id, kind, title, path, dedupe_key) values
        (gen_random_uuid(), ${brand}, 'contact', ${contact.id}, 'x', 'x', '/cases', ${nobodysId()}),
        (gen_random_uuid(), ${brand}, 'staff', ${member.staffId}, 'x', 'x', '/staff', ${nobodysId()})`,
    );
    await db.execute(
      sql`insert into mail_preferences (person_kind, person_id, kind, wanted) values ('contact', ${contact.id}, 'x', false), ('staff', ${member.staffId}, 'x', false) on conflict do nothing`,
    );
    await db.execute(
      sql`insert into home_page_versions (id, brand, connect_title, connect_text, upgrade_label, upgrade_url) values (gen_random_uuid(), ${brand}, 'x', 'x', 'x', 'https://x.example')`,
    );
    await db.execute(
      sql`insert into staff_absences (id, staff_id, starts_on, ends_on) values (gen_random_uuid(), ${member.staffId}, '2026-01-01', '2026-01-02')`,
    );
    await db.execute(
      sql`insert into team_photos (id, brand, email, image) values (gen_random_uuid(), ${brand}, ${teamMember.email}, 'x'::bytea) on conflict do nothing`,
    );
    await db.execute(
      sql`insert into contact_phones (id, brand, contact_id, kind, number) values (gen_random_uuid(), ${brand}, ${contact.id}, 'work', '+15550100')`,
    );
    await db.execute(
      sql`insert into contact_addresses (id, brand, contact_id, kind, line1) values (gen_random_uuid(), ${brand}, ${contact.id}, 'office', '1 Mill Road')`,
    );
    await db.execute(
      sql`insert into sessions (id, token_hash, account_kind, account_id, brand, created_at, last_seen_at, expires_at) values (gen_random_uuid(), ${nobodysId()}, 'contact', ${contact.id}, ${brand}, now(), now(), now())`,
    );
    await db.execute(
      sql`insert into sign_in_tokens (id, account_kind, account_id, brand, token_hash, created_at, expires_at) values (gen_random_uuid(), 'contact', ${contact.id}, ${brand}, ${nobodysId()}, now(), now())`,
    );
    await db.execute(
      sql`insert into known_devices (id, account_kind, account_id, device_hash, last_sign_in_at) values (gen_random_uuid(), 'contact', ${contact.id}, 'x', now())`,
    );
    await db.execute(sql`insert into rate_limits (key, hits, reset_at) values (${nobodysId()}, 1, now())`);
    await db.execute(
      sql`insert into outbox (id, brand, kind, to_address, props, dedupe_key, provider_id) values (gen_random_uuid(), ${brand}, 'x', 'a@client.example', '{}', ${nobodysId()}, ${asked})`,
    );
    await db.execute(
      sql`insert into mail_events (id, provider_id, kind, happened_at) values (${nobodysId()}, ${asked}, 'delivered', now())`,
    );
    await db.execute(
      sql`insert into audit_events (id, brand, actor_kind, action) values (gen_random_uuid(), ${brand}, 'system', 'x')`,
    );
    await db.execute(
      sql`insert into connect_requests (id, brand, name, company, email) values (gen_random_uuid(), ${brand}, 'x', 'x', 'a@client.example')`,
    );
    await db.execute(
      sql`insert into import_runs (id, file, brand_keys, dry_run, report) values (gen_random_uuid(), 'x', array[${brand}], false, '{}')`,
    );
    await db.execute(sql`insert into deployment (key, value) values (${nobodysId()}, 'x')`);
  });
  return { company: company.id, contact: contact.id, brand, viewer: clientViewer(contact) };
}

/** Owners of every row the viewer can read without any filter; a refused table counts as showing nothing. */
async function ownersSeen(viewer: Viewer, table: string, owner: string): Promise<Set<string>> {
  try {
    const rows = await runAsViewer(viewer, "read", ({ db }) =>
      db.execute<{ owner: string }>(sql.raw(`select ${owner} as owner from ${table}`)),
    );
    return new Set([...rows].map((row) => row.owner));
  } catch (error) {
    const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
    if (cause?.code === "42501") return new Set();
    throw error;
  }
}

beforeAll(async () => {
  member = staffViewer(await createStaff(["administrator"]));
  houses.push(await furnish("cimsoft"), await furnish("cimsoft"), await furnish("insource"));
});

describe("every table of the schema", () => {
  it("has a rule here, row-level security on, and rows to hide", async () => {
    const rows = await asSystem("test", (db) =>
      db.execute<{ name: string; secured: boolean }>(
        sql`select relname as name, relrowsecurity as secured from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and relkind = 'r'`,
      ),
    );
    const names = [...rows].map((row) => row.name).sort();
    expect(names).toEqual(Object.keys(RULES).sort());
    expect([...rows].filter((row) => !row.secured)).toEqual([]);
    for (const name of names) {
      const [count] = await asSystem("test", (db) =>
        db.execute<{ n: number }>(sql.raw(`select count(*)::int as n from ${name}`)),
      );
      expect(count?.n, name).toBeGreaterThan(0);
    }
  });

  it("refuses a query outside asViewer and asSystem", async () => {
    for (const table of Object.keys(RULES)) {
      await expect(pool().db.execute(sql.raw(`select 1 from ${table}`)), table).rejects.toMatchObject({
        cause: { code: "42501" },
      });
    }
  });
});

describe.each(Object.entries(RULES))("%s without the first wall", (table, rule) => {
  const own = (house: House): string[] => {
    if (rule.client === "nothing") return [];
    return [house[rule.client === "case" || rule.client === "thread" ? "company" : rule.client]];
  };

  it("shows a client their own rows and no others", async () => {
    for (const house of houses) {
      expect([...(await ownersSeen(house.viewer, table, rule.owner))], house.brand).toEqual(own(house));
    }
  });

  it("shows a client without the right billing no money", async () => {
    for (const house of houses) {
      const viewer = { ...house.viewer, rights: { ...house.viewer.rights, billing: false, pay: false } };
      expect([...(await ownersSeen(viewer, table, rule.owner))]).toEqual(rule.needsBilling ? [] : own(house));
    }
  });

  it("shows a client without the right to cases none", async () => {
    for (const house of houses) {
      const viewer = { ...house.viewer, rights: { ...house.viewer.rights, cases: "none" as const } };
      expect([...(await ownersSeen(viewer, table, rule.owner))]).toEqual(rule.client === "case" ? [] : own(house));
    }
  });

  it("shows nothing of a company to a contact without one, and nothing to one of nowhere", async () => {
    for (const house of houses) {
      const seen = await ownersSeen({ ...house.viewer, companyId: null }, table, rule.owner);
      expect([...seen]).toEqual(rule.client === "company" ? [] : own(house));
      const stranger = { ...house.viewer, companyId: nobodysId(), contactId: nobodysId() };
      expect([...(await ownersSeen(stranger, table, rule.owner))]).toEqual(rule.client === "brand" ? own(house) : []);
    }
  });

  it("shows a client who carries another brand nothing of a company", async () => {
    const [house] = houses;
    if (!house) throw new Error("no house");
    const seen = await ownersSeen({ ...house.viewer, brand: "insource" }, table, rule.owner);
    expect([...seen]).toEqual(rule.client === "brand" ? ["insource"] : []);
  });

  it.each(STAFF_ROLES)("shows a member of staff with the role %s what the role may read", async (role) => {
    const all = await ownersSeen({ ...member, roles: [role] }, table, rule.owner);
    if (rule.staff.includes(role)) expect(all.size).toBeGreaterThan(0);
    else expect([...all]).toEqual([]);
  });

  it("shows a member of staff of one brand nothing of the other", async () => {
    const [first, , other] = houses;
    if (!first || !other || OF_STAFF.includes(table)) return;
    const seen = await ownersSeen({ ...member, brands: ["cimsoft"], roles: [...STAFF_ROLES] }, table, rule.owner);
    expect([...seen].filter((owner) => [other.company, other.contact, other.brand].includes(owner))).toEqual([]);
    const none = await ownersSeen({ ...member, brands: [], roles: [...STAFF_ROLES] }, table, rule.owner);
    expect([...none]).toEqual([]);
  });

  it("takes no change from a viewer", async () => {
    const [house] = houses;
    if (!house) throw new Error("no house");
    for (const viewer of [house.viewer, member]) {
      const statements = [`update ${table} set ${updatable(table)}`];
      if (!DELETES.includes(table)) statements.push(`delete from ${table}`);
      for (const statement of statements) {
        await expect(
          runAsViewer(viewer, "write", ({ db }) => db.execute(sql.raw(statement))),
          statement,
        ).rejects.toMatchObject({
          cause: { code: "42501" },
        });
      }
    }
  });
});

/** Some column of each table, set to itself. */
function updatable(table: string): string {
  const columns: Record<string, string> = {
    brands: "name = name",
    credentials: "password_hash = password_hash",
    rate_limits: "hits = hits",
    deployment: "value = value",
    staff: "name = name",
    staff_brands: "brand = brand",
    import_runs: "file = file",
    known_devices: "device_hash = device_hash",
    files: "name = name",
    uploads: "size_bytes = size_bytes",
    mail_preferences: "kind = kind",
    mail_events: "reason = reason",
    staff_absences: "starts_on = starts_on",
  };
  return columns[table] ?? "brand = brand";
}

describe("the second wall beyond rows", () => {
  it("keeps seats and value of an agreement from a client", async () => {
    const [house] = houses;
    if (!house) throw new Error("no house");
    for (const column of ["seats", "value_minor", "currency"]) {
      await expect(
        runAsViewer(house.viewer, "read", ({ db }) => db.execute(sql.raw(`select ${column} from agreements`))),
      ).rejects.toMatchObject({ cause: { code: "42501" } });
    }
  });

  it("lets a viewer write audit rows in the own name and brand only", async () => {
    const [house] = houses;
    if (!house) throw new Error("no house");
    const insert = (viewer: Viewer, brand: string, kind: string, actor: string) =>
      runAsViewer(viewer, "write", ({ db }) =>
        db.execute(
          sql`insert into audit_events (id, brand, actor_kind, actor_id, action) values (gen_random_uuid(), ${brand}, ${kind}, ${actor}, 'test')`,
        ),
      );
    const refused = { cause: { code: "42501" } };
    await expect(insert(house.viewer, "cimsoft", "contact", house.contact)).resolves.toBeDefined();
    await expect(insert(house.viewer, "insource", "contact", house.contact)).rejects.toMatchObject(refused);
    await expect(insert(house.viewer, "cimsoft", "contact", nobodysId())).rejects.toMatchObject(refused);
    await expect(insert(house.viewer, "cimsoft", "staff", house.contact)).rejects.toMatchObject(refused);
    await expect(insert(member, "cimsoft", "staff", member.staffId)).resolves.toBeDefined();
    await expect(insert(member, "cimsoft", "staff", nobodysId())).rejects.toMatchObject(refused);
    await expect(insert({ ...member, brands: ["insource"] }, "cimsoft", "staff", member.staffId)).rejects.toMatchObject(
      refused,
    );
  });

  it("lets a viewer queue ordinary mail of the own brand only", async () => {
    const [house] = houses;
    if (!house) throw new Error("no house");
    const insert = (viewer: Viewer, brand: string, kind: string, state: string) =>
      runAsViewer(viewer, "write", ({ db }) =>
        db.execute(
          sql`insert into outbox (id, brand, kind, to_address, props, dedupe_key, state) values (gen_random_uuid(), ${brand}, ${kind}, 'a@client.example', '{}', ${nobodysId()}, ${state})`,
        ),
      );
    const refused = { cause: { code: "42501" } };
    for (const viewer of [house.viewer, { ...member, brands: ["cimsoft"] }]) {
      await expect(insert(viewer, "cimsoft", "password-changed", "queued")).resolves.toBeDefined();
      await expect(insert(viewer, "insource", "password-changed", "queued")).rejects.toMatchObject(refused);
      await expect(insert(viewer, "cimsoft", "password-changed", "sent")).rejects.toMatchObject(refused);
      await expect(insert(viewer, "cimsoft", "password-reset", "queued")).rejects.toMatchObject(refused);
      await expect(insert(viewer, "cimsoft", "first-sign-in", "queued")).rejects.toMatchObject(refused);
    }
  });

  it("gives a viewer no table of its own and no other schema", async () => {
    const [house] = houses;
    if (!house) throw new Error("no house");
    for (const viewer of [house.viewer, member]) {
      for (const statement of ["create table x (y int)", "select * from graphile_worker.jobs"]) {
        await expect(
          runAsViewer(viewer, "write", ({ db }) => db.execute(sql.raw(statement))),
          statement,
        ).rejects.toMatchObject({
          cause: { code: "42501" },
        });
      }
    }
  });

  it("searches within the viewer's own rows only", async () => {
    const search = (viewer: Viewer) =>
      runAsViewer(viewer, "read", async ({ db }) => {
        const rows = await db.execute<{ company: string }>(
          sql`select company_id::text as company from invoices where id in (select search_invoices(array['%historian%']))`,
        );
        const raw = await db.execute<{ n: number }>(
          sql`select count(*)::int as n from search_invoices(array['%historian%'])`,
        );
        return { companies: [...new Set([...rows].map((row) => row.company))], found: raw[0]?.n };
      });
    for (const house of houses) {
      expect(await search(house.viewer)).toEqual({ companies: [house.company], found: 1 });
      expect(await search({ ...house.viewer, rights: { ...house.viewer.rights, billing: false } })).toEqual({
        companies: [],
        found: 0,
      });
    }
    expect((await search({ ...member, brands: ["insource"] })).companies).toEqual([houses[2]?.company]);
    expect(await search({ ...member, roles: ["marketing"] })).toEqual({ companies: [], found: 0 });
  });

  it("forgets the viewer when the transaction ends", async () => {
    const [house] = houses;
    if (!house) throw new Error("no house");
    await runAsViewer(house.viewer, "read", async () => undefined);
    const rows = await pool().sql`select current_setting('portal.company_id', true) as company, current_user as role`;
    expect(rows[0]?.company ?? "").toBe("");
    expect(rows[0]?.role).toBe("portal_none");
  });
});
