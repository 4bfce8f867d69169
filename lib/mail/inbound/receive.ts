import { and, eq, ne, sql } from "drizzle-orm";
import { v5 as uuidv5 } from "uuid";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { inboundMails, liveEvents, messages } from "@/db/schema";
import { asSystem, type Viewer } from "@/db/viewer";
import { env } from "@/lib/env";
import { brandByKey, loadBrands } from "@/lib/gate/brand/load";
import type { Brand } from "@/lib/gate/brand/types";
import { describeError, log } from "@/lib/log";
import { plainLine } from "@/lib/mail/plain-text";
import { findReplyAddresses, type ReplyAddress } from "@/lib/mail/reply-address";
import { answeredId } from "@/lib/mail/threading";
import { automaticReason, bareAddress, header, isOwnMail } from "./headers";
import { shorten, wholeText } from "./mail-text";
import { type ReplyText, readReply } from "./reply-text";
import { configuredReceiver, MailNotFetched, type ReceivedFile, type ReceivedMail, type ReceiveMail } from "./resend";
import { doubtOf, readWriter } from "./writer";

/** Messages get their ids from the mails that they came with, so a mail is one message however often it is handled. */
const ID_NAMESPACE = "0d0b8f0e-3f57-4d1c-9f5e-6a2f1d9e7c44";
/** Shorter than a job may be held (lib/jobs/rescue.ts). */
const TRY_MS = 90_000;

const payloadSchema = z.object({ id: z.uuid() });

/** A reply by mail of somebody whose address and token fit each other. */
export interface MailedReply {
  /** Of the message that it becomes. */
  readonly id: string;
  readonly threadId: string;
  /** Who wrote it, with the rights of this moment. */
  readonly viewer: Viewer;
  readonly name: string;
  readonly brand: Brand;
  /** May be empty where there are files. */
  readonly body: string;
  /** Signature and closing, if there are any. */
  readonly folded: string | undefined;
  /** Id of the message that the answered mail told of; null where it is not known. */
  readonly answers: string | null;
  readonly files: readonly ReceivedFile[];
  readonly signal: AbortSignal;
  /** No further attempt: a file that cannot be fetched is named in place of holding up the rest. */
  readonly lastAttempt: boolean;
}

/**
 * Puts a reply where it belongs, by the same rules as the page. In words for staff, why it is kept for their eyes alone:
 * `refused`, as the page would refuse it, or `held`.
 */
export type AnswerByMail = (
  reply: MailedReply,
) => Promise<{ readonly messageId: string } | { readonly refused: string } | { readonly held: string }>;

/** The mails about a thread that a person was sent, as they were rendered, the newest first. */
export type ReadSent = (
  to: Pick<ReplyAddress, "threadId" | "personKind" | "personId">,
) => Promise<readonly { readonly subject: string; readonly text: string }[]>;

export interface InboundDependencies {
  readonly answer: AnswerByMail;
  readonly readSent: ReadSent;
  /** Null: mail is off. */
  readonly receive?: ReceiveMail | null;
  readonly lastAttempt?: boolean;
}

type InboundRow = typeof inboundMails.$inferSelect;
type Outcome = Pick<InboundRow, "state"> &
  Partial<Pick<InboundRow, "brand" | "threadId" | "note" | "fromAddress" | "subject" | "body" | "createdMessageId">>;

/**
 * The job `mail.inbound`: fetches a received mail and makes it a message of its thread, keeps it for agents when the
 * sender is not who the address was made for, or drops it. However often it runs, and wherever a run dies, one mail is at
 * most one message. Throws MailNotFetched for another attempt; `lastAttempt` leaves the row `failed`.
 */
export async function runInboundTask(payload: unknown, dependencies: InboundDependencies): Promise<void> {
  const { id } = payloadSchema.parse(payload);
  const { receive = configuredReceiver(), lastAttempt = false } = dependencies;
  const row = await readRow(id);
  if (row?.state !== "received") return;
  try {
    if (!receive) throw new MailNotFetched("mail is off");
    await finish(row, await handle(row, receive, dependencies));
  } catch (error) {
    if (lastAttempt)
      await finish(row, { state: "failed", note: `Given up: ${describeError(error).name ?? "unknown"}` });
    throw error;
  }
}

async function handle(row: InboundRow, receive: ReceiveMail, dependencies: InboundDependencies): Promise<Outcome> {
  const { answer, lastAttempt = false } = dependencies;
  const signal = AbortSignal.timeout(TRY_MS);
  const mail = await receive(providerIdOf(row), signal);
  if (!mail) return { state: "dropped", note: "The provider has no such mail." };
  const address = await addressOf(row, mail);
  if (!address) return { state: "dropped", note: "It was sent to no address of a thread." };
  const { brand: brandKey, threadId } = address;
  const place = { brand: brandKey, threadId };
  if (await isOwn(mail)) return { ...place, state: "dropped", note: "One of our own mails came back." };
  const writer = await readWriter(address);
  if (!writer) return { ...place, ...unverified(mail, "Nobody has this reply address any more.") };
  const doubt = await doubtOf(mail, writer, { signal, lastAttempt });
  if (doubt) return { ...place, ...unverified(mail, doubt) };
  const id = messageIdFor(address, mail, row);
  const before = await joinedBefore(row, id);
  if (before) return before;
  // From the right sender nothing is dropped: agents see what is no message.
  const machine = automaticReason(mail.headers, mail.subject);
  if (machine) return { ...place, ...unverified(mail, machine) };
  if (!writer.viewer) return { ...place, ...unverified(mail, "The sender's account was closed.") };
  const { viewer, name } = writer;
  const brand = await brandByKey(brandKey);
  const { shown: body, folded } = await readText(mail, address, brand, dependencies);
  if (body === "" && mail.files.length === 0) return { ...place, ...unverified(mail, "It says nothing.") };
  const answers = answeredId(
    threadId,
    header(mail.headers, "in-reply-to") ?? "",
    header(mail.headers, "references") ?? "",
  );
  const reply = {
    id,
    threadId,
    viewer,
    name,
    brand,
    body,
    folded: folded || undefined,
    answers,
    files: mail.files,
    signal,
    lastAttempt,
  };
  try {
    const answered = await answer(reply);
    if ("messageId" in answered) return { ...place, state: "joined", createdMessageId: answered.messageId };
    if ("held" in answered) return { ...place, ...unverified(mail, answered.held) };
    // Another run of this job may have joined it meanwhile.
    return (await joinedBefore(row, id)) ?? { ...place, ...unverified(mail, answered.refused) };
  } catch (error) {
    if (!lastAttempt) throw error;
    // Somebody's words are not lost: agents read them where they belong.
    log.error({ mail: row.id, thread: threadId, err: error }, "a reply by mail could not be taken in");
    return { ...place, ...unverified(mail, "The sender is right, but the mail could not be made a message.") };
  }
}

/** The further rows of a mail have the thread that they are for behind the provider's id. */
const providerIdOf = (row: InboundRow) => row.providerId.split(" ")[0] ?? "";
/** A mail to more threads than this is nobody's reply. */
const MOST_THREADS = 10;

/**
 * The reply address that this row is for: one a thread, the sender's own where several persons' were named. A mail to
 * several threads gets a row, and so a job, for each.
 */
async function addressOf(row: InboundRow, mail: ReceivedMail): Promise<ReplyAddress | null> {
  const addresses = await asSystem("a received mail's addresses are looked up", (db) =>
    findReplyAddresses(db, mail.recipients),
  );
  const sender = bareAddress(mail.from);
  const byThread = new Map<string, ReplyAddress>();
  for (const address of addresses) {
    const isSenders = (await readWriter(address))?.email === sender;
    if (isSenders || !byThread.has(address.threadId)) byThread.set(address.threadId, address);
  }
  const own = row.providerId.split(" ")[1];
  if (own) return byThread.get(own) ?? null;
  const [first = null, ...others] = [...byThread.values()].slice(0, MOST_THREADS);
  if (others.length > 0) {
    await asSystem("a received mail is for several threads", (db) =>
      db
        .insert(inboundMails)
        .values(
          others.map(({ threadId }) => ({
            providerId: `${row.providerId} ${threadId}`,
            messageId: row.messageId,
          })),
        )
        .onConflictDoNothing(),
    );
  }
  return first;
}

/** Is it one of our own mails that came back? */
async function isOwn(mail: ReceivedMail): Promise<boolean> {
  const own = (await loadBrands()).flatMap((brand) => [brand.supportMailbox, brand.resetSender]);
  const sender = bareAddress(mail.from);
  return isOwnMail({ messageId: mail.messageId, sender }, own, env().INBOUND_MAIL_DOMAIN ?? "");
}

/** What the writer says, without the mail of ours that it answers. */
async function readText(
  mail: ReceivedMail,
  address: ReplyAddress,
  brand: Brand,
  { readSent }: InboundDependencies,
): Promise<ReplyText> {
  const sent = await readSent(address);
  const { INBOUND_MAIL_DOMAIN: domain } = env();
  const ours = {
    texts: sent.map(({ text }) => text),
    names: [brand.name],
    addresses: [brand.supportMailbox, ...(domain ? [`@${domain}`] : [])].map((own) => own.toLowerCase()),
    subjects: [...new Set(sent.map(({ subject }) => subject))],
  };
  const files = mail.files.map(({ name }) => name);
  return readReply(mail, { ours, files, guarded: address.personKind === "staff" });
}

function unverified(mail: ReceivedMail, note: string): Outcome {
  return {
    state: "unverified",
    note,
    fromAddress: plainLine(mail.from, 320),
    subject: plainLine(mail.subject, 300),
    body: [
      shorten(wholeText(mail)),
      ...mail.files.slice(0, 20).map((file) => `(File left out: ${plainLine(file.name, 150)})`),
    ]
      .filter(Boolean)
      .join("\n"),
  };
}

/** By the mail's own Message-ID, within one writer's words in one thread: what is delivered twice is one message. */
function messageIdFor({ threadId, personId }: ReplyAddress, mail: ReceivedMail, row: InboundRow): string {
  return uuidv5(`inbound:${threadId}:${personId}:${mail.messageId.trim() || providerIdOf(row)}`, ID_NAMESPACE);
}

/** A run that died between its message and this row has done its work; else the same mail was delivered before. */
async function joinedBefore(row: InboundRow, id: string): Promise<Outcome | null> {
  return asSystem("the inbound job looks for its message", async (db) => {
    const [message] = await db
      .select({ brand: messages.brand, threadId: messages.threadId })
      .from(messages)
      .where(eq(messages.id, id));
    if (!message) return null;
    const [other] = await db
      .select({ id: inboundMails.id })
      .from(inboundMails)
      .where(
        and(
          eq(inboundMails.threadId, message.threadId),
          eq(inboundMails.createdMessageId, id),
          ne(inboundMails.id, row.id),
        ),
      );
    if (other) return { ...message, state: "dropped", note: "The same mail came before." };
    return { ...message, state: "joined", createdMessageId: id };
  });
}

async function readRow(id: string): Promise<InboundRow | undefined> {
  const [row] = await asSystem("the inbound job reads its row", (db) =>
    db.select().from(inboundMails).where(eq(inboundMails.id, id)),
  );
  return row;
}

/** Unverified mails that a thread keeps for its agents at a time. */
const MOST_UNVERIFIED = 20;

async function finish(row: InboundRow, outcome: Outcome): Promise<void> {
  const ended = await asSystem("the inbound job ends", async (db) => {
    const kept = await withinBounds(db, outcome);
    const rows = await db
      .update(inboundMails)
      .set({ ...kept, handledAt: sql`clock_timestamp()` })
      .where(and(eq(inboundMails.id, row.id), eq(inboundMails.state, "received")))
      .returning({ id: inboundMails.id });
    const { state, brand, threadId } = kept;
    if (rows.length > 0 && state === "unverified" && brand && threadId) {
      await db.insert(liveEvents).values({ brand, threadId, kind: "note", internal: true });
    }
    return kept;
  });
  const { state, note, threadId } = ended;
  log[state === "failed" ? "error" : "info"](
    { mail: row.id, state, note, thread: threadId },
    "a received mail was handled",
  );
}

async function withinBounds(db: Transaction, outcome: Outcome): Promise<Outcome> {
  const { state, brand, threadId } = outcome;
  if (state !== "unverified" || !threadId) return outcome;
  const waiting = await db.$count(
    inboundMails,
    and(eq(inboundMails.threadId, threadId), eq(inboundMails.state, "unverified")),
  );
  if (waiting < MOST_UNVERIFIED) return outcome;
  return { brand, threadId, state: "dropped", note: "Too many unverified mails wait in this thread." };
}
