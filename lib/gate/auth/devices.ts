import { and, eq } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Transaction } from "@/db/client";
import { knownDevices } from "@/db/schema";
import type { AccountKey } from "@/lib/gate/accounts";
import { hashSecret } from "@/lib/gate/tokens";

/*
 * Browsers that have signed in to an account before. Such a browser still needs the password, but others' failures do
 * not slow it.
 */

/** Has this browser signed in to the account before? One query, also for NOBODY. */
export async function isKnownDevice(db: Transaction, account: AccountKey, device: string): Promise<boolean> {
  const rows = await db
    .select({ id: knownDevices.id })
    .from(knownDevices)
    .where(
      and(
        eq(knownDevices.accountKind, account.kind),
        eq(knownDevices.accountId, account.id),
        eq(knownDevices.deviceHash, hashSecret(device)),
      ),
    );
  return rows.length > 0;
}

export async function rememberDevice(
  db: Transaction,
  account: AccountKey,
  device: string,
  now: Temporal.Instant,
): Promise<void> {
  const lastSignInAt = new Date(now.epochMilliseconds);
  await db
    .insert(knownDevices)
    .values({ accountKind: account.kind, accountId: account.id, deviceHash: hashSecret(device), lastSignInAt })
    .onConflictDoUpdate({
      target: [knownDevices.accountKind, knownDevices.accountId, knownDevices.deviceHash],
      set: { lastSignInAt },
    });
}

/** Forgets all browsers of an account: after a new password, a browser that knew the old one has no advantage left. */
export async function forgetDevices(db: Transaction, account: AccountKey): Promise<void> {
  await db
    .delete(knownDevices)
    .where(and(eq(knownDevices.accountKind, account.kind), eq(knownDevices.accountId, account.id)));
}
