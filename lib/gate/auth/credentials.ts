import { and, eq } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Transaction } from "@/db/client";
import { credentials } from "@/db/schema";
import type { AccountKey } from "@/lib/gate/accounts";

export interface StoredPassword {
  /** argon2id hash, which contains its parameters. */
  readonly hash: string;
  /** When the person set it. A new hash of the same password does not change it. */
  readonly changedAt: Date;
}

/** The stored password of an account; null if it has none. One query, also for NOBODY. */
export async function passwordOf(db: Transaction, account: AccountKey): Promise<StoredPassword | null> {
  const [row] = await db
    .select({ hash: credentials.passwordHash, changedAt: credentials.changedAt })
    .from(credentials)
    .where(ofAccount(account));
  return row ?? null;
}

/** Stores the hash of an account's new password. */
export async function savePasswordHash(
  db: Transaction,
  account: AccountKey,
  passwordHash: string,
  now: Temporal.Instant,
): Promise<void> {
  const changedAt = new Date(now.epochMilliseconds);
  await db
    .insert(credentials)
    .values({ accountKind: account.kind, accountId: account.id, passwordHash, changedAt })
    .onConflictDoUpdate({
      target: [credentials.accountKind, credentials.accountId],
      set: { passwordHash, changedAt },
    });
}

/** Replaces the hash by a hash of the same password with today's parameters. */
export async function renewPasswordHash(db: Transaction, account: AccountKey, passwordHash: string): Promise<void> {
  await db.update(credentials).set({ passwordHash }).where(ofAccount(account));
}

/** Deletes the password of an account: its next link sets a first one. */
export async function deletePassword(db: Transaction, account: AccountKey): Promise<void> {
  await db.delete(credentials).where(ofAccount(account));
}

function ofAccount(account: AccountKey) {
  return and(eq(credentials.accountKind, account.kind), eq(credentials.accountId, account.id));
}
