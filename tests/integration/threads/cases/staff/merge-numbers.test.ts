import { eq } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { eventWords } from "@/components/threads/event-words";
import { threadEvents, threadParticipants, threads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { replyToCase } from "@/lib/threads/cases/service";
import { mergeCase } from "@/lib/threads/cases/staff/merges/service";
import { readThread } from "@/lib/threads/queries";
import { UNSEEN } from "@/lib/threads/types";
import { act, filedCase, type Member, member, read, stored } from "@/tests/integration/threads/cases/staff/support";
import { as, type Contact, LOCAL } from "@/tests/integration/threads/cases/support";
import { createContact, nobodysId } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

/* Numbers of other cases in quiet lines, and what is locked of two cases that were merged. */

async function pair() {
  const agent = await member(["support_agent"]);
  const filed = await filedCase();
  const { row: into } = await stored((await createCase(filed.company, filed.filer)).id);
  return { agent, ...filed, into };
}

const merge = (agent: Member, number: string, into: string) =>
  act(agent, (context) => mergeCase(context, { number, into, add: [] }));
const join = ({ id, brand }: { readonly id: string; readonly brand: string }, contact: Contact) =>
  asSystem("test world", (db) =>
    db.insert(threadParticipants).values({ brand, threadId: id, contactId: contact.id, contactName: contact.name }),
  );
const seenBy = async (contact: Contact, id: string) =>
  (await as(contact, (context) => readThread(context, id, LOCAL), "read"))?.items ?? [];
const linesOf = async (contact: Contact, id: string) =>
  (await seenBy(contact, id)).flatMap((item) => (item.kind === "event" ? [eventWords(item, {}, "case")] : []));

it("a contact who joins a merged case later reads where it goes on only once they see that case", async () => {
  const { agent, row, company, filer, into, number } = await pair();
  await merge(agent, number, into.number);
  const later = await createContact(company, { name: "Alex Own", casesScope: "own" });
  await join(row, later);
  const items = await seenBy(later, row.id);
  expect(JSON.stringify(items)).not.toContain(into.number);
  expect(items.at(-1)).toMatchObject({ what: "merged", after: UNSEEN });
  expect(await linesOf(later, row.id)).toContainEqual(
    expect.stringMatching(/closed this case: it goes on in another case$/),
  );
  expect(await linesOf(filer, row.id)).toContainEqual(expect.stringContaining(`it goes on in ${into.number}`));
  await join(into, later);
  expect(await linesOf(later, row.id)).toContainEqual(expect.stringContaining(`it goes on in ${into.number}`));
});

it("a contact who joins a case reads of no case or chat before it that they may not open", async () => {
  const { row, company, filer, into } = await pair();
  const before = {
    brand: row.brand,
    threadId: into.id,
    actorKind: "contact" as const,
    actorId: filer.id,
    actorName: "R",
  };
  await asSystem("test world", (db) =>
    db.insert(threadEvents).values([
      { ...before, kind: "linked", before: row.number },
      { ...before, kind: "became", before: "CH-999999" },
    ]),
  );
  const later = await createContact(company, { casesScope: "own" });
  await join(into, later);
  const lines = await linesOf(later, into.id);
  expect(lines).toContain("R filed this case as a follow-up of another case");
  expect(lines).toContain("R made this case from a chat");
  expect(JSON.stringify(await seenBy(later, into.id))).not.toContain(row.number);
  expect(await linesOf(filer, into.id)).toContain(`You filed this case as a follow-up of ${row.number}`);
  const agent = await member(["support_agent"]);
  const staff = await read(agent, (context) => readThread(context, into.id, LOCAL));
  expect(JSON.stringify(staff?.items)).toContain(row.number);
});

it("a client's message to a merged case waits for nobody who has that case locked", async () => {
  const { agent, row, filer, into, number } = await pair();
  await merge(agent, number, into.number);
  const reply = { id: nobodysId(), number, body: "It stopped again.", files: [] };
  await asSystem("test holds", async (db) => {
    await db.select({ id: threads.id }).from(threads).where(eq(threads.id, row.id)).for("update");
    expect(await as(filer, (context) => replyToCase(context, reply))).toMatchObject({ number: into.number });
  });
});
