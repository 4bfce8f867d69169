import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import {
  chatAgents,
  chatPresences,
  chats,
  type contacts,
  messages,
  type staff,
  threadNotes,
  threads,
} from "@/db/schema";
import { OTHER_PRODUCT } from "@/db/schema/constants";
import { asSystem, type ClientViewer, type Context, runAsViewer, type StaffViewer } from "@/db/viewer";
import { brandByKey, forgetBrands, loadBrands } from "@/lib/gate/brand/load";
import type { Brand } from "@/lib/gate/brand/types";
import { systemNow } from "@/lib/kit/time";
import { startChat } from "@/lib/threads/chats/service";
import { type ChatContext, takeChat } from "@/lib/threads/chats/staff/service";
import type { ClientContext } from "@/lib/threads/life/service";
import { alwaysOpen } from "../../../support/brand";
import { openChatAlways } from "../../../support/open-chat";
import {
  clientViewer,
  createAgreement,
  createCompany,
  createContact,
  createStaff,
  staffViewer,
} from "../../../support/world";

export type Contact = typeof contacts.$inferSelect;
export type Member = typeof staff.$inferSelect;

/** A company with an agreement in force, and a contact who sees all its cases. */
export async function plant(brand = "cimsoft") {
  const company = await createCompany({ brand });
  const agreement = await createAgreement(company);
  const client = await createContact(company, { casesScope: "company" });
  return { company, agreement, client };
}

/** Runs as a client, with a brand whose chat is always open. */
export async function asClient<T>(
  contact: Contact,
  run: (context: ClientContext) => Promise<T>,
  brandAs: (brand: Brand) => Brand = alwaysOpen,
): Promise<T> {
  const brand = brandAs(await brandByKey(contact.brand));
  return runAsViewer(clientViewer(contact), "write", (context) => run({ ...context, brand, name: contact.name }));
}

/** Runs as an agent. */
export async function asAgent<T>(member: Member, run: (context: ChatContext) => Promise<T>): Promise<T> {
  const brands = await loadBrands();
  return runAsViewer(staffViewer(member), "write", (context) => run({ ...context, brands, name: member.name }));
}

export const reading = <V extends ClientViewer | StaffViewer, T>(viewer: V, run: (context: Context<V>) => Promise<T>) =>
  runAsViewer(viewer, "read", run);

export const agent = (over: Parameters<typeof createStaff>[1] = {}) => createStaff(["support_agent"], over);

/** A chat that a client started: it waits in the queue. */
export async function started(brand = "cimsoft") {
  const world = await plant(brand);
  const id = uuidv7();
  const { number } = await asClient(world.client, (context) => startChat(context, formOf(id)));
  return { ...world, id, number };
}

export const formOf = (id: string) => ({
  ...{ id, product: OTHER_PRODUCT, subject: "Historian stops", description: "At 2 a.m." },
  files: [],
});

/** A chat that an agent has taken. */
export async function talking(brand = "cimsoft") {
  const chat = await started(brand);
  const member = await agent();
  await asAgent(member, (context) => takeChat(context, { number: chat.number }));
  return { ...chat, member };
}

export const look = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem("test looks", work);

export async function rowOf(id: string) {
  const [row] = await look((db) =>
    db.select().from(threads).innerJoin(chats, eq(chats.id, threads.id)).where(eq(threads.id, id)),
  );
  if (!row) throw new Error("no such chat");
  return { ...row.threads, ...row.chats };
}

export const bodiesOf = (threadId: string) =>
  look(async (db) => {
    const rows = await db
      .select({ body: messages.body })
      .from(messages)
      .where(eq(messages.threadId, threadId))
      .orderBy(messages.createdAt, messages.id);
    return rows.map(({ body }) => body);
  });

export const notesOf = (threadId: string) =>
  look(async (db) => {
    const rows = await db.select().from(threadNotes).where(eq(threadNotes.threadId, threadId));
    return rows.map(({ body }) => body);
  });

/** The agent's browser was last heard of this long ago. */
export const silence = (member: Member, milliseconds: number) =>
  look((db) =>
    db
      .update(chatAgents)
      .set({ seenAt: ago(milliseconds) })
      .where(eq(chatAgents.staffId, member.id)),
  );

/** The client's browser was last heard of this long ago. */
export const seen = (chat: { id: string; client: Contact }, milliseconds: number) =>
  look((db) =>
    db
      .insert(chatPresences)
      .values({
        ...{ brand: chat.client.brand, threadId: chat.id, personKind: "contact", personId: chat.client.id },
        seenAt: ago(milliseconds),
      })
      .onConflictDoUpdate({
        target: [chatPresences.threadId, chatPresences.personKind, chatPresences.personId],
        set: { seenAt: ago(milliseconds) },
      }),
  );

const ago = (milliseconds: number) => new Date(systemNow().epochMilliseconds - milliseconds);

/** Chat is open at every brand, for tests of actions, which take the brand's own hours. */
export async function openAlways(): Promise<void> {
  for (const { key } of await loadBrands()) await openChatAlways(key);
  forgetBrands();
}
