import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { contacts, editedFields } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { listDecidedContacts } from "@/lib/people/portal-decisions/list/queries";
import { parseDecisionFilters } from "@/lib/people/portal-decisions/list/schema";
import { handBackField } from "@/lib/people/portal-decisions/service";
import { addAddress, addPhone, removePhone, setTimeZone } from "@/lib/people/settings/service";
import { as } from "@/tests/integration/people/settings/support";
import {
  act,
  approve,
  askedChangeOf,
  decisionForm,
  type Member,
  member,
  read,
} from "@/tests/integration/threads/requests/staff/support";
import { clientViewer, createCompany, createContact, unique } from "@/tests/support/world";

/* Who edited a field of a contact, and when. */

let administrator: Member;
beforeAll(async () => {
  administrator = await member(["administrator"], "Noor Haddad");
});

type Contact = Awaited<ReturnType<typeof createContact>>;
const newContact = async () => {
  const company = await createCompany();
  return { company, contact: await createContact(company, { name: unique("Robin") }) };
};
const editsOf = (contact: Contact) =>
  asSystem("test look", (db) =>
    db
      .select({ field: editedFields.field, kind: editedFields.editorKind, id: editedFields.editorId })
      .from(editedFields)
      .where(eq(editedFields.contactId, contact.id))
      .orderBy(editedFields.field),
  );
const age = (contact: Contact) =>
  asSystem("test ages rows", (db) =>
    db
      .update(editedFields)
      .set({ editedAt: new Date("2026-11-03T15:00:00Z") })
      .where(eq(editedFields.contactId, contact.id)),
  );
const rename = async (by: Member, contact: Contact, company: { id: string }, from: string, to: string) => {
  const { number } = await askedChangeOf(contact, company as never, "name", to);
  await approve(by, decisionForm(number, from));
};
const shown = async (who: Member, contact: Contact) =>
  (
    await read(who, (context) =>
      listDecidedContacts(context, parseDecisionFilters({ q: contact.email }), { zone: "America/New_York" }),
    )
  ).rows[0]?.fields;

describe("an edit of a contact's field", () => {
  it("is the contact's own where they made it in Settings", async () => {
    const { contact } = await newContact();
    const phone = uuidv7();
    await as(contact, (context) => addPhone(context, { id: phone, kind: "work", number: "804 555 0140" }));
    await as(contact, (context) => addAddress(context, { id: uuidv7(), kind: "office", line1: "1200 Cannery Road" }));
    await as(contact, (context) => setTimeZone(context, "Asia/Kolkata"));
    const own = { kind: "contact", id: contact.id };
    expect(await editsOf(contact)).toEqual([
      { field: "addresses", ...own },
      { field: "phones", ...own },
      { field: "time_zone", ...own },
    ]);
    await age(contact);
    await as(contact, (context) => removePhone(context, { phone }));
    const fields = await shown(administrator, contact);
    expect(
      fields?.map(({ field, edit }) => [field, edit?.by, edit?.when.startsWith("Nov 3, 2026, 10:00 a.m.")]),
    ).toEqual([
      ["time_zone", contact.name, true],
      ["phones", contact.name, false],
      ["addresses", contact.name, true],
    ]);
  });

  it("is the administrator's who approved a change, and the last one's", async () => {
    const { company, contact } = await newContact();
    const other = await member(["administrator"], "Ines Brandt");
    await rename(administrator, contact, company, contact.name, "Robin Mayer");
    expect(await editsOf(contact)).toEqual([{ field: "name", kind: "staff", id: administrator.id }]);
    await age(contact);
    expect(await shown(administrator, contact)).toEqual([
      { field: "name", edit: expect.objectContaining({ by: "Noor Haddad", when: "Nov 3, 2026, 10:00 a.m. Eastern" }) },
    ]);
    await rename(other, { ...contact, name: "Robin Mayer" }, company, "Robin Mayer", "Robin Meier");
    expect(await editsOf(contact)).toEqual([{ field: "name", kind: "staff", id: other.id }]);
    const [now] = (await shown(administrator, contact)) ?? [];
    expect(now?.edit).toMatchObject({ by: "Ines Brandt" });
    expect(now?.edit?.when).not.toContain("Nov 3, 2026");
  });

  it("of the sign-in address is the administrator's from the approval on", async () => {
    const { company, contact } = await newContact();
    const { number } = await askedChangeOf(contact, company, "email", `${unique("new")}@client.example`.toLowerCase());
    await approve(administrator, decisionForm(number, contact.email));
    expect(await editsOf(contact)).toEqual([{ field: "email", kind: "staff", id: administrator.id }]);
  });

  it("is forgotten when its field is handed back to the ERP, and no other", async () => {
    const { company, contact } = await newContact();
    await rename(administrator, contact, company, contact.name, "Robin Mayer");
    await as(contact, (context) => setTimeZone(context, "Asia/Kolkata"));
    await act(administrator, (context) => handBackField(context, { contact: contact.id, field: "name" }));
    expect(await editsOf(contact)).toEqual([{ field: "time_zone", kind: "contact", id: contact.id }]);
  });

  it("is none of the system's: what an import changes leaves no row", async () => {
    const { contact } = await newContact();
    await asSystem("test import", (db) =>
      db.update(contacts).set({ name: "By the ERP", timeZone: "Europe/Berlin" }).where(eq(contacts.id, contact.id)),
    );
    expect(await editsOf(contact)).toEqual([]);
  });

  it("is not known where it was made before edits were stored", async () => {
    const contact = await createContact(await createCompany(), { portalFields: ["rights"] });
    expect(await shown(administrator, contact)).toEqual([{ field: "rights", edit: null }]);
  });
});

describe("the rows of edits", () => {
  it("are written and deleted by nobody, and read by administrators of the brand alone", async () => {
    const { contact } = await newContact();
    await as(contact, (context) => setTimeZone(context, "Asia/Kolkata"));
    const before = await editsOf(contact);
    const statements = [
      sql`insert into edited_fields (brand, contact_id, field, editor_kind, editor_id) values ('cimsoft', ${contact.id}, 'name', 'staff', ${administrator.id})`,
      sql`update edited_fields set editor_id = ${contact.id} where contact_id = ${contact.id}`,
      sql`delete from edited_fields where contact_id = ${contact.id}`,
      sql`select note_edited(${contact.id}::uuid, '{name}')`,
    ];
    for (const viewer of [clientViewer(contact), administrator.viewer]) {
      for (const statement of statements) {
        await expect(runAsViewer(viewer, "write", ({ db }) => db.execute(statement))).rejects.toMatchObject({
          cause: { code: "42501" },
        });
      }
    }
    expect(await editsOf(contact)).toEqual(before);
    const rowsOf = (who: Member) =>
      read(who, ({ db }) => db.select().from(editedFields).where(eq(editedFields.contactId, contact.id)));
    expect(await rowsOf(administrator)).toHaveLength(1);
    for (const outsider of [
      await member(["account_manager", "subscription_manager", "support_agent", "marketing"]),
      await member(["administrator"], "Elsewhere", ["insource"]),
      await member(["administrator"], "Nowhere", []),
    ]) {
      expect(await rowsOf(outsider)).toEqual([]);
    }
    await expect(
      runAsViewer(clientViewer(contact), "read", ({ db }) => db.select().from(editedFields)),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});
