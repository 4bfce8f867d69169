import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { runAsViewer } from "@/db/viewer";
import { createCompany, createContact, createStaff, staffViewer } from "@/tests/support/world";

describe("a phone of a contact", () => {
  it.each([
    ["an administrator of another brand", ["administrator"], ["insource"]],
    ["an account manager", ["account_manager"], ["cimsoft"]],
    ["a support agent", ["support_agent"], ["cimsoft"]],
    ["marketing", ["marketing"], ["cimsoft"]],
  ] as const)("is added by no SQL of %s", async (_, roles, brands) => {
    const contact = await createContact(await createCompany());
    const viewer = staffViewer(await createStaff([...roles], { brands }), brands);
    const phone = { brand: "cimsoft", contactId: contact.id, kind: "work", number: "+17175550143" } as const;
    await expect(
      runAsViewer(viewer, "write", ({ db }) =>
        db.execute(
          sql`insert into contact_phones (id, brand, contact_id, kind, number) values (gen_random_uuid(), ${phone.brand}, ${phone.contactId}, ${phone.kind}, ${phone.number})`,
        ),
      ),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});
