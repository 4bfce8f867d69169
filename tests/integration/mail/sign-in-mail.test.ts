import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contacts, signInTokens } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { tokenFor } from "@/lib/gate/tokens";
import type { MailKind } from "@/lib/mail/kinds";
import { createCompany, createContact, createStaff } from "@/tests/support/world";
import { createToken, enqueue, HOUR, newAddress, outboxRow, runTask, startMail } from "./support";

let mail: Awaited<ReturnType<typeof startMail>>;
beforeAll(async () => {
  mail = await startMail();
});
afterAll(() => mail.close());

const SENDERS = {
  cimsoft: {
    reset: "Cimsoft <clientportalsupport@insourcess.com>",
    support: "Cimsoft <clientportalsupport@insourcess.com>",
  },
  insource: {
    reset: "InSource Solutions <issauth0@insourcess.com>",
    support: "InSource Solutions <insourcesolutionsportalteam@insourcess.com>",
  },
} as const;
const ORIGINS = { cimsoft: "https://portal.cimsoft.com", insource: "https://portal.insourcess.com" } as const;
const BRANDS = ["cimsoft", "insource"] as const;

async function createAccount(brand: (typeof BRANDS)[number]) {
  return createContact(await createCompany({ brand }), { name: 'Dana "D", <x@evil.example>' });
}

describe.each(BRANDS)("mails of sign-in on %s", (brand) => {
  it.each(["password-reset", "first-sign-in"] as const)(
    "%s comes from the brand's reset sender with the brand's link",
    async (kind) => {
      const contact = await createAccount(brand);
      const tokenId = await createToken({ kind: "contact", id: contact.id }, { brand });
      const id = await enqueue({ brand, kind, to: contact.email, toName: contact.name, props: { tokenId } });
      await runTask(id, mail.send);
      const [sent, ...more] = mail.inbox(contact.email);
      expect(more).toEqual([]);
      expect(sent?.from).toBe(SENDERS[brand].reset);
      expect(sent?.to).toBe(`Dana D x evil.example <${contact.email}>`);
      const link = `${ORIGINS[brand]}/reset-password/${tokenFor("reset", tokenId)}`;
      expect(sent?.text).toContain(link);
      expect(sent?.html).toContain(`href="${link}"`);
    },
  );

  const others: [MailKind, Record<string, unknown>][] = [
    ["password-changed", {}],
    ["connect-acknowledged", {}],
    ["connect-received", { name: "N", company: "C", email: "v@client.example", phone: null, need: null }],
  ];
  it.each(others)("%s comes from the portal support mailbox", async (kind, props) => {
    const to = newAddress();
    const id = await enqueue({ brand, kind, to, props: props as never });
    await runTask(id, mail.send);
    const [sent] = mail.inbox(to);
    expect(sent?.from).toBe(SENDERS[brand].support);
    expect(sent?.text).not.toContain("/reset-password/");
  });
});

describe("a queued sign-in mail is not sent", () => {
  const edit = (tokenId: string, values: Partial<typeof signInTokens.$inferInsert>) =>
    asSystem("test edit", (db) => db.update(signInTokens).set(values).where(eq(signInTokens.id, tokenId)));

  it.each([
    ["when a newer link replaced it", "replaced", (id: string) => edit(id, { replacedAt: new Date() })],
    ["when its link was used", "used", (id: string) => edit(id, { usedAt: new Date() })],
    ["when its token was computed with another key", "key", (id: string) => edit(id, { tokenHash: id })],
    ["when its link is another brand's", "not known", (id: string) => edit(id, { brand: "insource" })],
  ])("%s", async (_when, reason, change) => {
    const contact = await createAccount("cimsoft");
    const tokenId = await createToken({ kind: "contact", id: contact.id });
    const id = await enqueue({ kind: "password-reset", to: contact.email, props: { tokenId } });
    await change(tokenId);
    await runTask(id, mail.send);
    expect(mail.inbox(contact.email)).toEqual([]);
    const row = await outboxRow(id);
    expect(row?.state).toBe("dead");
    expect(row?.lastError).toContain(reason);
  });

  it.each([
    ["was closed", { closedAt: new Date() }, "closed"],
    ["has another address now", { email: newAddress() }, "another address"],
  ])("when the account %s", async (_when, values, reason) => {
    const contact = await createAccount("cimsoft");
    const tokenId = await createToken({ kind: "contact", id: contact.id });
    const id = await enqueue({ kind: "password-reset", to: contact.email, props: { tokenId } });
    await asSystem("test edit", (db) => db.update(contacts).set(values).where(eq(contacts.id, contact.id)));
    await runTask(id, mail.send);
    expect(mail.inbox(contact.email)).toEqual([]);
    expect((await outboxRow(id))?.lastError).toContain(reason);
  });

  it("when the link's hour is over", async () => {
    const contact = await createAccount("cimsoft");
    const tokenId = await createToken({ kind: "contact", id: contact.id });
    const id = await enqueue({ kind: "password-reset", to: contact.email, props: { tokenId } });
    await runTask(id, mail.send, HOUR + 1_000);
    expect(mail.inbox(contact.email)).toEqual([]);
    expect(await outboxRow(id)).toMatchObject({ state: "dead" });
  });
});

it("a sign-in mail reaches a member of staff on the brand that was asked", async () => {
  const member = await createStaff(["administrator"]);
  const tokenId = await createToken({ kind: "staff", id: member.id }, { brand: "insource" });
  const id = await enqueue({ brand: "insource", kind: "first-sign-in", to: member.email, props: { tokenId } });
  await runTask(id, mail.send);
  expect(mail.inbox(member.email)[0]?.text).toContain(`${ORIGINS.insource}/reset-password/`);
});
