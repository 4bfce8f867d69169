import { createHmac } from "node:crypto";
import { and, eq, gt, isNull, ne, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "@/db/client";
import { outbox, signInTokens } from "@/db/schema";
import { asGate } from "@/db/viewer";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { type Account, type AccountKey, lockAccount, normalizeEmail, readAccount } from "@/lib/gate/accounts";
import { auditAs } from "@/lib/gate/audit/record";
import type { Brand } from "@/lib/gate/brand/types";
import { byAddress, reserve } from "@/lib/gate/limits";
import { hashSecret, isSecretShaped } from "@/lib/gate/tokens";
import { QueueFull } from "@/lib/kit/semaphore";
import { log } from "@/lib/log";
import { enqueueMail } from "@/lib/mail/outbox";
import { savePasswordHash } from "./credentials";
import { forgetDevices, rememberDevice } from "./devices";
import { hashPassword, passwordLanes } from "./passwords";
import { endSessionsOf } from "./session-store";
import { busyError } from "./sign-in-errors";

/* Every `now` is system time; every `address` the client's network address, null where it can't be known. */

/** `priority`: after the mails themselves, which have 0. */
const RESET_JOBS = { priority: 10, mostWaiting: 1_000 } as const;

/** Dedupe key of the mail of a link, before the id of the link's row. */
export const LINK_MAIL_KEY = "sign-in-link:";

/**
 * Asks for a reset mail. Looks nobody up: whether there is an account is the job's to find out, so answer and time are
 * the same for all, also when the queue is full and the request is dropped. Throws AppError RATE_LIMITED by network
 * address alone.
 */
export async function requestReset(
  brand: Brand,
  email: string,
  { address, now }: { address: string | null; now: Temporal.Instant },
): Promise<void> {
  if (!(await reserve(byAddress("resetRequestByAddress", address), now))) {
    throw new AppError("RATE_LIMITED", "Too many reset mails were asked for from your network. Try again in an hour.");
  }
  const added = await asGate("a visitor asks for a reset mail", (db) => addResetJob(db, brand, normalizeEmail(email)));
  if (!added) log.warn({ brand: brand.key }, "too many reset jobs wait already: a request was dropped");
}

/**
 * One waiting job for an address on a brand: asked again it keeps its place and takes the newest request. False when the
 * queue is full.
 */
async function addResetJob(db: Transaction, brand: Brand, email: string): Promise<boolean> {
  const payload = JSON.stringify({ email, brand: brand.key, tokenId: uuidv7() });
  const address = createHmac("sha256", env().AUTH_SECRET).update(`auth.reset\0${brand.key}\0${email}`);
  const [row] = await db.execute<{ added: boolean }>(sql`
    select enqueue_reset(${payload}::json, ${address.digest("base64url")}, ${RESET_JOBS.priority}::int, ${RESET_JOBS.mostWaiting}::int) as added`);
  return row?.added === true;
}

/** `works`: the form may be shown. `wait`: too many unknown links were opened from this network. */
export type LinkState = "works" | "gone" | "wait";

/** What a link leads to. Changes nothing about it, so a mail scanner may open it as often as it likes. */
export async function linkState(
  brand: Brand,
  token: string,
  { address, now }: { address: string | null; now: Temporal.Instant },
): Promise<LinkState> {
  const account = await asGate("a reset link is opened", (db) => accountOfLink(db, brand, token, now, readAccount));
  if (account) return "works";
  return (await reserve(byAddress("unknownTokenByAddress", address), now)) ? "gone" : "wait";
}

/**
 * Sets a password by a link, once: of parallel uses one wins. Ends every session of the account on all brands, makes its
 * other links worthless, forgets its browsers but this one, and tells the owner by a mail without any secret. The rules
 * of the password are the caller's to check first: a password that breaks one must not use the link up.
 * Throws AppError CONFLICT for a link that does not work, RATE_LIMITED.
 */
export async function setPassword(
  brand: Brand,
  { token, password }: { token: string; password: string },
  { address, device, now }: { address: string | null; device: string; now: Temporal.Instant },
): Promise<void> {
  const state = await linkState(brand, token, { address, now });
  if (state === "wait")
    throw new AppError("RATE_LIMITED", "Too many links were tried from your network. Try again in 15 minutes.");
  if (state === "gone") throw linkIsGone();
  const passwordHash = await hashInLane(password);
  await asGate("a reset link sets a password", async (db) => {
    const account = await accountOfLink(db, brand, token, now, lockAccount);
    const [used] = await db
      .update(signInTokens)
      .set({ usedAt: new Date(now.epochMilliseconds) })
      .where(liveLink(brand, token, now))
      .returning({ id: signInTokens.id });
    if (!account || !used) throw linkIsGone();
    await savePasswordHash(db, account, passwordHash, now);
    await replaceLinks(db, account, used.id, now);
    await endSessionsOf(db, account, { now });
    await forgetDevices(db, account);
    await rememberDevice(db, account, device, now);
    await enqueueMail(db, {
      brand: brand.key,
      kind: "password-changed",
      to: account.email,
      toName: account.name,
      person: { kind: account.kind, id: account.id },
      props: {},
      dedupeKey: `password-changed:${used.id}`,
    });
    await auditAs(db, account, { brand: brand.key, action: "password.set" });
  });
}

async function hashInLane(password: string): Promise<string> {
  try {
    return await passwordLanes.owners(() => hashPassword(password));
  } catch (error) {
    throw error instanceof QueueFull ? busyError() : error;
  }
}

/** Makes every unused link of an account worthless, except one if there is one to keep. */
export async function replaceLinks(
  db: Transaction,
  account: AccountKey,
  exceptId: string | null,
  now: Temporal.Instant,
): Promise<void> {
  await db
    .update(signInTokens)
    .set({ replacedAt: new Date(now.epochMilliseconds) })
    .where(
      and(
        eq(signInTokens.accountKind, account.kind),
        eq(signInTokens.accountId, account.id),
        exceptId === null ? undefined : ne(signInTokens.id, exceptId),
        isNull(signInTokens.usedAt),
        isNull(signInTokens.replacedAt),
      ),
    );
}

/** The row behind a link of this brand that is unused, the newest of its account, and in time. */
function liveLink(brand: Brand, token: string, now: Temporal.Instant) {
  return and(
    eq(signInTokens.tokenHash, hashSecret(token)),
    eq(signInTokens.brand, brand.key),
    isNull(signInTokens.usedAt),
    isNull(signInTokens.replacedAt),
    gt(signInTokens.expiresAt, new Date(now.epochMilliseconds)),
  );
}

/** Null also when the account has another address by now than the one that the link was mailed to. */
async function accountOfLink(
  db: Transaction,
  brand: Brand,
  token: string,
  now: Temporal.Instant,
  read: typeof readAccount,
): Promise<Account | null> {
  if (!isSecretShaped(token)) return null;
  const [link] = await db
    .select({ kind: signInTokens.accountKind, id: signInTokens.accountId, mailedTo: outbox.toAddress })
    .from(signInTokens)
    .innerJoin(outbox, eq(outbox.dedupeKey, sql`${LINK_MAIL_KEY}::text || ${signInTokens.id}::text`))
    .where(liveLink(brand, token, now));
  if (!link) return null;
  const account = await read(db, { kind: link.kind, id: link.id });
  return account?.email === link.mailedTo.toLowerCase() ? account : null;
}

function linkIsGone(): AppError {
  return new AppError("CONFLICT", "This link no longer works. Ask for a new one.");
}
