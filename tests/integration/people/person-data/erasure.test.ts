import { Readable } from "node:stream";
import { and, eq, sql } from "drizzle-orm";
import { extract } from "tar-stream";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { GET } from "@/app/staff/contacts/[id]/data/export/route";
import StaffContactDataPage from "@/app/staff/contacts/[id]/data/page";
import { auditEvents, contacts, files, messages, payments, sessions } from "@/db/schema";
import { STAFF_ROLES } from "@/db/schema/constants";
import { asSystem, runAsViewer } from "@/db/viewer";
import { fileStorage } from "@/lib/files/storage/configured";
import { auditAs } from "@/lib/gate/audit/record";
import { erasePersonAction } from "@/lib/people/person-data/actions";
import { type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { coveredCompany, type Outcome, send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { sessionCookie, visit } from "@/tests/support/route";
import { createContact, createInvoice, createPayment, nobodysId, unique } from "@/tests/support/world";
import { createCase, createRequest } from "@/tests/support/world-threads";
import { whereFound } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const by = ({ id }: { id: string }) => ({ brand: "cimsoft", account: { kind: "staff", id } }) as const;

let admin: Member;
beforeAll(async () => {
  admin = await member(["administrator"], "Vera Holm", ["cimsoft"]);
});

/** A contact with something in every room of the portal: in texts, in mails, in files, in the log. */
async function somebody() {
  const tag = unique("Q").replaceAll("-", "");
  const name = `Ottoline Brask${tag}`;
  const phone = `+1 804 555 ${tag}`;
  const company = await coveredCompany();
  const contact = await createContact(company, {
    name,
    email: `ottoline.${tag}@client.example`.toLowerCase(),
    casesScope: "company",
    billing: true,
    pay: true,
  });
  const signed = `Thanks, ${name.toUpperCase()} (${contact.email}, ${phone})`;
  const filed = await createCase(company, contact, { subject: `For ${name}`, description: signed });
  const asked = await createRequest(company, contact, { kind: "change", body: signed });
  const payment = await createPayment(company, await createInvoice(company), {
    contactId: contact.id,
    contactName: name,
    note: `By ${name}`,
  });
  const fileId = unique("file").replaceAll("-", "");
  await fileStorage().put(fileId, Readable.from([Buffer.from("of the plant")]), new AbortController().signal);
  await sessionCookie({ kind: "contact", id: contact.id }, "cimsoft");
  await asSystem("test", async (db) => {
    const id = contact.id;
    const [said] = await db.select().from(messages).where(eq(messages.threadId, filed.id));
    const run = (statement: ReturnType<typeof sql>) => db.execute(statement);
    await run(
      sql`insert into contact_phones (id, brand, contact_id, kind, number) values (gen_random_uuid(), 'cimsoft', ${id}, 'work', ${phone})`,
    );
    await run(sql`insert into files (id, brand, uploader_kind, uploader_id, thread_id, message_id, name, size_bytes, media_type, sha256, scan, attached_at)
      values (${fileId}, 'cimsoft', 'contact', ${id}, ${filed.id}, ${said?.id ?? null}, ${`${name}.txt`}, 12, 'text/plain', 'x', 'clean', now())`);
    await run(
      sql`insert into thread_notes (id, brand, thread_id, staff_id, staff_name, body) values (gen_random_uuid(), 'cimsoft', ${filed.id}, ${admin.id}, 'Vera', ${`Call ${name}`})`,
    );
    await run(sql`insert into thread_events (id, brand, thread_id, kind, actor_kind, actor_id, actor_name, after, subject_id)
      values (gen_random_uuid(), 'cimsoft', ${filed.id}, 'participant_added', 'contact', ${id}, ${name}, ${name}, ${id})`);
    await run(
      sql`insert into change_requests (request_id, brand, contact_id, field, before, wanted) values (${asked.id}, 'cimsoft', ${id}, 'name', ${name}, ${`${name} Jr`})`,
    );
    await run(sql`insert into notices (id, brand, person_kind, person_id, kind, title, path, thread_id, dedupe_key)
      values (gen_random_uuid(), 'cimsoft', 'staff', ${admin.id}, 'x', ${`${name} wrote`}, '/staff', ${filed.id}, ${nobodysId()})`);
    const provider = nobodysId();
    await run(sql`insert into outbox (id, brand, kind, to_address, to_name, props, dedupe_key, provider_id, state, last_error)
      values (gen_random_uuid(), 'cimsoft', 'x', ${contact.email}, ${name}, ${JSON.stringify({ name })}::jsonb, ${nobodysId()}, ${provider}, 'sent', ${`refused ${contact.email}`})`);
    await run(
      sql`insert into mail_events (id, provider_id, kind, happened_at, reason) values (${nobodysId()}, ${provider}, 'bounced', now(), ${`<${contact.email}> unknown`})`,
    );
    await run(sql`insert into outbox (id, brand, kind, to_address, props, dedupe_key, state, thread_id, person_kind, person_id)
      values (gen_random_uuid(), 'cimsoft', 'x', 'vera@portal.example', ${JSON.stringify({ who: name })}::jsonb, ${nobodysId()}, 'sent', ${filed.id}, 'staff', ${admin.id})`);
    await run(sql`insert into outbox (id, brand, kind, to_address, reply_to, props, dedupe_key, state)
      values (gen_random_uuid(), 'cimsoft', 'x', 'desk@portal.example', ${contact.email}, '{}'::jsonb, ${nobodysId()}, 'sent')`);
    await run(sql`insert into saved_views (id, staff_id, list, name, query)
      values (gen_random_uuid(), ${admin.id}, 'cases', ${`Of ${name}`}, ${`q=${name.replace(" ", "+")}`})`);
    await run(sql`insert into search_words (word) values (${`brask${tag}`.toLowerCase()}) on conflict do nothing`);
    const mail = nobodysId();
    await run(sql`insert into inbound_mails (id, provider_id, brand, thread_id, state, from_address, subject, body)
      values (${mail}, ${nobodysId()}, 'cimsoft', ${filed.id}, 'unverified', ${contact.email}, ${`From ${name}`}, ${signed})`);
    await run(sql`insert into whole_mails (id, brand, thread_id, message_id, author_kind, author_id, headers, text, html, files, shown, folded)
      values (${mail}, 'cimsoft', ${filed.id}, ${mail}, 'contact', ${id}, ${JSON.stringify([["From", contact.email]])}::jsonb, ${signed}, '', '{}', ${signed}, '')`);
    await run(
      sql`insert into connect_requests (id, brand, name, company, email) values (gen_random_uuid(), 'cimsoft', ${name}, 'X', ${contact.email})`,
    );
    await auditAs(
      db,
      { kind: "staff", id: admin.id },
      {
        ...{ brand: "cimsoft", action: "contact.changed", entity: "contact", entityId: id },
        details: { field: "name", before: "O. B.", after: name },
      },
    );
    await run(sql`update threads t set search = thread_search(t) where t.id = ${filed.id}`);
  });
  return { contact, name, phone, surname: `brask${tag}`.toLowerCase(), filed, payment, fileId, company };
}

type Somebody = Awaited<ReturnType<typeof somebody>>;

const wordsOf = ({ name, contact, phone, surname }: Somebody) => [name, contact.email, phone, surname];
const form = ({ contact }: Somebody, over: Record<string, string> = {}) => ({
  ...{ contact: contact.id, reason: "Asked for by letter.", confirm: contact.email },
  ...over,
});
const erased = ({ contact }: Somebody): Outcome => ({
  kind: "redirected",
  to: `/staff/contacts/${contact.id}/data?saved=erased`,
});

describe("the erasure of a person", () => {
  it("leaves name, address and phone in no text column of the database", async () => {
    const who = await somebody();
    const before = await whereFound(wordsOf(who));
    expect(before.length).toBeGreaterThan(15);
    expect(await send(erasePersonAction, by(admin), form(who, { reason: `${who.name} asked.` }))).toEqual(erased(who));
    // Nothing is kept by its name: what stays (KEPT in rules) stays without the person.
    expect(await whereFound(wordsOf(who))).toEqual([]);
  });

  it("takes their record from before a merge too, and what stands in looks, forms, invitations and handovers", async () => {
    const who = await somebody();
    const { contact, filed, name, surname } = who;
    const twin = await createContact(who.company, {
      name: `Tilly ${surname}`,
      email: `tilly.${surname}@client.example`,
      casesScope: "own",
    });
    await createCase(who.company, twin, { description: `Yours, ${twin.name} (${twin.email})` });
    await sessionCookie({ kind: "staff", id: admin.id }, "cimsoft");
    await asSystem("test", async (db) => {
      const visitor = nobodysId();
      for (const statement of [
        sql`update contacts set company_admin = true where id = ${contact.id}`,
        sql`insert into thread_events (id, brand, thread_id, kind, actor_kind, actor_id, actor_name, after, subject_id, note)
          values (gen_random_uuid(), 'cimsoft', ${filed.id}, 'handed_over', 'contact', ${contact.id}, ${name}, 'Else', ${nobodysId()}, ${name + "x".repeat(2000 - name.length)})`,
        sql`insert into visitors (id, brand, email, mailbox, name, company, contact_id, state, decided_at, decided_by)
          values (${visitor}, 'cimsoft', ${`old.${contact.email}`}, ${contact.email}, ${name}, 'X', ${contact.id}, 'approved', now(), ${admin.id})`,
        sql`insert into connect_requests (id, brand, name, company, email, visitor_id) values (gen_random_uuid(), 'cimsoft', ${name}, 'X', ${`old.${contact.email}`}, ${visitor})`,
        sql`insert into mail_files (mail_id, place, brand, thread_id, name, size_bytes, of_signature)
          select i.id, 0, 'cimsoft', ${filed.id}, ${`${name}.pdf`}, 1, false from inbound_mails i where i.from_address = ${contact.email}`,
        sql`insert into colleague_acts (id, brand, company_id, by_id, by_name, act, email, name, number)
          values (gen_random_uuid(), 'cimsoft', ${who.company.id}, ${contact.id}, '', 'asked', ${contact.email}, ${name}, 'R-1')`,
        sql`insert into client_views (id, brand, contact_id, staff_id, session_id, reason)
          select gen_random_uuid(), 'cimsoft', ${contact.id}, ${admin.id}, s.id, ${`${name} called`} from sessions s where s.account_id = ${admin.id} and s.ended_at is null limit 1`,
      ]) {
        await db.execute(statement);
      }
    });
    await runAsViewer(admin.viewer, "write", ({ db }) =>
      db.execute(
        sql`select merge_records(${nobodysId()}::uuid, 'contact', ${contact.id}::uuid, ${twin.id}::uuid, '{}')`,
      ),
    );
    expect(await whereFound([surname])).toEqual(
      expect.arrayContaining([
        "public.client_views.reason",
        "public.colleague_acts.by_name",
        "public.merge_moves.before",
        "public.visitors.name",
      ]),
    );
    const told = await runAsViewer(admin.viewer, "read", ({ db }) =>
      db.execute<{ data: Record<string, unknown[]> }>(sql`select person_data(${contact.id}::uuid) as data`),
    );
    expect(told[0]?.data).toMatchObject({
      viewedAs: [{ reason: `${name} called` }],
      colleagues: [{ act: "asked" }],
      mergedRecords: [{ contact: { email: twin.email } }],
    });
    const alone = { contact: twin.id, confirm: twin.email, reason: "Asked." };
    expect((await send(erasePersonAction, by(admin), alone)).kind).toBe("refused");
    expect(await send(erasePersonAction, by(admin), form(who))).toEqual(erased(who));
    expect(await whereFound([...wordsOf(who), twin.email, twin.name])).toEqual([]);
  });

  it("keeps what bookkeeping must keep, conversations and the log, without the name, and ends the account", async () => {
    const who = await somebody();
    await send(erasePersonAction, by(admin), form(who));
    const left = await asSystem("test", async (db) => ({
      contact: await db.select().from(contacts).where(eq(contacts.id, who.contact.id)),
      payment: await db.select().from(payments).where(eq(payments.id, who.payment.id)),
      said: await db.select().from(messages).where(eq(messages.threadId, who.filed.id)),
      sessions: await db.select().from(sessions).where(eq(sessions.accountId, who.contact.id)),
      files: await db.select().from(files).where(eq(files.id, who.fileId)),
      lines: await db
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.entityId, who.contact.id), eq(auditEvents.entity, "contact"))),
    }));
    expect(left.contact).toMatchObject([
      { name: "Former contact", billing: false, externalId: who.contact.externalId },
    ]);
    expect(left.contact[0]?.closedAt).not.toBeNull();
    expect(left.payment).toMatchObject([
      { amountMinor: who.payment.amountMinor, reference: who.payment.reference, contactName: "Former contact" },
    ]);
    expect(left.said).toMatchObject([
      { authorName: "Former contact", body: "Thanks, Former contact (Former contact, Former contact)" },
    ]);
    expect(left.sessions).toEqual([]);
    expect(left.files).toEqual([]);
    expect(left.lines.map(({ action }) => action).sort()).toEqual(["contact.changed", "contact.erased"]);
    expect(left.lines.find(({ action }) => action === "contact.erased")?.details).toMatchObject({
      reason: "Asked for by letter.",
      messages: 2,
      files: 1,
    });
    // Sent again it changes nothing.
    expect(await send(erasePersonAction, by(admin), form(who))).toEqual(erased(who));
  });

  it("leaves others as they are, of the same name too", async () => {
    const who = await somebody();
    const other = await createContact(who.company, { name: who.name });
    await send(erasePersonAction, by(admin), form(who));
    const [kept] = await asSystem("test", (db) => db.select().from(contacts).where(eq(contacts.id, other.id)));
    expect(kept).toMatchObject({ name: who.name, email: other.email, closedAt: null });
  });

  it("asks for the address, typed, and for a reason", async () => {
    const who = await somebody();
    for (const [over, field] of [
      [{ confirm: "somebody@else.example" }, "confirm"],
      [{ reason: " " }, "reason"],
    ] as const) {
      const outcome = await send(erasePersonAction, by(admin), form(who, over));
      expect(outcome).toMatchObject({ kind: "refused", result: { fieldErrors: { [field]: [expect.any(String)] } } });
    }
    const [kept] = await asSystem("test", (db) => db.select().from(contacts).where(eq(contacts.id, who.contact.id)));
    expect(kept).toMatchObject({ name: who.name });
  });
});

/** The parts of an archive by their paths, as text. */
async function unpacked(archive: Buffer): Promise<Map<string, string>> {
  const parts = new Map<string, string>();
  const tar = extract();
  tar.end(archive);
  for await (const entry of tar) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    parts.set(entry.header.name, Buffer.concat(chunks).toString());
  }
  return parts;
}

describe("the export of a person's data", () => {
  const asked = async (account: { kind: "staff" | "contact"; id: string } | null, id: string) =>
    visit(GET, {
      ...{ brand: "cimsoft", path: `/staff/contacts/${id}/data/export`, params: { id } },
      cookie: account ? await sessionCookie(account, "cimsoft") : undefined,
    });

  it("is one archive of a JSON text and the files, and is told in the log", async () => {
    const who = await somebody();
    const response = await asked({ kind: "staff", id: admin.id }, who.contact.id);
    expect(response.headers.get("content-disposition")).toContain(".tar");
    const parts = await unpacked(Buffer.from(await response.arrayBuffer()));
    expect([...parts.keys()]).toEqual(["data.json", expect.stringMatching(/^files\/1-/)]);
    expect([...parts.values()][1]).toBe("of the plant");
    const data = JSON.parse(parts.get("data.json") ?? "{}");
    expect(data).toMatchObject({
      contact: { name: who.name },
      phones: [{ number: who.phone }],
      payments: [{ reference: who.payment.reference }],
    });
    expect(data.messages).toHaveLength(2);
    expect(parts.get("data.json")).not.toMatch(/password|token_hash|argon2/i);
    const lines = await asSystem("test", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.action, "contact.data-exported")),
    );
    expect(lines.map(({ entityId }) => entityId)).toContain(who.contact.id);
  });

  it("and the erasure are for administrators of the brand alone, under both walls", async () => {
    const who = await somebody();
    const far = await member(["administrator"], "Far", ["insource"]);
    const others = await Promise.all(
      STAFF_ROLES.filter((role) => role !== "administrator").map((role) => member([role])),
    );
    for (const other of [far, ...others]) {
      expect((await asked({ kind: "staff", id: other.id }, who.contact.id)).status).toBe(404);
      expect((await send(erasePersonAction, by(other), form(who))).kind).toBe(other === far ? "missing" : "refused");
      const [answer] = await runAsViewer(other.viewer, "write", ({ db }) =>
        db.execute(
          sql`select person_data(${who.contact.id}::uuid) as data, erase_person(${who.contact.id}::uuid) as told`,
        ),
      );
      expect(answer).toEqual({ data: null, told: null });
      const props = { params: Promise.resolve({ id: who.contact.id }), searchParams: Promise.resolve({}) };
      expect((await seePage(StaffContactDataPage, by(other), props)).status).toBe(other === far ? 404 : 403);
    }
    const client = { kind: "contact", id: who.contact.id } as const;
    expect((await asked(client, who.contact.id)).status).toBe(404);
    expect((await asked(null, who.contact.id)).status).toBe(307);
    expect(await send(erasePersonAction, { brand: "cimsoft", account: client }, form(who))).toEqual({
      kind: "missing",
    });
    for (const id of [nobodysId(), "nonsense"]) {
      expect((await asked({ kind: "staff", id: admin.id }, id)).status).toBe(404);
      const props = { params: Promise.resolve({ id }), searchParams: Promise.resolve({}) };
      expect((await seePage(StaffContactDataPage, by(admin), props)).status).toBe(404);
    }
    const [kept] = await asSystem("test", (db) => db.select().from(contacts).where(eq(contacts.id, who.contact.id)));
    expect(kept).toMatchObject({ name: who.name });
  });

  it("is shown in numbers on its page, with what erasure takes and leaves", async () => {
    const who = await somebody();
    const props = { params: Promise.resolve({ id: who.contact.id }), searchParams: Promise.resolve({}) };
    const seen = await seePage(StaffContactDataPage, by(admin), props);
    if (seen.status !== 200) throw new Error(`answered ${seen.status}`);
    expect(seen.html).toContain("Erase this person");
    expect(seen.html).toContain("bookkeeping must keep them");
    await send(erasePersonAction, by(admin), form(who));
    const after = await seePage(StaffContactDataPage, by(admin), props);
    expect(after.status === 200 && after.html).toContain("This person is erased");
    expect(after.status === 200 && after.html).not.toContain("Erase this person");
  });
});
