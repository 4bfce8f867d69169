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
 * Stores what a visitor sent and mails portal support and the visitor, all in the caller's transaction. The same form
 * sent again changes nothing; with other content it throws FormUsed. Beyond a limit the form is still stored, for staff
 * to see, and only the mails are left out, because a flood must not shut real visitors out. One mailbox is acknowledged
 * at most once a (UTC) day, whether the portal knows it or not. `address`: the visitor's network address, null where it
 * cannot be known. `now`: system time.
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
  // The limit of the network address comes first: a flood from one network then takes nothing from the brand's limit,
  // which all its visitors share.
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

/**
 * Handles an id that is stored already: nothing happens for the same request, and for another one FormUsed gives the
 * form a new id. The form also gets a new token, because a token is signed for one id.
 */
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

/** The address without its `+tag`: mail to every tag of an address arrives in the same mailbox. */
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
 * Receives the form of Connect with Us. A bot's form is dropped, with the same answer as a person's; every other form
 * is stored and mailed. A form that comes sooner than a person can type is held back for a moment but not dropped,
 * because browsers fill in forms too. `address`: as for `submitConnect`. Throws AppError INVALID for a page that stayed
 * open too long.
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
