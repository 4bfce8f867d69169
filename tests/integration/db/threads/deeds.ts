import type postgres from "postgres";
import { v7 as uuidv7 } from "uuid";
import { fixture, type Row } from "./old-database";

/* Threads in the old tables, written as the portal of that commit wrote them: each action is one transaction. */

/** A word that no other thread has. */
export const OWN_WORD = "Quillback";

interface Person {
  readonly kind: "contact" | "staff";
  readonly id: string;
  readonly name: string;
}

interface Thread {
  readonly id: string;
  readonly brand: string;
}

/** The message that each event belongs to, by the event's id; null where it belongs to none. */
export interface Deeds {
  readonly events: ReadonlyMap<string, string | null>;
  readonly caseId: string;
}

type Tx = postgres.TransactionSql;

/** A row of the fixture, by its address. */
function rowOf(table: "contacts" | "staff", email: string): Row {
  const row = fixture.tables[table]?.find((one) => one.email === email);
  if (!row) throw new Error(`The fixture has no ${email}`);
  return row;
}

function person(kind: Person["kind"], email: string): Person {
  const row = rowOf(kind === "contact" ? "contacts" : "staff", email);
  return { kind, id: String(row.id), name: String(row.name) };
}

/** Adds a message, `later` seconds after now. */
async function say(tx: Tx, thread: Thread, by: Person, body: string, id: string = uuidv7(), later = 0) {
  await tx`insert into messages (id, brand, thread_id, author_kind, author_id, author_name, body, created_at)
    values (${id}, ${thread.brand}, ${thread.id}, ${by.kind}, ${by.id}, ${by.name}, ${body}, clock_timestamp() + make_interval(secs => ${later}))`;
  return id;
}

async function happen(tx: Tx, thread: Thread, by: Person, kind: string, before: string | null, after: string | null) {
  const id = uuidv7();
  await tx`insert into thread_events (id, brand, thread_id, kind, actor_kind, actor_id, actor_name, before, after)
    values (${id}, ${thread.brand}, ${thread.id}, ${kind}, ${by.kind}, ${by.id}, ${by.name}, ${before}, ${after})`;
  return id;
}

/** One case and one request through all that a transaction can hold, and rows of the tables that the demo leaves empty. */
export async function doDeeds(sql: postgres.Sql): Promise<Deeds> {
  const company = String(rowOf("contacts", "plant.engineer@keystone.example").primary_company_id);
  const client = person("contact", "plant.engineer@keystone.example");
  const agent = person("staff", "support.agent@portal.example");
  const manager = person("staff", "account.manager@portal.example");
  const standIn = person("staff", "subscription.manager@portal.example");
  const incident: Thread = { id: uuidv7(), brand: "cimsoft" };
  const request: Thread = { id: uuidv7(), brand: "cimsoft" };
  const events = new Map<string, string | null>();
  const earlier = fixture.tables.cases?.find((row) => row.company_id === company && row.status === "closed")?.id;
  if (typeof earlier !== "string") throw new Error("The fixture has no closed case of this company");

  await sql.begin(async (tx) => {
    await tx`insert into threads (id, brand, company_id, kind) values (${incident.id}, ${incident.brand}, ${company}, 'case')`;
    await tx`insert into cases (id, brand, company_id, filed_by, filed_by_name, subject, product, product_version, severity, follows_id,
        first_answer_due_at, answer_due_at, answer_since, last_author_id)
      values (${incident.id}, ${incident.brand}, ${company}, ${client.id}, ${client.name}, ${`${OWN_WORD} alarms stay silent`},
        'AVEVA Historian', '2023 R2', 'impaired', ${earlier}, now() + interval '4 hours', now() + interval '4 hours', now(), ${client.id})`;
    events.set(await happen(tx, incident, client, "filed", null, null), null);
    await say(tx, incident, client, "No horn since the revamp.", incident.id);
  });
  // A message and the change of status that it caused.
  await sql.begin(async (tx) => {
    const message = await say(tx, incident, agent, "Which firmware does the annunciator run?");
    events.set(await happen(tx, incident, agent, "severity", "question", "impaired"), null);
    events.set(await happen(tx, incident, agent, "status", "new", "waiting_on_you"), message);
  });
  // The event belongs to the last of two messages before it, not to one written after it.
  await sql.begin(async (tx) => {
    await say(tx, incident, agent, "Perhaps it is the sounder.");
    const message = await say(tx, incident, agent, "Or the relay.");
    events.set(await happen(tx, incident, agent, "status", "waiting_on_you", "in_progress"), message);
    await say(tx, incident, agent, "Please measure both.", uuidv7(), 1);
  });
  // An event alone in its transaction belongs to no message, whatever was written before.
  await sql.begin(async (tx) => {
    events.set(await happen(tx, incident, agent, "status", "in_progress", "waiting_on_you"), null);
    await tx`update cases set product = 'AVEVA InTouch HMI', product_version = '2020' where id = ${incident.id}`;
  });
  // Messages of other people, and of the same person in another thread, are not the event's.
  await sql.begin(async (tx) => {
    await say(tx, incident, client, "The relay it is.");
    await say(tx, incident, manager, "A spare one is on its way.");
    await say(tx, { id: earlier, brand: incident.brand }, agent, "See the case that follows this one.");
    events.set(await happen(tx, incident, agent, "status", "waiting_on_you", "in_progress"), null);
  });
  await sql.begin(async (tx) => {
    const message = await say(tx, incident, client, "Replaced, it howls again.");
    await tx`update cases set status = 'closed', close_reason = 'withdrawn', closed_at = clock_timestamp(), answer_due_at = null,
      answer_since = null, assignee_id = ${agent.id}, first_answered_at = now(), active_at = clock_timestamp(),
      last_message_at = clock_timestamp() where id = ${incident.id}`;
    events.set(await happen(tx, incident, client, "status", "in_progress", "closed:withdrawn"), message);
  });

  events.set(await ask(sql, request, company, client, "renewal", "Can the turbine keep its license?"), null);
  await sql.begin(async (tx) => {
    const message = await say(tx, request, standIn, "It can, see the addendum.");
    await tx`update requests set status = 'answered', owner_id = ${standIn.id}, stands_in_for = ${manager.id}, answer_due_at = null,
      answer_since = null, first_answered_at = clock_timestamp(), active_at = clock_timestamp(), last_message_at = clock_timestamp(),
      last_author_kind = 'staff', last_author_id = ${standIn.id} where id = ${request.id}`;
    events.set(await happen(tx, request, standIn, "status", "new", "answered"), message);
  });

  // Rows of tables that the demo leaves empty.
  await sql`insert into files (id, brand, uploader_kind, uploader_id, name, media_type, size_bytes, sha256, scan, thread_id, message_id, attached_at)
    values ('relay.log', ${incident.brand}, 'contact', ${client.id}, 'relay.log', 'text/plain', 12, ${"0".repeat(64)}, 'clean',
      ${incident.id}, ${incident.id}, now())`;
  await sql`insert into reply_addresses (id, brand, thread_id, person_kind, person_id, token_hash)
    values (${uuidv7()}, ${incident.brand}, ${incident.id}, 'contact', ${client.id}, 'hash')`;
  await sql`insert into inbound_mails (id, provider_id, brand, thread_id, state, note, from_address, subject, body)
    values (${uuidv7()}, 'mail-1', ${incident.brand}, ${incident.id}, 'unverified', 'Its sender is not proven.', 'a@b.example', 'Re: alarms', 'Horn')`;
  await changeRights(sql, company, events);
  return { events, caseId: incident.id };
}

/** Opens a request at a company, and returns the id of its event. */
async function ask(sql: postgres.Sql, thread: Thread, company: string, by: Person, kind: string, text: string) {
  return sql.begin(async (tx) => {
    await tx`insert into threads (id, brand, company_id, kind) values (${thread.id}, ${thread.brand}, ${company}, 'request')`;
    await tx`insert into requests (id, brand, company_id, kind, asked_by, asked_by_name, subject, first_answer_due_at, answer_due_at,
        answer_since, last_author_id)
      values (${thread.id}, ${thread.brand}, ${company}, ${kind}, ${by.id}, ${by.name}, ${text}, now() + interval '1 day',
        now() + interval '1 day', now(), ${by.id})`;
    const event = await happen(tx, thread, by, "asked", null, null);
    await say(tx, thread, by, text, thread.id);
    return event;
  });
}

/** Contacts of the company who see less than those of the demo, and a company whose support has ended. */
async function changeRights(sql: postgres.Sql, company: string, events: Map<string, string | null>): Promise<void> {
  const people = ["No money", "Moved", "Left"].map((name): Person => ({ kind: "contact", id: uuidv7(), name }));
  const [, moved, left] = people;
  if (!moved || !left) throw new Error("nobody");
  for (const { id, name } of people) {
    await sql`insert into contacts (id, brand, email, name, primary_company_id, billing, cases_scope, requests_scope)
      values (${id}, 'cimsoft', ${`${name.replace(" ", ".").toLowerCase()}@keystone.example`}, ${name}, ${company}, false, 'own', 'company')`;
  }
  for (const kind of ["message", "change"]) {
    events.set(await ask(sql, { id: uuidv7(), brand: "cimsoft" }, company, moved, kind, "My desk moves"), null);
  }
  await sql`update contacts set primary_company_id = ${rowOf("contacts", "buyer@ridgeline.example").primary_company_id as string} where id = ${moved.id}`;
  await sql`update contacts set closed_at = now() where id = ${left.id}`;
  await sql`update agreements set state = 'cancelled' where kind = 'support' and company_id = ${rowOf("contacts", "it@piedmont.example").primary_company_id as string}`;
}
