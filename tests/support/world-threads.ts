import { eq, getTableColumns } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "@/db/client";
import {
  cases,
  chats,
  type companies,
  type contacts,
  messages,
  requests,
  threadParticipants,
  threads,
} from "@/db/schema";
import type { WholeCase, WholeRequest } from "./threads";
import * as whole from "./threads";
import { first, type Over, type Row, seed, unique } from "./world";

/* Cases and requests for tests, with the same rule as in world.ts: rows that no other test uses. */

type Contact = Row<typeof contacts>;

/** The columns of threads among the values of a test, which uses the names of its kind; `names` translates them. */
function lifeOf(over: Record<string, unknown>, names: Readonly<Record<string, string>>) {
  const columns = getTableColumns(threads);
  const said = Object.entries(over).map(([name, value]) => [names[name] ?? name, value] as const);
  return Object.fromEntries(said.filter(([name]) => name in columns)) as Over<typeof threads>;
}

/** A thread with its first message. Rights are not checked; `special` inserts the row of its kind. */
async function openThread(
  db: Transaction,
  company: Row<typeof companies>,
  opener: Contact,
  thread: Pick<typeof threads.$inferInsert, "id" | "kind" | "subject"> & Over<typeof threads>,
  special: () => Promise<unknown>,
  body: string,
) {
  const due = new Date(Date.now() + (thread.kind === "case" ? 3_600_000 : 86_400_000));
  const isOwed = ["new", "in_progress"].includes(thread.status ?? "new");
  const ofThread = { brand: company.brand, threadId: thread.id ?? "" };
  await db.insert(threads).values({
    ...{ brand: company.brand, companyId: company.id },
    ...{ openedBy: opener.id, openedByName: opener.name, lastAuthorId: opener.id },
    ...{ firstAnswerDueAt: due, answerDueAt: isOwed ? due : null, answerSince: isOwed ? new Date() : null },
    ...(thread.status === "closed" ? { closedAt: new Date() } : {}),
    ...thread,
  });
  await special();
  await db.insert(messages).values({
    ...{ ...ofThread, id: ofThread.threadId, body },
    ...{ authorKind: "contact" as const, authorId: opener.id, authorName: opener.name },
  });
}

/**
 * A case filed by a contact for a company with its description as the first message. It is new and
 * an answer is due in an hour. Whether the company has an agreement is not checked.
 */
export async function createCase(
  company: Row<typeof companies>,
  filer: Contact,
  over: Partial<WholeCase> & { description?: string; participants?: readonly Contact[] } = {},
): Promise<WholeCase> {
  const { description = "It stops every morning.", participants = [], ...rest } = over;
  const id = rest.id ?? uuidv7();
  const life = lifeOf(rest, { filedBy: "openedBy", filedByName: "openedByName", ownerId: "ownerId" });
  const { product = "AVEVA Historian", productVersion = null, severity = "impaired", followsId = null } = rest;
  return seed(async (db) => {
    const thread = {
      ...{ id, kind: "case" as const, subject: unique("Historian stops"), severity, product },
      ...(life.status === "closed" ? { closeReason: "solved" as const } : {}),
      // An open case is owed an answer whatever its status.
      ...(life.status === "waiting_on_you" ? owedInAnHour() : {}),
      ...life,
    };
    const special = () => db.insert(cases).values({ id, brand: company.brand, productVersion, followsId });
    await openThread(db, company, filer, thread, special, description);
    for (const contact of participants) {
      await db
        .insert(threadParticipants)
        .values({ brand: company.brand, threadId: id, contactId: contact.id, contactName: contact.name });
    }
    return first(await db.select().from(whole.cases).where(eq(whole.cases.id, id)));
  });
}

const owedInAnHour = () => ({ answerDueAt: new Date(Date.now() + 3_600_000), answerSince: new Date() });

/**
 * A request that a contact asked at their company, with its text as the first message. It is new and an
 * answer is due in a day. A trigger chooses the owner unless `ownerId` is given.
 */
export async function createRequest(
  company: Row<typeof companies>,
  asker: Contact,
  over: Partial<WholeRequest> & { body?: string } = {},
): Promise<WholeRequest> {
  const { body = "Which licenses do we have?", ownerId, standsInFor, ...rest } = over;
  const id = rest.id ?? uuidv7();
  const life = lifeOf(rest, { askedBy: "openedBy", askedByName: "openedByName", kind: "topic" });
  const { memberId, memberName, agreementId, invoiceId, estimateId, neededBy } = rest;
  return seed(async (db) => {
    const thread = {
      ...{ id, kind: "request" as const, topic: "message" as const, subject: unique("Licenses") },
      ...life,
    };
    const special = () =>
      db.insert(requests).values({
        ...{ id, brand: company.brand },
        ...{ memberId, memberName, agreementId, invoiceId, estimateId, neededBy },
      });
    await openThread(db, company, asker, thread, special, body);
    if (ownerId !== undefined || standsInFor !== undefined) {
      await db
        .update(threads)
        .set({
          ...(ownerId === undefined ? {} : { ownerId }),
          ...(standsInFor === undefined ? {} : { standsInFor }),
        })
        .where(eq(threads.id, id));
    }
    return first(await db.select().from(whole.requests).where(eq(whole.requests.id, id)));
  });
}

/** A chat that a contact began: in the queue, unless `status` or `ownerId` say otherwise. Rights are not checked. */
export async function createChat(
  company: Row<typeof companies>,
  client: Contact,
  over: Over<typeof threads> & Pick<Over<typeof chats>, "outcome" | "caseId"> & { body?: string } = {},
): Promise<Row<typeof threads>> {
  const { body = "It does not start.", outcome, caseId, ...life } = over;
  const id = life.id ?? uuidv7();
  const isEnded = life.status === "closed";
  return seed(async (db) => {
    const thread = { id, kind: "chat" as const, subject: unique("It does not start"), ...life };
    const special = () =>
      db.insert(chats).values({
        ...{ id, brand: company.brand, product: "AVEVA Historian", caseId },
        ...{ outcome: outcome ?? (isEnded ? ("solved" as const) : null) },
        ...(life.ownerId ? { takenAt: new Date(), firstTakenAt: new Date() } : {}),
      });
    await openThread(db, company, client, thread, special, body);
    return first(await db.select().from(threads).where(eq(threads.id, id)));
  });
}
