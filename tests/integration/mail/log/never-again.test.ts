import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { outbox } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { ALL_MAIL_KINDS } from "@/lib/mail/kinds";
import { WHY_NOT_AGAIN, whyNeverAgain } from "@/lib/mail/log/again/rules";
import { sendMailAgain } from "@/lib/mail/log/again/service";
import { enqueueMail } from "@/lib/mail/outbox";
import { startMail } from "@/tests/integration/mail/support";
import { household } from "@/tests/integration/people/contacts/support";
import { act, type Member, member } from "@/tests/integration/threads/requests/staff/support";
import { nobodysId, unique } from "@/tests/support/world";

/* What the database itself holds of mails that are sent again: an administrator may ask it without our code. */

let world: Awaited<ReturnType<typeof startMail>>;
let administrator: Member;
beforeAll(async () => {
  world = await startMail();
  administrator = await member(["administrator"], "Noor Haddad");
});
afterAll(() => world.close());

const set = (id: string, change: Partial<typeof outbox.$inferInsert>) =>
  asSystem("test world", (db) => db.update(outbox).set(change).where(eq(outbox.id, id)));

/** A mail that was given up. */
async function failed(): Promise<string> {
  const { contact } = await household();
  const { id } = await asSystem("test world", (db) =>
    enqueueMail(db, {
      ...{ kind: "password-changed", props: {}, brand: contact.brand, to: contact.email, dedupeKey: unique("mail") },
      person: { kind: "contact", id: contact.id },
    }),
  );
  await set(id, { state: "dead" });
  return id;
}

/** The answer of the database alone, as an administrator gets it. */
const asked = (mail: string) =>
  act(administrator, async ({ db }) => {
    const [row] = await db.execute<{ answer: string }>(sql`select send_mail_again(${mail}::uuid, false) as answer`);
    return row?.answer;
  });

const again = (mail: string) => act(administrator, (context) => sendMailAgain(context, { mail }));

async function repetitionOf(mail: string): Promise<string> {
  const [row] = await asSystem("test looks", (db) =>
    db
      .select({ id: outbox.id })
      .from(outbox)
      .where(eq(outbox.dedupeKey, `again:${mail}`)),
  );
  if (!row) throw new Error("the mail was not sent again");
  return row.id;
}

it("the database refuses the kinds that are never sent again, and no other", async () => {
  const id = await failed();
  for (const kind of ALL_MAIL_KINDS) {
    await set(id, { kind });
    expect((await asked(id)) === "never", kind).toBe(whyNeverAgain(kind) !== null);
  }
});

it("the database refuses a mail with a secret in it, whatever its kind is called", async () => {
  const id = await failed();
  await set(id, { props: { tokenId: nobodysId() } });
  expect(await asked(id)).toBe("never");
});

it("30 days count from the first mail, also for what repeats a repetition", async () => {
  const id = await failed();
  await again(id);
  const second = await repetitionOf(id);
  await set(second, { state: "dead" });
  await set(id, { createdAt: new Date(Date.now() - 29 * 86_400_000) });
  await again(second);
  const third = await repetitionOf(second);
  await set(third, { state: "dead" });
  await set(id, { createdAt: new Date(Date.now() - 31 * 86_400_000) });
  await expect(again(third)).rejects.toMatchObject({ message: `It is not sent again. ${WHY_NOT_AGAIN.old}.` });
});
