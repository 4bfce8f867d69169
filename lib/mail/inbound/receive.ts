import { createHash } from "node:crypto";
import { v5 as uuidv5 } from "uuid";
import { z } from "zod";
import { asSystem, type Viewer } from "@/db/viewer";
import { env } from "@/lib/env";
import { brandByKey, loadBrands } from "@/lib/gate/brand/load";
import type { Brand } from "@/lib/gate/brand/types";
import { log } from "@/lib/log";
import { plainLine } from "@/lib/mail/plain-text";
import { type ReplyAddress, withoutTokens } from "@/lib/mail/reply-address";
import { answeredId } from "@/lib/mail/threading";
import { decodeWords } from "./encoded-words";
import { isOfSignature } from "./files";
import { automaticReason, bareAddress, header, isOwnMail } from "./headers";
import { shorten, wholeText } from "./mail-text";
import { keepWholeMail, type WholeMail, wholeMailOf } from "./original";
import { type ReplyText, readReply } from "./reply-text";
import { configuredReceiver, type MailedFile, MailNotFetched, type ReceivedMail, type ReceiveMail } from "./resend";
import { addressOf, finish, type InboundRow, joinedBefore, type Outcome, providerIdOf, readRow } from "./rows";
import { doubtOf, readWriter } from "./writer";

/** The id of a message is made from its mail, so a mail becomes one message even if it is handled several times. */
const ID_NAMESPACE = "0d0b8f0e-3f57-4d1c-9f5e-6a2f1d9e7c44";
/** How long one attempt may take: enough for large files, and limited so that a download without end frees its slot. */
const TRY_MS = 90_000;

const CAME_BEFORE = "The same mail came before.";

const payloadSchema = z.object({ id: z.uuid() });

/** A reply by mail whose sender is the person that the reply address was made for. */
export interface MailedReply {
  /** Id of the message that the reply becomes. */
  readonly id: string;
  readonly threadId: string;
  /** The writer, with the rights that they have now. */
  readonly viewer: Viewer;
  readonly name: string;
  readonly brand: Brand;
  /** May be empty if there are files. */
  readonly body: string;
  /** The text that is folded below the body, such as a signature; undefined if there is none. */
  readonly folded: string | undefined;
  /** Id of the message that the answered mail told of; null if it is not known. */
  readonly answers: string | null;
  readonly files: readonly MailedFile[];
  readonly signal: AbortSignal;
  /**
   * There is no further attempt: a file that cannot be fetched is only named, so that it does not hold up the reply.
   */
  readonly lastAttempt: boolean;
}

/**
 * Adds a reply to its thread by the same rules as the page. If it is not added, the answer says why in words for staff,
 * who alone see the mail: `refused` if the page would refuse it too, else `held`.
 */
export type AnswerByMail = (
  reply: MailedReply,
) => Promise<{ readonly messageId: string } | { readonly refused: string } | { readonly held: string }>;

/** Reads the mails about a thread that were sent to a person, as they were rendered, newest first. */
export type ReadSent = (
  to: Pick<ReplyAddress, "threadId" | "personKind" | "personId">,
) => Promise<readonly { readonly subject: string; readonly text: string }[]>;

export interface InboundDependencies {
  readonly answer: AnswerByMail;
  readonly readSent: ReadSent;
  /** Null if mail is off; by default the configured receiver. */
  readonly receive?: ReceiveMail | null;
  readonly lastAttempt?: boolean;
}

/**
 * The job `mail.inbound`: fetches a received mail and makes it a message of its thread. It leaves the mail for agents
 * if it is not proven who wrote it, or if it is not a message. It drops loops, duplicates, and mails that the provider
 * does not have or that name no thread. However often it runs, and wherever a run dies, one mail is at most one
 * message. Throws for another attempt, MailNotFetched if the provider gave no mail. With `lastAttempt` a mail that was
 * fetched is left for agents instead. One that was not fetched is asked for again by the sweep, for three days.
 */
export async function runInboundTask(payload: unknown, dependencies: InboundDependencies): Promise<void> {
  const { id } = payloadSchema.parse(payload);
  const { receive = configuredReceiver() } = dependencies;
  const row = await readRow(id);
  if (row?.state !== "received") return;
  if (!receive) throw new MailNotFetched("mail is off");
  const { files, ...outcome } = await handle(row, receive, dependencies);
  await finish(row, outcome, files);
}

/** What became of a mail; for one that waits for agents, also its files, which are fetched then. */
type Ended = Outcome & { readonly files?: readonly MailedFile[] };

async function handle(row: InboundRow, receive: ReceiveMail, dependencies: InboundDependencies): Promise<Ended> {
  const signal = AbortSignal.timeout(TRY_MS);
  const mail = await receive(providerIdOf(row), signal);
  if (!mail) return { state: "dropped", note: "The provider has no such mail." };
  const address = await addressOf(row, mail);
  if (!address) return { state: "dropped", note: "It was sent to no address of a thread." };
  const place = { brand: address.brand, threadId: address.threadId, ...seenOf(mail) };
  try {
    return await judge(row, { mail, address, place, signal }, dependencies);
  } catch (error) {
    if (!dependencies.lastAttempt) throw error;
    log.error({ mail: row.id, thread: address.threadId, err: error }, "a received mail could not be read");
    const files = mail.files.map((file) => ({ ...file, ofSignature: false }));
    return { ...place, state: "unverified", note: "It could not be read.", files };
  }
}

interface Arrived {
  readonly mail: ReceivedMail;
  readonly address: ReplyAddress;
  readonly place: Omit<Outcome, "state">;
  readonly signal: AbortSignal;
}

/** Finds out what a mail to this address is, and adds it to its thread if it is a message. */
async function judge(
  row: InboundRow,
  { mail, address, place, signal }: Arrived,
  dependencies: InboundDependencies,
): Promise<Ended> {
  const { lastAttempt = false } = dependencies;
  const { brand, threadId, personKind, personId } = address;
  if (await isOwn(mail)) return { ...place, state: "dropped", note: "A loop: one of our own mails came back." };
  const writer = await readWriter(address);
  const doubt = writer
    ? await doubtOf(mail, writer, { signal, lastAttempt })
    : "Nobody has this reply address any more.";
  const whole = wholeMailOf(mail);
  const id = doubt === null ? messageIdFor(address, mail, whole, row) : row.id;
  const before = doubt === null ? await joinedBefore(row, id) : null;
  if (before) return { ...place, ...before };
  const author = doubt === null ? { kind: personKind, id: personId } : null;
  const said = await readText(mail, address, await brandByKey(brand), dependencies);
  const kept = { id: row.id, brand, threadId, messageId: id, author, reply: said.text };
  const isNew = await asSystem("a received mail is kept whole", (db) => keepWholeMail(db, whole, kept));
  if (!isNew) return { ...place, state: "dropped", note: CAME_BEFORE };
  if (doubt !== null) return { ...place, state: "unverified", note: doubt, files: said.files };
  // A mail of a proven sender is not dropped from here on: if it is not a message, agents see it.
  const held = (note: string): Ended => ({ ...place, state: "held", note, files: said.files });
  const machine = automaticReason(mail.headers, decodeWords(mail.subject));
  if (machine) return held(machine);
  if (!writer?.viewer) return held("The sender's account was closed.");
  const { text, files } = said;
  if (text.shown === "" && files.every(({ ofSignature }) => ofSignature)) return held("It says nothing.");
  const replied = ["in-reply-to", "references"].map((name) => header(mail.headers, name) ?? "");
  const answers = answeredId(threadId, replied[0] ?? "", replied[1] ?? "");
  const { viewer, name } = writer;
  const reply = { id, threadId, viewer, name, body: text.shown, folded: text.folded || undefined, answers, files };
  return say(row, { ...reply, brand: await brandByKey(brand), signal, lastAttempt }, dependencies, { place, held });
}

/** Adds the reply to its thread, or leaves it for agents. */
async function say(
  row: InboundRow,
  reply: MailedReply,
  { answer }: InboundDependencies,
  { place, held }: { readonly place: Omit<Outcome, "state">; readonly held: (note: string) => Ended },
): Promise<Ended> {
  try {
    const answered = await answer(reply);
    if ("messageId" in answered) return { ...place, state: "joined", createdMessageId: answered.messageId };
    if ("held" in answered) return held(answered.held);
    // Another run of this job may have added the message in the meantime.
    return (await joinedBefore(row, reply.id)) ?? held(answered.refused);
  } catch (error) {
    if (!reply.lastAttempt) throw error;
    // The reply is not lost: agents read it in its thread.
    log.error({ mail: row.id, thread: reply.threadId, err: error }, "a reply by mail could not be taken in");
    return held("The sender is right, but the mail could not be made a message.");
  }
}

/** What agents see of a mail that became no message. */
function seenOf(mail: ReceivedMail): Pick<Outcome, "fromAddress" | "subject" | "body"> {
  return {
    fromAddress: senderWords(mail.from),
    subject: plainLine(decodeWords(mail.subject), 300),
    body: shorten(withoutTokens(wholeText(mail))),
  };
}

/**
 * The From of a mail as people read it. What is encoded in it may look like another address, and a cut may lose the
 * real one; then the address stands alone.
 */
function senderWords(from: string): string {
  const sender = bareAddress(from);
  const decoded = plainLine(decodeWords(from), 320);
  return bareAddress(decoded) === sender ? decoded : (sender ?? plainLine(from, 320));
}

/** Is it one of our own mails that came back? */
async function isOwn(mail: ReceivedMail): Promise<boolean> {
  const own = (await loadBrands()).flatMap((brand) => [brand.supportMailbox, brand.resetSender]);
  const sender = bareAddress(mail.from);
  return isOwnMail({ messageId: mail.messageId, sender }, own, env().INBOUND_MAIL_DOMAIN ?? "");
}

/** What the writer says, without our mail that they quote, and the mail's files. */
async function readText(
  mail: ReceivedMail,
  address: ReplyAddress,
  brand: Brand,
  { readSent }: InboundDependencies,
): Promise<{ readonly text: ReplyText; readonly files: readonly MailedFile[] }> {
  const sent = await readSent(address);
  const { INBOUND_MAIL_DOMAIN: domain } = env();
  const ours = {
    texts: sent.map(({ text }) => text),
    names: [brand.name],
    addresses: [brand.supportMailbox, ...(domain ? [`@${domain}`] : [])].map((own) => own.toLowerCase()),
    subjects: [...new Set(sent.map(({ subject }) => subject))],
  };
  const reading = { ours, files: mail.files, guarded: address.personKind === "staff" };
  const read = readReply(mail, reading);
  const text = { shown: withoutTokens(read.shown), folded: withoutTokens(read.folded) };
  // Some programs name pictures only in the HTML and not in the text part.
  const html = mail.text?.trim() && mail.html?.trim() ? readReply({ text: null, html: mail.html }, reading) : read;
  const both = { shown: [text.shown, html.shown].join("\n").trim(), folded: [text.folded, html.folded].join("\n") };
  return { text, files: mail.files.map((file) => ({ ...file, ofSignature: isOfSignature(file, both) })) };
}

/**
 * The message's id, made from the thread, the writer, the mail's Message-ID and its content. A mail that is delivered
 * twice is one message. Another mail with the same Message-ID is another message.
 */
function messageIdFor({ threadId, personId }: ReplyAddress, mail: ReceivedMail, whole: WholeMail, row: InboundRow) {
  const said = createHash("sha256")
    .update(JSON.stringify([whole.text, whole.html, whole.files]))
    .digest("hex");
  return uuidv5(`inbound:${threadId}:${personId}:${mail.messageId.trim() || providerIdOf(row)}:${said}`, ID_NAMESPACE);
}
