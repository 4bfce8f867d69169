import { and, asc, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { vi } from "vitest";
import { POST } from "@/app/api/resend/webhook/route";
import { type companies, type contacts, inboundMails, messages, outbox, type staff, threadEvents } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { answerByMail, readSent } from "@/lib/jobs/mail-answers";
import { runTellTask } from "@/lib/jobs/tell";
import { type InboundDependencies, runInboundTask } from "@/lib/mail/inbound/receive";
import { replyAddressFor } from "@/lib/mail/reply-address";
import { createResendSender } from "@/lib/mail/resend";
import { runSendTask } from "@/lib/mail/send";
import { renderMail } from "@/lib/mail/templates/render";
import type { InboundEmail } from "@/scripts/demo/sandboxes/resend/inbound";
import { inboundSchema } from "@/scripts/demo/sandboxes/resend/inbound";
import { isSentTo, type Mail } from "@/scripts/demo/sandboxes/resend/mailbox";
import { startSandbox } from "@/scripts/demo/sandboxes/server";
import { cases, type WholeCase } from "@/tests/support/threads";
import { clientViewer, createAgreement, createCompany, createContact } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";

export const DOMAIN = "reply.portal.example";
export const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ROUTE = { params: Promise.resolve({}) };

type Company = typeof companies.$inferSelect;
type Contact = typeof contacts.$inferSelect;
type Case = WholeCase;

/** The sandbox of Resend with the portal's webhook behind it. Before anything reads the environment. */
export async function startResend() {
  const sandbox = await startSandbox(
    { port: 0, host: "127.0.0.1" },
    {
      inbound: {
        webhookUrl: "http://cimsoft.localhost:3000/api/resend/webhook",
        webhookSecret: SECRET,
        send: (request) => POST(request, ROUTE),
        pausesMs: [],
      },
    },
  );
  vi.stubEnv("RESEND_API_KEY", "re_test");
  vi.stubEnv("RESEND_BASE_URL", sandbox.url);
  vi.stubEnv("INBOUND_MAIL_DOMAIN", DOMAIN);
  vi.stubEnv("RESEND_WEBHOOK_SECRET", SECRET);
  const send = createResendSender({ apiKey: "re_test", baseUrl: sandbox.url });
  return {
    sandbox,
    close: sandbox.close,
    inbox: (address: string): Mail[] => sandbox.mailbox.list().filter((mail) => isSentTo(mail, address)),
    /** Sends every queued mail about a thread. */
    async sendAll(threadId: string): Promise<void> {
      for (const { id } of await outboxOf(threadId))
        await runSendTask({ id }, { now: Date.now, send, render: renderMail });
    },
    /** A mail arrives: answers its provider's id, once the webhook has been told. */
    async arrive(email: InboundEmail): Promise<string> {
      const { id } = sandbox.inbound.receive(inboundSchema.parse(email));
      await sandbox.inbound.idle();
      return id;
    },
  };
}

export type ResendWorld = Awaited<ReturnType<typeof startResend>>;

/** One run of the job for a mail that arrived. */
export async function handle(providerId: string, over: Partial<InboundDependencies> = {}) {
  const { id } = await inboundRow(providerId);
  await runInboundTask({ id }, { answer: answerByMail, readSent, ...over });
  return inboundRow(providerId);
}

export const post = (request: Request): Promise<Response> => POST(request, ROUTE);

/** A company with support in force, a filer with a case, and a colleague of the filer. */
export async function createPlant(brand: "cimsoft" | "insource" = "cimsoft") {
  const company = await createCompany({ brand });
  await supported(company);
  const filer = await createContact(company, { casesScope: "own", name: "Robin Meyer" });
  const colleague = await createContact(company, { casesScope: "own", name: "Ana Ito" });
  const filed = await createCase(company, filer, { participants: [colleague] });
  return { company, filer, colleague, filed };
}

export const supported = (company: Company) =>
  createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });

export type Plant = Awaited<ReturnType<typeof createPlant>>;

/** Adds a message as the system would find it. */
export async function say(
  filed: Case,
  author: Contact | typeof staff.$inferSelect,
  body = "Which version is it?",
): Promise<string> {
  const id = uuidv7();
  await asSystem("test world", (db) =>
    db.insert(messages).values({
      id,
      brand: filed.brand,
      threadId: filed.id,
      authorKind: "roles" in author ? "staff" : "contact",
      authorId: author.id,
      authorName: author.name,
      body,
    }),
  );
  return id;
}

export const tell = (told: { message: string } | { event: string }) => runTellTask(told);

export async function lastEvent(
  threadId: string,
  kind: "status" | "participant_added" | "assigned" | "handed_over" | "merged",
) {
  const rows = await asSystem("test look", (db) =>
    db
      .select()
      .from(threadEvents)
      .where(and(eq(threadEvents.threadId, threadId), eq(threadEvents.kind, kind)))
      .orderBy(asc(threadEvents.createdAt)),
  );
  const event = rows.at(-1);
  if (!event) throw new Error("expected an event");
  return event;
}

export async function outboxOf(threadId: string) {
  return asSystem("test look", (db) =>
    db.select().from(outbox).where(eq(outbox.threadId, threadId)).orderBy(asc(outbox.createdAt), asc(outbox.id)),
  );
}

/** Kind and reader of every mail about a thread, sorted. */
export async function told(threadId: string): Promise<string[]> {
  return (await outboxOf(threadId)).map((row) => `${row.kind} ${row.toAddress}`).sort();
}

export async function messagesOf(threadId: string) {
  return asSystem("test look", (db) =>
    db
      .select()
      .from(messages)
      .where(eq(messages.threadId, threadId))
      .orderBy(asc(messages.createdAt), asc(messages.id)),
  );
}

export async function caseRow(id: string): Promise<Case> {
  const [row] = await asSystem("test look", (db) => db.select().from(cases).where(eq(cases.id, id)));
  if (!row) throw new Error("expected a case");
  return row;
}

export async function inboundRow(providerId: string) {
  const [row] = await asSystem("test look", (db) =>
    db.select().from(inboundMails).where(eq(inboundMails.providerId, providerId)),
  );
  if (!row) throw new Error("expected a received mail");
  return row;
}

/** Where this person's replies arrive. */
export async function replyTo(filed: Case, person: { id: string }, personKind: "contact" | "staff" = "contact") {
  const address = await asSystem("test look", (db) =>
    replyAddressFor(db, { brand: filed.brand, threadId: filed.id, personKind, personId: person.id }),
  );
  if (!address) throw new Error("expected a reply address");
  return address;
}

/** What a service of cases is called with on the page. */
export async function asContact<T>(
  contact: Contact,
  work: (context: Parameters<typeof import("@/lib/threads/cases/service").closeCase>[0]) => Promise<T>,
): Promise<T> {
  const brand = await brandByKey(contact.brand);
  return runAsViewer(clientViewer(contact), "write", (context) => work({ ...context, brand, name: contact.name }));
}
