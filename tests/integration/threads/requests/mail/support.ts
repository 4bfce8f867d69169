import { and, asc, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { type contacts, messages, type staff, threadEvents } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import type { WholeRequest } from "@/tests/support/threads";
import { createCompany, createContact, createStaff, createTeamMember } from "@/tests/support/world";

type Contact = typeof contacts.$inferSelect;
type Member = typeof staff.$inferSelect;
type Request = Pick<WholeRequest, "id" | "brand">;

/** A company whose account manager answers, and a contact of it who may ask. */
export async function createAsker(brand: "cimsoft" | "insource" = "cimsoft") {
  const company = await createCompany({ brand });
  const asker = await createContact(company, { requestsScope: "own", name: "Robin Meyer" });
  const owner = await createStaff(["account_manager"], { name: "Dana Whitfield" });
  await createTeamMember(company, { staffId: owner.id, role: "account_manager" });
  return { company, asker, owner };
}

const kindOf = (author: Contact | Member) => ("roles" in author ? "staff" : "contact");

/** Adds a message as the system would find it. */
export async function sayIn(asked: Request, author: Contact | Member, body: string): Promise<string> {
  const id = uuidv7();
  await asSystem("test world", (db) =>
    db.insert(messages).values({
      ...{ id, brand: asked.brand, threadId: asked.id, body },
      ...{ authorKind: kindOf(author), authorId: author.id, authorName: author.name },
    }),
  );
  return id;
}

/** Adds the quiet line of a closing, and answers its id. */
export async function closing(asked: Request, actor: Contact | Member): Promise<string> {
  return asSystem("test world", async (db) => {
    await db.insert(threadEvents).values({
      ...{ brand: asked.brand, threadId: asked.id, kind: "status", before: "answered", after: "closed" },
      ...{ actorKind: kindOf(actor), actorId: actor.id, actorName: actor.name },
    });
    const rows = await db
      .select({ id: threadEvents.id })
      .from(threadEvents)
      .where(and(eq(threadEvents.threadId, asked.id), eq(threadEvents.kind, "status")))
      .orderBy(asc(threadEvents.createdAt));
    const last = rows.at(-1);
    if (!last) throw new Error("expected an event");
    return last.id;
  });
}
