import { sql } from "drizzle-orm";
import { asSystem, type ClientViewer, type StaffViewer } from "@/db/viewer";
import {
  clientViewer,
  createAgreement,
  createCheckout,
  createCompany,
  createContact,
  createEstimate,
  createInvoice,
  createPayment,
  createRefund,
  createStripeEvent,
  createTeamMember,
  nobodysId,
} from "../support/world";
import { createCase } from "../support/world-threads";

/** A company with a contact who has every right. */
export interface House {
  readonly company: string;
  readonly contact: string;
  readonly brand: string;
  readonly viewer: ClientViewer;
}

/** Makes a company with rows in every table; those of a member of staff belong to `member`. */
export async function furnish(brand: string, member: StaffViewer): Promise<House> {
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
  await createEstimate(company, { lines: [["Historian server", 250_000]] });
  await createAgreement(company);
  const teamMember = await createTeamMember(company, { email: `${nobodysId()}@portal.example` });
  const colleague = await createContact(company, { casesScope: "own" });
  const { id: thread } = await createCase(company, contact, { participants: [colleague] });
  const { id: linked } = await createCase(company, contact);
  const file = nobodysId();
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
      sql`insert into files (id, brand, uploader_kind, uploader_id, thread_id, message_id, name, size_bytes, media_type, sha256, scan, attached_at) values (${file}, ${brand}, 'contact', ${contact.id}, ${thread}, ${thread}, 'x', 1, 'text/plain', 'x', 'not_scanned', now())`,
    );
    await db.execute(
      sql`insert into inbound_mails (id, provider_id, brand, thread_id, state) values (gen_random_uuid(), ${nobodysId()}, ${brand}, ${thread}, 'unverified')`,
    );
    await db.execute(
      sql`insert into whole_mails (id, brand, thread_id, message_id, author_kind, author_id, headers, text, html, files, shown, folded)
        select id, brand, thread_id, id, 'contact', ${contact.id}, '[]', 'x', '', '{}', 'x', '' from inbound_mails where thread_id = ${thread}`,
    );
    await db.execute(
      sql`insert into mail_files (mail_id, place, brand, thread_id, name, size_bytes, of_signature)
        select id, 0, brand, thread_id, 'x', 1, false from inbound_mails where thread_id = ${thread}`,
    );
    await db.execute(
      sql`insert into reply_addresses (id, brand, thread_id, person_kind, person_id, token_hash) values (gen_random_uuid(), ${brand}, ${thread}, 'contact', ${contact.id}, ${nobodysId()})`,
    );
    await db.execute(
      sql`insert into canned_replies (id, brand, title, body) values (gen_random_uuid(), ${brand}, ${nobodysId()}, 'x')`,
    );
    await db.execute(
      sql`insert into thread_follows (brand, thread_id, staff_id) values (${brand}, ${thread}, ${member.staffId})`,
    );
    await db.execute(
      sql`insert into thread_snoozes (brand, thread_id, until, staff_id, staff_name) values (${brand}, ${thread}, now() + interval '1 hour', ${member.staffId}, 'x')`,
    );
    await db.execute(
      sql`insert into case_links (brand, thread_id, other_id, kind, staff_id, staff_name) values (${brand}, ${thread}, ${linked}, 'related', ${member.staffId}, 'x')`,
    );
    await db.execute(
      sql`insert into case_merges (brand, thread_id, into_id, staff_id, staff_name) values (${brand}, ${linked}, ${thread}, ${member.staffId}, 'x')`,
    );
    await db.execute(sql`insert into products (brand, name) values (${brand}, ${nobodysId()})`);
    await db.execute(
      sql`insert into case_targets (brand, severity, minutes) values (${brand}, 'question', 480) on conflict do nothing`,
    );
    await db.execute(
      sql`insert into on_call_rotas (brand, phone, handover_weekday, handover_time, first_day) values (${brand}, '+17175550101', 1, '08:30', '2026-11-02') on conflict do nothing`,
    );
    await db.execute(
      sql`insert into on_call_people (brand, staff_id, position) values (${brand}, ${member.staffId}, 0) on conflict do nothing`,
    );
    await db.execute(
      sql`insert into on_call_stand_ins (brand, week, staff_id) values (${brand}, '2026-11-02', ${member.staffId}) on conflict do nothing`,
    );
    await db.execute(
      sql`insert into on_call_steps (id, brand, duty, after_minutes) values (gen_random_uuid(), ${brand}, 'on_call', 0) on conflict do nothing`,
    );
    const alarm = nobodysId();
    await db.execute(
      sql`insert into alarms (id, brand, thread_id, ended_at, outcome) values (${alarm}, ${brand}, ${thread}, now(), 'closed')`,
    );
    await db.execute(
      sql`insert into alarm_steps (alarm_id, brand, thread_id, position, duty, due_at) values (${alarm}, ${brand}, ${thread}, 0, 'on_call', now())`,
    );
    await db.execute(
      sql`insert into alarm_calls (alarm_id, position, brand, thread_id, staff_id, staff_name) values (${alarm}, 0, ${brand}, ${thread}, ${member.staffId}, 'x')`,
    );
    await db.execute(
      sql`insert into promise_moves (id, brand, thread_id, promise_id, before, after, by_severity)
        select gen_random_uuid(), brand, thread_id, id, due_at, due_at, false from promises where thread_id = ${thread} limit 1`,
    );
    await db.execute(
      sql`insert into case_solutions (thread_id, brand, severity, opened_at, solved_at) values (${thread}, ${brand}, 'question', now(), now()) on conflict do nothing`,
    );
    await db.execute(
      sql`insert into promise_steps (id, brand, duty, before_minutes) values (gen_random_uuid(), ${brand}, 'owner', 60) on conflict do nothing`,
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
    const chat = nobodysId();
    await db.execute(
      sql`insert into threads (id, brand, company_id, kind, opened_by, opened_by_name, subject, first_answer_due_at, last_author_id)
        values (${chat}, ${brand}, ${company.id}, 'chat', ${contact.id}, 'x', 'x', now(), ${contact.id})`,
    );
    await db.execute(sql`insert into chats (id, brand, product) values (${chat}, ${brand}, 'x')`);
    await db.execute(
      sql`insert into chat_presences (brand, thread_id, person_kind, person_id) values (${brand}, ${chat}, 'contact', ${contact.id})`,
    );
    await db.execute(sql`insert into chat_agents (staff_id) values (${member.staffId}) on conflict do nothing`);
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
      sql`insert into content_versions (id, brand, kind, content, state) values (gen_random_uuid(), ${brand}, 'faq', '{}', 'draft')`,
    );
    await db.execute(
      sql`insert into content_links (brand, url, kind, checked_at) values (${brand}, 'https://x.example', 'faq', now()) on conflict do nothing`,
    );
    await db.execute(
      sql`insert into content_pictures (id, brand, small, large, width, height, sent_hash) values (gen_random_uuid(), ${brand}, 'x'::bytea, 'x'::bytea, 1, 1, 'x')`,
    );
    await db.execute(
      sql`insert into staff_absences (id, staff_id, starts_on, ends_on) values (gen_random_uuid(), ${member.staffId}, '2026-01-01', '2026-01-02')`,
    );
    await db.execute(
      sql`insert into saved_views (id, staff_id, list, name, query) values (gen_random_uuid(), ${member.staffId}, 'cases', ${nobodysId()}, 'late=yes')`,
    );
    await db.execute(
      sql`insert into bulk_deeds (id, staff_id, kind, deed, asked, rows) values (gen_random_uuid(), ${member.staffId}, 'case', 'assign', 'x', '[]')`,
    );
    await db.execute(
      sql`insert into team_photos (id, brand, email, image) values (gen_random_uuid(), ${brand}, ${teamMember.email}, 'x'::bytea) on conflict do nothing`,
    );
    await db.execute(
      sql`insert into coverage_changes (id, brand, company_id, agreement_id, kind, before, after)
        select gen_random_uuid(), brand, company_id, id, 'imported', 'chat_hours', coverage from agreements where company_id = ${company.id}`,
    );
    await db.execute(
      sql`insert into portal_decisions (id, brand, kind, outcome, contact_id, company_id) values (gen_random_uuid(), ${brand}, 'relation', 'removed', ${contact.id}, ${company.id})`,
    );
    await db.execute(
      sql`insert into edited_fields (brand, contact_id, field, editor_kind, editor_id) values (${brand}, ${contact.id}, 'name', 'contact', ${contact.id})`,
    );
    await db.execute(
      sql`insert into invitations (id, brand, contact_id, invited_by) values (gen_random_uuid(), ${brand}, ${contact.id}, ${member.staffId})`,
    );
    await db.execute(
      sql`with made as (insert into merges (id, brand, kind, survivor_id, merged_id, merged_by) values (gen_random_uuid(), ${brand}, 'company', ${company.id}, ${related.id}, ${member.staffId}) returning id)
        insert into merge_moves (merge_id, what, table_name, column_name, row_key, before) select id, 'moved', 'invoices', 'company_id', '{}', '{}' from made`,
    );
    await db.execute(
      sql`insert into looks (id, brand, company_id, staff_id, kind) values (gen_random_uuid(), ${brand}, ${company.id}, ${member.staffId}, 'money')`,
    );
    await db.execute(
      sql`with session as (insert into sessions (id, token_hash, account_kind, account_id, brand, created_at, last_seen_at, expires_at) values (gen_random_uuid(), ${nobodysId()}, 'staff', ${member.staffId}, ${brand}, now(), now(), now()) returning id)
        insert into client_views (id, brand, contact_id, staff_id, session_id, reason) select gen_random_uuid(), ${brand}, ${contact.id}, ${member.staffId}, id, 'x' from session`,
    );
    await db.execute(sql`update contacts set company_admin = true where id = ${contact.id}`);
    await db.execute(
      sql`insert into colleague_acts (id, brand, company_id, by_id, by_name, act, email, name, number) values (gen_random_uuid(), ${brand}, ${company.id}, ${contact.id}, '', 'asked', 'a@client.example', 'x', 'R-1')`,
    );
    await db.execute(
      sql`insert into contact_phones (id, brand, contact_id, kind, number) values (gen_random_uuid(), ${brand}, ${contact.id}, 'work', '+15550100')`,
    );
    await db.execute(
      sql`insert into contact_addresses (id, brand, contact_id, kind, line1) values (gen_random_uuid(), ${brand}, ${contact.id}, 'office', '1 Mill Road')`,
    );
    await db.execute(
      sql`insert into new_sign_in_addresses (id, brand, contact_id, address, source) values (gen_random_uuid(), ${brand}, ${contact.id}, ${`${nobodysId()}@client.example`}, 'administrator')`,
    );
    await db.execute(
      sql`with session as (insert into sessions (id, token_hash, account_kind, account_id, brand, created_at, last_seen_at, expires_at) values (gen_random_uuid(), ${nobodysId()}, 'contact', ${contact.id}, ${brand}, now(), now(), now()) returning id)
        insert into file_tickets (token_hash, file_id, session_id, account_kind, account_id, brand, expires_at) select ${nobodysId()}, ${file}, id, 'contact', ${contact.id}, ${brand}, now() from session`,
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
      sql`with visitor as (insert into visitors (id, brand, email, mailbox, name, company)
          values (gen_random_uuid(), ${brand}, ${`${asked}@client.example`}, ${`${asked}@client.example`}, 'x', 'x') returning id)
        insert into connect_confirmations (id, brand, visitor_id, email, token_hash, expires_at)
          select gen_random_uuid(), ${brand}, id, 'a@client.example', ${nobodysId()}, now() from visitor`,
    );
    await db.execute(
      sql`insert into csp_reports (brand, day, directive, source, reports) values (${brand}, '2026-01-01', 'img-src', 'data', 1) on conflict do nothing`,
    );
    await db.execute(
      sql`insert into import_runs (id, file, brand_keys, dry_run, report) values (gen_random_uuid(), 'x', array[${brand}], false, '{}')`,
    );
    await db.execute(
      sql`with resource as (insert into resources (id, brand, title, summary, kind, audience, state, publish_at) values (gen_random_uuid(), ${brand}, 'x', 'x', 'link', 'everyone', 'published', now()) returning id),
        version as (insert into resource_versions (id, brand, resource_id, number, state, publish_at, url, scan, text_state) select gen_random_uuid(), ${brand}, id, 1, 'published', now(), 'https://x.example/', 'not_scanned', 'none' from resource)
        insert into resource_uses (resource_id, contact_id, day) select id, ${contact.id}, '2026-01-01' from resource`,
    );
    await db.execute(
      sql`with resource as (insert into resources (id, brand, title, summary, kind, audience, state, publish_at) values (gen_random_uuid(), ${brand}, 'x', 'x', 'article', 'everyone', 'published', now()) returning id)
        insert into resource_solutions (brand, resource_id, contact_id) select ${brand}, id, ${contact.id} from resource`,
    );
    await db.execute(
      sql`insert into article_drafts (id, brand, thread_id, title, authors, author_name) values (gen_random_uuid(), ${brand}, ${thread}, 'x', '{}', 'x')`,
    );
    await db.execute(
      sql`insert into faq_votes (id, brand, anchor, useful) values (gen_random_uuid(), ${brand}, 'x', true)`,
    );
    await db.execute(
      sql`insert into missed_searches (id, brand, words) values (gen_random_uuid(), ${brand}, 'x') on conflict do nothing`,
    );
    await db.execute(
      sql`insert into resource_follows (brand, contact_id, product) values (${brand}, ${contact.id}, 'x')`,
    );
    await db.execute(sql`insert into search_words (word) values (${nobodysId()})`);
    await db.execute(sql`insert into deployment (key, value) values (${nobodysId()}, 'x')`);
    await db.execute(sql`insert into worker_beats (id, lane) values (${nobodysId()}, 'x')`);
    await db.execute(sql`insert into providers (name, brand, state) values (${nobodysId()}, ${brand}, 'ok')`);
  });
  return { company: company.id, contact: contact.id, brand, viewer: clientViewer(contact) };
}
