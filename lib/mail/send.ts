import { z } from "zod";
import { RetryLater } from "@/lib/errors";
import type { AccountKey } from "@/lib/gate/accounts";
import { brandByKey } from "@/lib/gate/brand/load";
import { systemNow } from "@/lib/kit/time";
import { describeError, log } from "@/lib/log";
import { mailbox } from "./addresses";
import { claimMail, type OutboxRow, recordDead, recordRetry, recordSent, recordWithheld } from "./delivery";
import { type Reminded, type Stands, stillTold } from "./digest";
import { isMailKind, isOptional, MAIL_KINDS, type MailProps } from "./kinds";
import { enterProvider, sendAndNote } from "./pace";
import { plainLine } from "./plain-text";
import { isReminderKind } from "./reminder-kinds";
import type { RenderMail } from "./rendering";
import { type Attachment, configuredSender, type Message, type SendMail } from "./resend";
import { findLink } from "./sign-in-link";
import { findRecipient, isRefusedAgain, isSwitchedOff, type ThreadMail } from "./thread-recipient";
import { AUTOMATIC, threadHeaders } from "./threading";
import { choicesOf, unsubscribeHeaders } from "./unsubscribe/token";

/** Resend forgets an idempotency key after 24 hours: an attempt after that could send the mail twice. */
const TRIES_END_MS = 20 * 60 * 60 * 1000;

const payloadSchema = z.object({ id: z.uuid() });

const notSentYet = (reason: string) => new RetryLater("a mail waits for its next attempt", reason);

export interface SendDependencies {
  readonly render: RenderMail;
  /** System time in milliseconds; by default that of the machine. */
  readonly now?: () => number;
  /** Null if mail is off; by default the configured sender. */
  readonly send?: SendMail | null;
  /** Whether a reminder is still told; by default none is. */
  readonly stands?: Stands | undefined;
  /** The files that go with a daily mail; by default none. */
  readonly attach?: Attach | undefined;
}

/** The files for what a person is reminded of, as they may see them at this moment. */
export type Attach = (person: AccountKey, reminded: readonly Reminded[], now: Date) => Promise<readonly Attachment[]>;

type Attempting = Pick<SendDependencies, "render" | "stands" | "attach"> & {
  readonly now: () => number;
  readonly send: SendMail;
};

/**
 * The job `mail.send`: one attempt to send one row of the outbox. However often it runs, and wherever a run dies, the
 * recipient gets one mail: the row is leased, every attempt has the same bytes and the same idempotency key, and there
 * are no attempts after the provider may have forgotten that key. The row stays queued if mail is off. Throws
 * RetryLater for another attempt.
 */
export async function runSendTask(payload: unknown, dependencies: SendDependencies): Promise<void> {
  const { id } = payloadSchema.parse(payload);
  const { now = () => systemNow().epochMilliseconds, send = configuredSender() } = dependencies;
  if (!send) return;
  // While the provider refuses, the row stays queued. It gets another job when the provider answers again.
  const leave = await enterProvider(new Date(now()));
  if (!leave) return;
  try {
    await attempt(id, { ...dependencies, now, send });
  } finally {
    leave();
  }
}

async function attempt(id: string, { now, send, ...making }: Attempting): Promise<void> {
  const claim = await claimMail(id, new Date(now()));
  if (claim.state === "finished") return;
  if (claim.state === "leased") throw notSentYet("another process holds this mail");

  const { row } = claim;
  const about = { mail: row.id, kind: row.kind, brand: row.brand, attempt: row.attempts };
  const giveUp = async (reason: string) => {
    await recordDead(row, reason);
    log.warn({ ...about, reason }, "a mail was given up");
  };
  if (now() - row.createdAt.getTime() >= TRIES_END_MS) {
    return giveUp(`Not sent within 20 hours. Last: ${row.lastError ?? "no attempt ended"}`);
  }

  let built: Message | Ended;
  try {
    built = await buildMessage(row, new Date(now()), making);
  } catch (error) {
    log.error({ ...about, err: error }, "a mail could not be built");
    await recordRetry(row, `Not built: ${describeError(error).name}`);
    throw notSentYet("the mail could not be built");
  }
  if ("ended" in built) {
    if (!built.withheld) return giveUp(built.ended);
    await recordWithheld(row, built.ended);
    log.info({ ...about, reason: built.ended }, "a mail was withheld");
    return;
  }

  const outcome = await sendAndNote(send, built, `mail/${row.id}`, now);
  switch (outcome.result) {
    case "sent":
      await recordSent(row, new Date(now()), outcome.providerId);
      log.info({ ...about, providerId: outcome.providerId }, "a mail was sent");
      return;
    case "sent-before":
      await recordSent(row, new Date(now()), null);
      log.warn(about, "a mail had been accepted by an earlier attempt with other bytes");
      return;
    case "refused":
      return giveUp(outcome.reason);
    case "retry":
      await recordRetry(row, outcome.reason);
      throw notSentYet(outcome.reason);
  }
}

/** Why a mail must not be sent any more. `withheld`: its recipient may not read it now, or does not want such mail. */
interface Ended {
  readonly ended: string;
  readonly withheld?: boolean;
}

/**
 * Builds the message for the provider from the row, its brand and its recipient. The time and random values do not go
 * into it, so each attempt has the same bytes. `now` only decides whether a link is still valid.
 */
export async function buildMessage(
  row: OutboxRow,
  now: Date,
  { render, stands, attach }: Pick<SendDependencies, "render" | "stands" | "attach">,
): Promise<Message | Ended> {
  if (!isMailKind(row.kind)) return { ended: `There is no kind of mail named ${row.kind}` };
  const facts = MAIL_KINDS[row.kind];
  const brand = await brandByKey(row.brand);
  let link: string | null = null;
  if (facts.secret) {
    const found = await findLink(row.kind, facts.props.parse(row.props).tokenId, row, now);
    if ("ended" in found) return found;
    link = `${brand.origin}${found.path}`;
  }
  if (await isSwitchedOff(row, row.kind))
    return { ended: "Its recipient has switched this kind of mail off", withheld: true };
  if (await isRefusedAgain(row, isOptional(row.kind)))
    return { ended: "Its recipient may not get it any more", withheld: true };
  let recipient: ThreadMail | null = null;
  if (row.threadId) {
    const found = await findRecipient(row);
    if ("ended" in found) return { ...found, withheld: true };
    recipient = found;
  }
  const digest = row.kind === "daily-digest" ? await stillTold(row, stands) : null;
  const props = row.kind === "daily-digest" ? digest : row.props;
  if (!props) return { ended: "Nothing is left in it that its recipient may read and wants", withheld: true };
  const person = row.personKind && row.personId ? { kind: row.personKind, id: row.personId } : null;
  const toName = row.toName && plainLine(row.toName, 70);
  const { subject, html, text } = await render(row.kind, props, {
    brand,
    toName,
    link,
    canReply: recipient?.replyTo != null,
    choices: person && choicesOf(brand, { person, kind: row.kind }),
  });
  return {
    from: mailbox(brand.name, facts.sender === "reset" ? brand.resetSender : brand.supportMailbox),
    to: mailbox(row.toName, row.toAddress),
    replyTo: recipient?.replyTo ?? row.replyTo,
    subject,
    html,
    text,
    headers: {
      ...AUTOMATIC,
      ...(row.messageId ? threadHeaders(row.messageId, row.threadReferences) : {}),
      ...(person ? unsubscribeHeaders(brand, { person, kind: row.kind }) : {}),
    },
    tag: row.kind,
    attachments: person && digest && attach ? await attach(person, remindedIn(digest.items), row.createdAt) : [],
  };
}

function remindedIn(items: MailProps<"daily-digest">["items"]): Reminded[] {
  return items.flatMap(({ kind, about, on }) => (isReminderKind(kind) && about && on ? [{ kind, about, on }] : []));
}
