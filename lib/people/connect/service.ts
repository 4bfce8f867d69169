import { setTimeout as pauseFor } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "@/db/client";
import { connectRequests } from "@/db/schema";
import { asGate } from "@/db/viewer";
import { AppError, requireSame } from "@/lib/errors";
import { checkForm, issueFormToken } from "@/lib/gate/bot-check";
import type { Brand } from "@/lib/gate/brand/types";
import { byAddress, type Count, take } from "@/lib/gate/limits";
import { systemNow, toInstant } from "@/lib/kit/time";
import { log } from "@/lib/log";
import { enqueueMail } from "@/lib/mail/outbox";
import { plainLine, plainText } from "@/lib/mail/plain-text";
import type { ConnectInput } from "./schema";

/**
 * Stores what a visitor sent and tells portal support and the visitor, all in the caller's transaction. The same form
 * again changes nothing; with something else in it FormUsed. Beyond a limit it is stored all the same, for staff to see, and only mail is spared: a flood
 * must not shut real visitors out. One mailbox is acknowledged at most once a (UTC) day, whether it is known or not.
 * `address`: the client's network address, null where it can't be known. `now`: system time.
 */
export async function submitConnect(
  db: Transaction,
  { brand, input, address, now }: { brand: Brand; input: ConnectInput; address: string | null; now: Date },
): Promise<void> {
  const email = input.email.toLowerCase();
  const request = {
    name: plainLine(input.name, 120),
    company: plainLine(input.company, 120),
    email,
    phone: input.phone ? plainLine(input.phone, 40) : null,
    need: input.need ? plainText(input.need, 2_000) : null,
  };
  const made = await db
    .insert(connectRequests)
    .values({ id: input.id, brand: brand.key, createdAt: now, ...request })
    .onConflictDoNothing();
  if (made.count === 0) return sentBefore(db, { brand, id: input.id, request, now });

  const at = toInstant(now);
  const mailbox = mailboxOf(email);
  // The network first: what one of them floods takes nothing from the brand's other visitors.
  const counts: Count[] = [
    ...byAddress("connectByAddress", address),
    { limit: "connectByMailbox", subject: `${brand.key}\0${mailbox}` },
    { limit: "connectByBrand", subject: brand.key },
  ];
  for (const count of counts) {
    if (await take(db, count, at)) continue;
    log.warn({ brand: brand.key, limit: count.limit }, "a form of Connect with Us was stored without a mail");
    return;
  }
  await enqueueMail(db, {
    brand: brand.key,
    kind: "connect-received",
    to: brand.supportMailbox,
    toName: `${brand.name} portal support`,
    replyTo: email,
    props: request,
    dedupeKey: `connect-received:${input.id}`,
  });
  if (await take(db, { limit: "connectAcknowledged", subject: brand.key }, at)) {
    await enqueueMail(db, {
      brand: brand.key,
      kind: "connect-acknowledged",
      to: email,
      props: {},
      dedupeKey: `connect-acknowledged:${brand.key}:${mailbox}:${now.toISOString().slice(0, 10)}`,
    });
  }
}

/** The id is good for this one request, and so is the proof beside it: the form gets both anew. */
async function sentBefore(
  db: Transaction,
  { brand, id, request, now }: { brand: Brand; id: string; request: object; now: Date },
): Promise<void> {
  const [before] = await db.select().from(connectRequests).where(eq(connectRequests.id, id));
  const renewed = uuidv7();
  requireSame({ brand: brand.key, ...request }, { ...before }, undefined, {
    id: renewed,
    issued: issueFormToken(brand.key, renewed, now.getTime()),
  });
}

/** The address without its `+tag`: however it is tagged, mail arrives in one mailbox. */
function mailboxOf(email: string): string {
  return email.replace(/^([^+@]+)\+[^@]*@/, "$1@");
}

interface ReceiveDependencies {
  /** System time in milliseconds. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

const defaults: ReceiveDependencies = { now: () => systemNow().epochMilliseconds, pause: pauseFor };

/**
 * The door of Connect with Us: what a bot sent is dropped without a word, all else is stored and told. A form that
 * comes sooner than a person types is held, not dropped: browsers fill forms in too.
 * `address`: as for `submitConnect`. Throws AppError INVALID for a page that stayed open too long.
 */
export async function receiveConnect(
  brand: Brand,
  input: ConnectInput,
  address: string | null,
  { now, pause }: ReceiveDependencies = defaults,
): Promise<void> {
  const check = checkForm({ ...input, brand: brand.key }, now());
  if (check.verdict === "bot") {
    log.info({ brand: brand.key }, "a form of Connect with Us was taken for a bot's");
    return;
  }
  if (check.verdict === "too-old") {
    throw new AppError("INVALID", "This page is more than a day old. Reload it, then send the form again.");
  }
  await pause(check.waitMs);
  const receivedAt = new Date(now());
  await asGate("visitor sends Connect with Us", (db) => submitConnect(db, { brand, input, address, now: receivedAt }));
}
