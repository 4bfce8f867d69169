import { and, eq, gt, isNull, ne, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "@/db/client";
import { signInTokens } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { recordAudit } from "@/lib/audit/record";
import type { Brand } from "@/lib/brand/types";
import { AppError } from "@/lib/errors";
import { enqueueMail } from "@/lib/mail/outbox";
import { type AccountKey, lockAccount, normalizeEmail } from "./accounts";
import { savePasswordHash } from "./credentials";
import { forgetDevices, rememberDevice } from "./devices";
import { byAddress, refund, reserve } from "./limits";
import { hashPassword } from "./passwords";
import { endSessionsOf } from "./session-store";
import { hashSecret, isSecretShaped } from "./tokens";

/* Every `now` is system time; every `address` the client's network address, null where it can't be known. */

/**
 * Asks for a reset mail. Looks nobody up: whether there is an account is the job's to find out, so answer and time are
 * the same for all. Throws AppError RATE_LIMITED by network address alone.
 */
export async function requestReset(
  brand: Brand,
  email: string,
  { address, now }: { address: string | null; now: Temporal.Instant },
): Promise<void> {
  if (!(await reserve(byAddress("resetRequestByAddress", address), now))) {
    throw new AppError("RATE_LIMITED", "Too many reset mails were asked for from your network. Try again in an hour.");
  }
  await asSystem("a visitor asks for a reset mail", async (db) => {
    const payload = JSON.stringify({ email: normalizeEmail(email), brand: brand.key, tokenId: uuidv7() });
    await db.execute(sql`select graphile_worker.add_job('auth.reset', ${payload}::json)`);
  });
}

/** `works`: the form may be shown. `wait`: too many unknown links were opened from this network. */
export type LinkState = "works" | "gone" | "wait";

/** What a link leads to. Changes nothing about it, so a mail scanner may open it as often as it likes. */
export async function linkState(
  brand: Brand,
  token: string,
  { address, now }: { address: string | null; now: Temporal.Instant },
): Promise<LinkState> {
  const counts = byAddress("unknownTokenByAddress", address);
  if (!(await reserve(counts, now))) return "wait";
  const account = await asSystem("a reset link is opened", (db) => accountOfLink(db, brand, token, now));
  if (!account) return "gone";
  await refund(counts, now);
  return "works";
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
  const passwordHash = await hashPassword(password);
  await asSystem("a reset link sets a password", async (db) => {
    const key = await accountOfLink(db, brand, token, now);
    const account = key && (await lockAccount(db, key));
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
      props: {},
      dedupeKey: `password-changed:${used.id}`,
    });
    await recordAudit(db, { brand: brand.key, actor: account, action: "password.set" });
  });
}

/** Makes every unused link of an account worthless, except one. */
export async function replaceLinks(
  db: Transaction,
  account: AccountKey,
  exceptId: string,
  now: Temporal.Instant,
): Promise<void> {
  await db
    .update(signInTokens)
    .set({ replacedAt: new Date(now.epochMilliseconds) })
    .where(
      and(
        eq(signInTokens.accountKind, account.kind),
        eq(signInTokens.accountId, account.id),
        ne(signInTokens.id, exceptId),
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

async function accountOfLink(
  db: Transaction,
  brand: Brand,
  token: string,
  now: Temporal.Instant,
): Promise<AccountKey | null> {
  if (!isSecretShaped(token)) return null;
  const [row] = await db
    .select()
    .from(signInTokens)
    .where(liveLink(brand, token, now));
  return row ? { kind: row.accountKind, id: row.accountId } : null;
}

function linkIsGone(): AppError {
  return new AppError("CONFLICT", "This link no longer works. Ask for a new one.");
}
