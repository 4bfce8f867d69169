import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import type { Scope, StaffRole } from "@/db/schema/constants";
import { asSystem, type ClientViewer, runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import { type Row, rowsOf, type Tables } from "./old-database";

/** Everybody by their address, as a session would have them. */
export function viewersOf(tables: Tables): Map<string, Viewer> {
  const brands = rowsOf(tables, "staff_brands");
  return new Map<string, Viewer>([
    ...rowsOf(tables, "contacts").map((row) => [String(row.email), clientViewer(row)] as const),
    ...rowsOf(tables, "staff").map((row) => [String(row.email), staffViewer(row, brands)] as const),
  ]);
}

function clientViewer(row: Row): ClientViewer {
  return {
    kind: "client",
    brand: String(row.brand),
    contactId: String(row.id),
    companyId: row.primary_company_id === null ? null : String(row.primary_company_id),
    rights: {
      billing: row.billing === true,
      pay: row.pay === true,
      cases: row.cases_scope as Scope,
      requests: row.requests_scope as Scope,
    },
  };
}

function staffViewer(row: Row, brands: readonly Row[]): StaffViewer {
  return {
    kind: "staff",
    staffId: String(row.id),
    brands: brands.filter((one) => one.staff_id === row.id).map(({ brand }) => String(brand)),
    roles: row.roles as StaffRole[],
  };
}

/** Which of the two databases is asked. */
type Since = "before" | "after";

/** Runs `work` as a viewer: before, ids were settings of their own, which policies read as they stood. */
async function asThen<T>(viewer: Viewer, since: Since, work: (db: Transaction) => Promise<T>): Promise<T> {
  if (since === "after") return runAsViewer(viewer, "read", ({ db }) => work(db));
  const settings = Object.entries(settingsOf(viewer)).map(([name, value]) => sql`set_config(${name}, ${value}, true)`);
  return asSystem("as viewers were before they were bound", async (db) => {
    await db.execute(sql`select ${sql.join(settings, sql`, `)}`);
    return work(db);
  });
}

function settingsOf(viewer: Viewer): Record<string, string> {
  if (viewer.kind === "staff") {
    return {
      "portal.staff_id": viewer.staffId,
      "portal.brands": viewer.brands.join(","),
      "portal.roles": viewer.roles.join(","),
      role: "portal_staff",
    };
  }
  const { billing, pay, cases, requests } = viewer.rights;
  return {
    "portal.brand": viewer.brand,
    "portal.contact_id": viewer.contactId,
    "portal.company_id": viewer.companyId ?? "",
    "portal.billing": billing ? "yes" : "no",
    "portal.pay": billing && pay ? "yes" : "no",
    "portal.cases": cases,
    "portal.requests": requests,
    role: "portal_client",
  };
}

/** The column that names a row, by table: tables that clients and staff read, then those that staff alone read. */
const READ_BY_ALL = {
  threads: "id",
  cases: "id",
  requests: "id",
  change_requests: "request_id",
  messages: "id",
  thread_events: "id",
  thread_participants: "thread_id || ' ' || contact_id",
  thread_reads: "thread_id || ' ' || reader_id",
  files: "id",
  notices: "id",
};
const READ_BY_STAFF = { thread_notes: "id", inbound_mails: "id" };

/**
 * All rows about threads that a viewer sees, each as `table id`, and whom a client may ask to take part, and is answered by.
 * In order.
 */
export async function seenBy(viewer: Viewer, since: Since): Promise<string[]> {
  const places = { ...READ_BY_ALL, ...(viewer.kind === "staff" ? READ_BY_STAFF : {}) };
  const all = Object.entries(places).map(([table, id]) => `select '${table} ' || ${id} as seen from ${table}`);
  if (viewer.kind === "client") {
    all.push("select concat_ws(' ', 'colleague', c.id, p.contact_id, p.label) from cases c, case_colleagues(c.id) p");
    const people = since === "before" ? "request_people" : "thread_people";
    all.push(
      `select concat_ws(' ', 'answers', r.id, p.owner_name, p.in_place_of_name) from requests r, ${people}(r.id) p`,
    );
  }
  return asThen(viewer, since, async (db) => {
    const found = await db.execute<{ seen: string }>(sql.raw(`${all.join(" union all ")} order by 1`));
    return found.map(({ seen }) => seen);
  });
}

/** A search, in threads of one kind. */
export interface Wanted {
  readonly kind: string;
  readonly words: string;
}

/** Ids of the threads that a viewer finds by each of the wanted. */
export async function foundBy(viewer: Viewer, wanted: readonly Wanted[], since: Since): Promise<string[][]> {
  const search =
    since === "after"
      ? sql`select id from search_threads(w.words, w.kind) id`
      : sql`select id from search_cases(w.words) id where w.kind = 'case' union all
          select id from search_requests(w.words) id where w.kind = 'request'`;
  return asThen(viewer, since, async (db) => {
    const found = await db.execute<{ ids: string[] }>(sql`
      select array(select id::text from (${search}) s order by 1) as ids
      from rows from (jsonb_to_recordset(${JSON.stringify(wanted)}::text::jsonb) as (kind text, words text)) with ordinality w (kind, words, place)
      order by w.place`);
    return found.map(({ ids }) => ids);
  });
}

/** Long words that the search leaves out as common. */
const STOP_WORDS = ["before", "between", "through"];

/** The word of a text by which it is looked for. */
export function longestWord(text: unknown): string {
  const words = (String(text).match(/\p{L}{4,}/gu) ?? []).filter((word) => !STOP_WORDS.includes(word.toLowerCase()));
  return words.toSorted((a, b) => b.length - a.length)[0] ?? "";
}
