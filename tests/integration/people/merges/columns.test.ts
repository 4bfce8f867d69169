import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { asSystem } from "@/db/viewer";

/*
 * Every column of the catalogue that can hold the id of a contact or a company: a merge moves it, or it is listed here
 * with the reason why it stays. Columns with a foreign key are found by the merge itself; one without must be named in
 * merge_columns() of the migrations, or here.
 */
const STAYS: Readonly<Record<string, string>> = {
  "audit_events.actor_id": "the past is not rewritten; the merged record names its survivor",
  "change_requests.decided_by": "staff",
  "chat_presences.person_id": "who has a chat open now: the session of the merged one ends",
  "client_views.session_id": "the session of the administrator who looks",
  "colleague_acts.by_id": "what a company administrator did is the past; erasure finds the merged record",
  "colleague_acts.contact_id": "to whom it was done is the past",
  "coverage_changes.changed_by": "staff",
  "credentials.account_id": "access of the merged account ends, and comes back when the merge is undone",
  "edited_fields.editor_id": "who edited it is the past",
  "file_tickets.account_id": "a ticket ends with its session",
  "bulk_deeds.to_id": "staff, to whom threads were assigned",
  "content_pictures.staff_id": "staff",
  "content_versions.staff_id": "staff",
  "home_page_versions.staff_id": "staff",
  "resource_versions.staff_id": "staff",
  "inbound_mails.created_message_id": "a message",
  "known_devices.account_id": "access ends",
  "live_events.person_id": "an event that was told already",
  "live_events.thread_id": "a thread",
  "mail_preferences.person_id": "the survivor keeps their own",
  "merges.merged_id": "the record of the merge",
  "merges.survivor_id": "the record of the merge",
  "outbox.person_id": "it went, or must not go any more, to the merged address",
  "outbox.thread_id": "a thread",
  "portal_decisions.decided_by": "staff",
  "reply_addresses.person_id": "replies of the merged one end",
  "sessions.account_id": "access ends",
  "sign_in_tokens.account_id": "access ends",
  "thread_notes.staff_id": "staff",
  "uploads.uploader_id": "what was not sent yet",
  "whole_mails.message_id": "a message",
};
/** Columns with a foreign key that a merge leaves as they are. */
const KEPT: Readonly<Record<string, string>> = {
  "contact_addresses.contact_id": "the survivor keeps their own details",
  "contact_companies.contact_id": "the survivor keeps their own relations",
  "contact_phones.contact_id": "the survivor keeps their own details",
  "edited_fields.contact_id": "about fields of the merged row itself",
  "new_sign_in_addresses.contact_id": "access ends",
  "portal_decisions.contact_id": "about relations of the merged one",
};

const namesOf = async (query: Parameters<typeof sql.join>[0][number] | ReturnType<typeof sql>) =>
  [...(await asSystem("test looks", (db) => db.execute<{ name: string }>(query as ReturnType<typeof sql>)))].map(
    ({ name }) => name,
  );

describe("the columns that a merge moves", () => {
  it("are all that can name a contact or a company, but those that are listed with a reason", async () => {
    const moved = await namesOf(
      sql`select table_name || '.' || column_name as name from merge_columns('contact') union select table_name || '.' || column_name from merge_columns('company')`,
    );
    const keyed = await namesOf(
      sql`select r.relname || '.' || a.attname as name from pg_constraint f join pg_class r on r.oid = f.conrelid
        cross join unnest(f.conkey) k(n) join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.n
        where f.contype = 'f' and f.confrelid in ('contacts'::regclass, 'companies'::regclass)`,
    );
    const loose = await namesOf(
      sql`select r.relname || '.' || a.attname as name from pg_attribute a
        join pg_class r on r.oid = a.attrelid and r.relkind = 'r' and r.relnamespace = 'public'::regnamespace
        where a.attnum > 0 and not a.attisdropped and a.atttypid = 'uuid'::regtype and a.attname <> 'id'
        and not exists (select from pg_constraint c where c.contype = 'f' and c.conrelid = a.attrelid and a.attnum = any (c.conkey))`,
    );
    const unknown = [
      ...keyed.filter((name) => !moved.includes(name) && !(name in KEPT)),
      ...loose.filter((name) => !moved.includes(name) && !(name in STAYS)),
    ];
    expect(
      unknown.map((name) => `${name}: does a merge move it? Name it in merge_columns(), or here with the reason`),
    ).toEqual([]);
    const gone = [...Object.keys(STAYS), ...Object.keys(KEPT)].filter((name) => ![...keyed, ...loose].includes(name));
    expect(gone).toEqual([]);
  });

  it("are there, each with its kind", async () => {
    const broken = await namesOf(
      sql`select c.table_name || '.' || c.column_name as name from merge_columns('contact') c
        where not exists (select from information_schema.columns i where i.table_name = c.table_name and i.column_name = c.column_name)
        or (c.kind_column is not null and not exists (
          select from information_schema.columns i where i.table_name = c.table_name and i.column_name = c.kind_column))`,
    );
    expect(broken).toEqual([]);
  });

  it("belong to tables with a primary key, by which undoing finds each row", async () => {
    const without = await namesOf(
      sql`select distinct c.table_name as name from (select * from merge_columns('contact') union select * from merge_columns('company')) c
        where not exists (select from pg_index i where i.indrelid = c.table_name::regclass and i.indisprimary)`,
    );
    expect(without).toEqual([]);
  });
});
