import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/db/client";
import { STAFF_ROLES, type StaffRole } from "@/db/schema/constants";
import { asSystem, runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import { createStaff, nobodysId, staffViewer } from "../support/world";
import { furnish, type House } from "./houses";

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
/** Who answers cases: the received mails of the houses came to some. */
const CASE_ANSWERING: StaffRole[] = ["support_agent", "administrator"];
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
  new_sign_in_addresses: { owner: "contact_id::text", client: "contact", staff: CLIENT_FACING },
  portal_decisions: { owner: "company_id::text", client: "nothing", staff: ["administrator"] },
  edited_fields: { owner: "contact_id::text", client: "nothing", staff: ["administrator"] },
  invitations: { owner: "contact_id::text", client: "nothing", staff: ["administrator"] },
  merges: { owner: "brand", client: "nothing", staff: ["administrator"] },
  merge_moves: { owner: "merge_id::text", client: "nothing", staff: [] },
  looks: { owner: "company_id::text", client: "company", needsBilling: true, staff: ["administrator"] },
  client_views: { owner: "contact_id::text", client: "contact", staff: ["administrator"] },
  colleague_acts: { owner: "by_id::text", client: "contact", staff: CLIENT_FACING },
  account_team_members: { owner: "company_id::text", client: "company", staff: CLIENT_FACING },
  agreements: { owner: "company_id::text", client: "company", staff: CLIENT_FACING },
  coverage_changes: { owner: "company_id::text", client: "nothing", staff: CLIENT_FACING },
  on_call_rotas: { owner: "brand", client: "nothing", staff: CLIENT_FACING },
  on_call_people: { owner: "brand", client: "nothing", staff: CLIENT_FACING },
  on_call_stand_ins: { owner: "brand", client: "nothing", staff: CLIENT_FACING },
  on_call_steps: { owner: "brand", client: "nothing", staff: CLIENT_FACING },
  alarms: { owner: OF_THREAD, client: "case", staff: CLIENT_FACING },
  alarm_steps: { owner: OF_THREAD, client: "case", staff: CLIENT_FACING },
  alarm_calls: { owner: OF_THREAD, client: "case", staff: CLIENT_FACING },
  promises: { owner: OF_THREAD, client: "case", staff: ["administrator"] },
  promise_moves: { owner: OF_THREAD, client: "case", staff: ["administrator"] },
  case_solutions: { owner: OF_THREAD, client: "nothing", staff: ["administrator"] },
  promise_steps: { owner: "brand", client: "nothing", staff: CLIENT_FACING },
  invoices: { owner: "company_id::text", client: "company", needsBilling: true, staff: MONEY },
  invoice_lines: { owner: "company_id::text", client: "company", needsBilling: true, staff: MONEY },
  payments: { owner: "company_id::text", client: "company", needsBilling: true, staff: MONEY },
  allocations: { owner: "company_id::text", client: "company", needsBilling: true, staff: MONEY },
  payment_checkouts: { owner: "company_id::text", client: "company", needsBilling: true, staff: MONEY },
  payment_refunds: { owner: "company_id::text", client: "company", needsBilling: true, staff: MONEY },
  stripe_events: { owner: "brand", client: "nothing", staff: MONEY },
  estimates: { owner: "company_id::text", client: "company", needsBilling: true, staff: MONEY },
  estimate_lines: { owner: "company_id::text", client: "company", needsBilling: true, staff: MONEY },
  cases: { owner: ofThreadOf("cases"), client: "case", staff: CLIENT_FACING },
  threads: { owner: "company_id::text", client: "thread", staff: CLIENT_FACING },
  chats: { owner: ofThreadOf("chats"), client: "case", staff: CASE_ANSWERING },
  chat_agents: { owner: "staff_id::text", client: "nothing", staff: CASE_ANSWERING },
  chat_presences: { owner: OF_THREAD, client: "case", staff: CASE_ANSWERING },
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
  content_versions: { owner: "brand", client: "nothing", staff: ["administrator", "marketing"] },
  content_links: { owner: "brand", client: "nothing", staff: ["administrator", "marketing"] },
  content_pictures: { owner: "brand", client: "nothing", staff: ["administrator", "marketing"] },
  resources: { owner: "brand", client: "brand", staff: ["administrator", "marketing"] },
  resource_versions: { owner: "brand", client: "brand", staff: ["administrator", "marketing"] },
  resource_solutions: { owner: "contact_id::text", client: "contact", staff: [] },
  article_drafts: { owner: OF_THREAD, client: "nothing", staff: CASE_ANSWERING },
  faq_entries: { owner: "brand", client: "brand", staff: EVERY },
  faq_votes: { owner: "brand", client: "nothing", staff: ["administrator", "marketing"] },
  missed_searches: { owner: "brand", client: "nothing", staff: ["administrator", "marketing"] },
  resource_follows: { owner: "contact_id::text", client: "contact", staff: [] },
  resource_uses: { owner: "contact_id::text", client: "nothing", staff: [] },
  search_words: { owner: "word", client: "nothing", staff: [] },
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
  thread_follows: { owner: OF_THREAD, client: "nothing", staff: CLIENT_FACING },
  case_merges: { owner: OF_THREAD, client: "case", staff: CLIENT_FACING },
  case_links: { owner: OF_THREAD, client: "nothing", staff: CLIENT_FACING },
  thread_snoozes: { owner: OF_THREAD, client: "nothing", staff: CLIENT_FACING },
  files: { owner: OF_THREAD, client: "case", staff: CLIENT_FACING },
  file_tickets: { owner: "brand", client: "nothing", staff: [] },
  uploads: { owner: "uploader_id::text", client: "nothing", staff: [] },
  inbound_mails: { owner: OF_THREAD, client: "nothing", staff: CASE_ANSWERING },
  whole_mails: { owner: OF_THREAD, client: "case", staff: CASE_ANSWERING },
  mail_files: { owner: OF_THREAD, client: "nothing", staff: CASE_ANSWERING },
  saved_views: { owner: "staff_id::text", client: "nothing", staff: EVERY },
  bulk_deeds: { owner: "staff_id::text", client: "nothing", staff: EVERY },
  canned_replies: { owner: "brand", client: "nothing", staff: CLIENT_FACING },
  case_targets: { owner: "brand", client: "brand", staff: EVERY },
  coverages: { owner: "brand", client: "brand", staff: EVERY },
  products: { owner: "brand", client: "brand", staff: EVERY },
  reply_addresses: { owner: "brand", client: "nothing", staff: [] },
  live_events: { owner: "brand", client: "nothing", staff: [] },
  staff: { owner: "id::text", client: "nothing", staff: EVERY },
  staff_brands: { owner: "brand", client: "nothing", staff: EVERY },
  audit_events: { owner: "brand", client: "nothing", staff: ["administrator"] },
  connect_requests: { owner: "brand", client: "nothing", staff: ["administrator"] },
  visitors: { owner: "brand", client: "nothing", staff: ["administrator"] },
  connect_confirmations: { owner: "brand", client: "nothing", staff: [] },
  csp_reports: { owner: "brand", client: "nothing", staff: ["administrator"] },
  import_runs: { owner: "brand_keys[1]", client: "nothing", staff: ["administrator"] },
  outbox: { owner: "brand", client: "nothing", staff: ["administrator"] },
  credentials: { owner: "account_id::text", client: "nothing", staff: [] },
  sessions: { owner: "brand", client: "nothing", staff: [] },
  sign_in_tokens: { owner: "brand", client: "nothing", staff: [] },
  known_devices: { owner: "account_id::text", client: "nothing", staff: [] },
  rate_limits: { owner: "key", client: "nothing", staff: [] },
  deployment: { owner: "key", client: "nothing", staff: [] },
  worker_beats: { owner: "id", client: "nothing", staff: [] },
  providers: { owner: "brand", client: "nothing", staff: ["administrator"] },
  viewer_keys: { owner: "id", client: "nothing", staff: [] },
};

/** Tables of which a viewer may delete rows: tests of their own say which. */
const DELETES = [
  "thread_participants",
  "files",
  "contact_phones",
  "account_team_members",
  "portal_decisions",
  "contact_addresses",
  "contact_companies",
  "staff_absences",
  "team_photos",
  "mail_preferences",
  "brand_hours",
  "brand_holidays",
  "mail_files",
  "resource_follows",
  "canned_replies",
  "thread_follows",
  "thread_snoozes",
  "case_links",
  "on_call_people",
  "on_call_stand_ins",
  "on_call_steps",
  "saved_views",
  "bulk_deeds",
];
/** Tables of the staff themselves, whatever their brands. */
const OF_STAFF = ["staff", "staff_absences", "mail_preferences", "chat_agents", "saved_views", "bulk_deeds"];

const houses: House[] = [];
let member: StaffViewer;

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
  houses.push(await furnish("cimsoft", member), await furnish("cimsoft", member), await furnish("insource", member));
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
    merge_moves: "what = what",
    worker_beats: "lane = lane",
    viewer_keys: "id = id",
    staff: "name = name",
    staff_brands: "brand = brand",
    import_runs: "file = file",
    known_devices: "device_hash = device_hash",
    files: "name = name",
    uploads: "size_bytes = size_bytes",
    mail_preferences: "kind = kind",
    mail_events: "reason = reason",
    staff_absences: "starts_on = starts_on",
    chat_agents: "talks = talks",
    saved_views: "name = name",
    bulk_deeds: "kind = kind",
    resource_uses: "day = day",
    search_words: "word = word",
  };
  return columns[table] ?? "brand = brand";
}
