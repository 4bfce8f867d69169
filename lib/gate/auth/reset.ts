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
import { refuseGuessable } from "./common-passwords";
import { savePasswordHash } from "./credentials";
import { forgetDevices, rememberDevice } from "./devices";
import { readOwnWords } from "./own-words";
import { hashPassword, passwordLane } from "./passwords";
import { endSessionsOf } from "./session-store";
import { busyError } from "./sign-in-errors";

/* Every `now` is system time. Every `address` is the client's network address, null where it can't be known. */

/** `priority`: these jobs run after the mails themselves, which have 5 at most. */
const RESET_JOBS = { priority: 10, mostWaiting: 1_000 } as const;

/** The dedupe key of a mail with a link is this text and the id of the link's row. */
export const LINK_MAIL_KEY = "sign-in-link:";

/**
 * Asks for a reset mail. Does not look for an account, which the job does: so the answer and its time are the same for
 * every address, also if the queue is full and the request is dropped. Throws AppError RATE_LIMITED, by network address
 * only.
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
 * Adds the one job that may wait for an address on a brand. If it waits already, it keeps its place and takes the
 * newest request. False if the queue is full.
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

/** What a link leads to. Does not change the link, so a mail scanner may open it as often as it likes. */
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
 * Sets a password by a link. The link works once: of several uses in parallel, one succeeds. Ends every session of the
 * account on all brands, makes its other links worthless, forgets its browsers except this one, and tells the owner by
 * a mail that contains no secret. The caller checks the rules of the password first, so that a password that breaks one
 * does not use up the link. A password that is easy to guess does not use it up either. Throws AppError CONFLICT for a
 * link that does not work, INVALID, RATE_LIMITED.
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
  const own = await asGate("a new password is judged", async (db) => {
    const account = await accountOfLink(db, brand, token, now, readAccount);
    return account && readOwnWords(db, account, brand);
  });
  if (!own) throw linkIsGone();
  refuseGuessable(password, own);
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
    return await passwordLane("owner", () => hashPassword(password));
  } catch (error) {
    throw error instanceof QueueFull ? busyError() : error;
  }
}

/** Makes every unused link of an account worthless, except `exceptId` if that is not null. */
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

/** Starts the count of an account's mails with a link again from zero. */
export async function forgetMails(db: Transaction, { kind, id }: AccountKey): Promise<void> {
  await db
    .update(signInTokens)
    .set({ mailedAt: [] })
    .where(and(eq(signInTokens.accountKind, kind), eq(signInTokens.accountId, id)));
}

/** Condition for the row of a link of this brand that is unused, not replaced by a newer one, and not expired. */
function liveLink(brand: Brand, token: string, now: Temporal.Instant) {
  return and(
    eq(signInTokens.tokenHash, hashSecret(token)),
    eq(signInTokens.brand, brand.key),
    isNull(signInTokens.usedAt),
    isNull(signInTokens.replacedAt),
    gt(signInTokens.expiresAt, new Date(now.epochMilliseconds)),
  );
}

/** Null also if the account's address is no longer the one that the link was mailed to. */
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
