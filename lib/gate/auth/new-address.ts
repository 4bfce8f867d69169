import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Transaction } from "@/db/client";
import { constraintOf } from "@/db/faults";
import { contacts, newSignInAddresses, staff } from "@/db/schema";
import { asGate } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { type Account, type AccountKey, lockAccount, readAccount } from "@/lib/gate/accounts";
import { auditAs } from "@/lib/gate/audit/record";
import type { Brand } from "@/lib/gate/brand/types";
import { byAddress, reserve } from "@/lib/gate/limits";
import { hashSecret, isSecretShaped } from "@/lib/gate/tokens";
import { enqueueMail } from "@/lib/mail/outbox";
import { deletePassword } from "./credentials";
import { forgetDevices } from "./devices";
import { forgetMails, replaceLinks } from "./reset";
import { endSessionsOf } from "./session-store";

/*
 * A new sign-in address, from its approval until it is confirmed. An administrator's approval or an import writes the
 * row (db/schema/sign-in-addresses.ts); the link that is mailed to the new address confirms it. Until it is confirmed
 * the contact signs in with the old address. Every `now` is system time.
 */

/** `works`: the link confirms `address`. `wait`: too many unknown links were opened from this network. */
export type AddressLink =
  | { readonly state: "works"; readonly address: string }
  | { readonly state: "gone" }
  | { readonly state: "wait" };

interface From {
  /** The client's network address, null where it can't be known. */
  readonly address: string | null;
  readonly now: Temporal.Instant;
}

/** What a link leads to. Does not change the link, so a mail scanner may open it as often as it likes. */
export async function readAddressLink(brand: Brand, token: string, { address, now }: From): Promise<AddressLink> {
  const found = await asGate("a link for a new sign-in address is opened", async (db) => {
    const row = await findByToken(db, brand, token, now);
    return row && (await readAccount(db, contactOf(row))) ? row : null;
  });
  if (found) return { state: "works", address: found.address };
  return { state: (await reserve(byAddress("unknownTokenByAddress", address), now)) ? "gone" : "wait" };
}

/**
 * Makes the new address the one that the contact signs in with. A link works once. Removes every access that the old
 * address had: sessions, links, known browsers and the password. The contact sets a new password by a link that goes to
 * the new address. Both addresses are told. Throws AppError CONFLICT for a link that does not work, also if the address
 * now belongs to somebody else, and RATE_LIMITED.
 */
export async function confirmNewAddress(brand: Brand, token: string, { address, now }: From): Promise<void> {
  const link = await readAddressLink(brand, token, { address, now });
  if (link.state === "wait")
    throw new AppError("RATE_LIMITED", "Too many links were tried from your network. Try again in 15 minutes.");
  if (link.state === "gone") throw linkIsGone();
  try {
    await asGate("a new sign-in address is confirmed", async (db) => {
      const row = await findByToken(db, brand, token, now);
      const account = row && (await lockAccount(db, contactOf(row)));
      if (!account || !(await takeAddress(db, { id: row.id, account, address: row.address, now }))) throw linkIsGone();
      await tellBoth(db, row, account);
    });
  } catch (error) {
    throw constraintOf(error) === "contacts_email" ? linkIsGone() : error;
  }
}

/** False if the row was confirmed or ended in the meantime, or if the address belongs to a member of staff. */
async function takeAddress(
  db: Transaction,
  { id, account, address, now }: { id: string; account: Account; address: string; now: Temporal.Instant },
): Promise<boolean> {
  const at = new Date(now.epochMilliseconds);
  await lockAddress(db, address);
  const colleagues = await db.select({ id: staff.id }).from(staff).where(eq(staff.email, address));
  const confirmed = await db
    .update(newSignInAddresses)
    .set({ confirmedAt: at })
    .where(and(eq(newSignInAddresses.id, id), isOpen(now)))
    .returning({ id: newSignInAddresses.id });
  if (colleagues.length > 0 || confirmed.length === 0) return false;
  await db.update(contacts).set({ email: address, updatedAt: at }).where(eq(contacts.id, account.id));
  await endSessionsOf(db, account, { now });
  await replaceLinks(db, account, null, now);
  // Mails to the old address must not use up the limit for the new one, whose reader needs a link now.
  await forgetMails(db, account);
  await forgetDevices(db, account);
  await deletePassword(db, account);
  return true;
}

/**
 * Transactions that give an address to staff or to a contact wait here for each other, because no constraint spans both
 * tables. The lock lasts to the end of the transaction.
 */
export async function lockAddress(db: Transaction, address: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in-address:${address}`}::text, 0))`);
}

async function tellBoth(db: Transaction, { id, brand, address }: Row, account: Account): Promise<void> {
  for (const [which, to] of [
    ["old", account.email],
    ["new", address],
  ] as const) {
    await enqueueMail(db, {
      ...{ brand, kind: "sign-in-address-changed", to, toName: account.name },
      props: { oldAddress: account.email, newAddress: address },
      dedupeKey: `sign-in-address-changed:${id}:${which}`,
    });
  }
  await auditAs(db, account, { brand, action: "sign-in-address.confirmed", entity: "contact", entityId: account.id });
}

type Row = typeof newSignInAddresses.$inferSelect;

export const contactOf = ({ contactId }: Row): AccountKey => ({ kind: "contact", id: contactId });

function isOpen(now: Temporal.Instant) {
  return and(
    isNull(newSignInAddresses.confirmedAt),
    isNull(newSignInAddresses.endedAt),
    gt(newSignInAddresses.expiresAt, new Date(now.epochMilliseconds)),
  );
}

/** The open row that fits `which`; null if there is none. */
export async function openRow(
  db: Transaction,
  which: ReturnType<typeof eq>,
  now: Temporal.Instant,
): Promise<Row | null> {
  const [row] = await db
    .select()
    .from(newSignInAddresses)
    .where(and(which, isOpen(now)));
  return row ?? null;
}

async function findByToken(db: Transaction, brand: Brand, token: string, now: Temporal.Instant): Promise<Row | null> {
  if (!isSecretShaped(token)) return null;
  const row = await openRow(db, eq(newSignInAddresses.tokenHash, hashSecret(token)), now);
  return row?.brand === brand.key ? row : null;
}

function linkIsGone(): AppError {
  return new AppError("CONFLICT", "This link no longer works.");
}
