import { setTimeout as pauseFor } from "node:timers/promises";
import { and, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "@/db/client";
import { connectConfirmations, connectRequests, visitors } from "@/db/schema";
import { asGate } from "@/db/viewer";
import { AppError, requireSame } from "@/lib/errors";
import { auditAs } from "@/lib/gate/audit/record";
import { checkForm, issueFormToken } from "@/lib/gate/bot-check";
import type { Brand } from "@/lib/gate/brand/types";
import { byAddress, type Count, reserve, take } from "@/lib/gate/limits";
import { hashSecret, isSecretShaped } from "@/lib/gate/tokens";
import { systemNow, toInstant } from "@/lib/kit/time";
import { log } from "@/lib/log";
import { plainLine, plainText } from "@/lib/mail/plain-text";
import { mailboxOf } from "./rules";
import type { ConnectInput } from "./schema";

/**
 * Stores what a visitor sent and adds the job that looks whose address it is, all in the caller's transaction. Nothing
 * here depends on who writes, so neither the answer nor its time tells. The same form sent again changes nothing; with
 * other content it throws FormUsed. Beyond a limit the form is still stored, for staff to see, and only the mails are
 * left out, because a flood must not shut real visitors out. `address`: the visitor's network address, null where it
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
    need: needOf(brand, input),
  };
  const made = await db
    .insert(connectRequests)
    .values({ id: input.id, brand: brand.key, createdAt: now, ...request })
    .onConflictDoNothing();
  if (made.count === 0) return sentBefore(db, { brand, id: input.id, request, now });
  // The limit of the network address comes first: a flood from one network then takes nothing from the brand's limit,
  // which all its visitors share.
  const counts: Count[] = [
    ...byAddress("connectByAddress", address),
    { limit: "connectByMailbox", subject: `${brand.key}\0${mailboxOf(email)}` },
    { limit: "connectByBrand", subject: brand.key },
  ];
  const mails = await takeAll(db, brand, counts, now);
  await db.execute(sql`select enqueue_connect(${input.id}::uuid, ${mails}::boolean)`);
}

/** Under the label of **Upgrade** where the form was reached by it. */
function needOf({ home }: Brand, { about, need }: ConnectInput): string | null {
  const words = about ? [home.upgradeLabel, need].filter(Boolean).join("\n\n") : need;
  return words ? plainText(words, 2_000) : null;
}

/** Takes one use of each limit; false from the first that is used up. */
async function takeAll(db: Transaction, brand: Brand, counts: readonly Count[], now: Date): Promise<boolean> {
  for (const count of counts) {
    if (await take(db, count, toInstant(now))) continue;
    log.warn({ brand: brand.key, limit: count.limit }, "a form of Connect with Us was stored without a mail");
    return false;
  }
  return true;
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

interface From {
  /** The client's network address, null where it can't be known. */
  readonly address: string | null;
  /** System time. */
  readonly now: Temporal.Instant;
}

/** `works`: the page shows its button. `wait`: too many unknown links were opened from this network. */
export type ConfirmationState = "works" | "gone" | "wait";

/**
 * What a link of a confirmation mail leads to. It changes nothing, so a mail scanner may open it as often as it likes,
 * and says the same whether the visitor is waiting, was declined or is blocked.
 */
export async function readConfirmation(brand: Brand, token: string, from: From): Promise<ConfirmationState> {
  const isFound = await asGate("a link of Connect with Us is opened", async (db) => {
    if (!isSecretShaped(token)) return false;
    const which = liveLink(brand, token, from.now);
    const rows = await db.select({ id: connectConfirmations.id }).from(connectConfirmations).where(which);
    return rows.length > 0;
  });
  if (isFound) return "works";
  return (await reserve(byAddress("unknownTokenByAddress", from.address), from.now)) ? "gone" : "wait";
}

/**
 * Confirms that whoever reads the address wants to connect. A link works once: of several uses in parallel, one
 * succeeds. Throws AppError CONFLICT for a link that does not work, and RATE_LIMITED.
 */
export async function confirmConnect(brand: Brand, token: string, from: From): Promise<void> {
  const state = await readConfirmation(brand, token, from);
  if (state === "wait")
    throw new AppError("RATE_LIMITED", "Too many links were tried from your network. Try again in 15 minutes.");
  if (state === "gone") throw linkIsGone();
  const at = new Date(from.now.epochMilliseconds);
  await asGate("a visitor confirms an address", async (db) => {
    const [used] = await db
      .update(connectConfirmations)
      .set({ usedAt: at })
      .where(liveLink(brand, token, from.now))
      .returning({ visitorId: connectConfirmations.visitorId });
    if (!used) throw linkIsGone();
    await db
      .update(visitors)
      .set({ confirmedAt: at })
      .where(
        and(
          eq(visitors.id, used.visitorId),
          isNull(visitors.confirmedAt),
          inArray(visitors.state, ["waiting", "blocked"]),
        ),
      );
    await auditAs(db, "visitor", {
      brand: brand.key,
      action: "visitor.confirmed",
      entity: "visitor",
      entityId: used.visitorId,
    });
  });
}

/** Condition for the row of a link of this brand that is unused and not expired. */
function liveLink(brand: Brand, token: string, now: Temporal.Instant) {
  return and(
    eq(connectConfirmations.tokenHash, hashSecret(token)),
    eq(connectConfirmations.brand, brand.key),
    isNull(connectConfirmations.usedAt),
    gt(connectConfirmations.expiresAt, new Date(now.epochMilliseconds)),
  );
}

function linkIsGone(): AppError {
  return new AppError("CONFLICT", "This link no longer works.");
}
