import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { contacts, staff } from "@/db/schema";
import type { AccountKind } from "@/db/schema/constants";
import { env } from "@/lib/env";

/**
 * The owner of credentials, sessions and links: a contact of one brand, or a member of staff, with one account for all
 * of their brands.
 */
export interface AccountKey {
  readonly kind: AccountKind;
  readonly id: string;
}

/** The key to query by if no account was found, so that the same queries run in both cases. */
export const NOBODY: AccountKey = { kind: "contact", id: "00000000-0000-0000-0000-000000000000" };

export interface Account extends AccountKey {
  readonly email: string;
  readonly name: string;
}

interface AccountState {
  readonly closedAt: Date | null;
  readonly demo: boolean;
}

/**
 * May this account sign in, ask for a link and keep a session? A closed account may not. A demo account may only where
 * PORTAL_DEMO=1. Only this function decides that.
 */
export function isUsable(account: AccountState, demoAllowed = env().PORTAL_DEMO === "1"): boolean {
  return account.closedAt === null && (!account.demo || demoAllowed);
}

/** An address as it is stored and looked up: lower case, without spaces around it. */
export function normalizeEmail(typed: string): string {
  return typed.trim().toLowerCase();
}

/**
 * The account that signs in with this address on a brand's host: a member of staff of any brand, or else a contact of
 * that brand. Null if there is no such account or it may not sign in. Runs the same queries whatever it finds.
 */
export async function findAccount(db: Transaction, brand: string, email: string): Promise<Account | null> {
  const [member] = await db.select().from(staff).where(eq(staff.email, email));
  const [contact] = await db
    .select()
    .from(contacts)
    .where(and(eq(contacts.brand, brand), eq(contacts.email, email)));
  if (member && isUsable(member)) return { kind: "staff", id: member.id, email, name: member.name };
  if (contact && isUsable(contact)) return { kind: "contact", id: contact.id, email, name: contact.name };
  return null;
}

/** Reads an account by its key, as it is now. Null if it may no longer sign in. */
export async function readAccount(db: Transaction, key: AccountKey): Promise<Account | null> {
  const [row] = await selectAccount(db, key);
  return usable(key, row);
}

/**
 * Locks an account's row to the end of the transaction, so that links, passwords and sessions of one account change one
 * after the other. Null if it may no longer sign in.
 */
export async function lockAccount(db: Transaction, key: AccountKey): Promise<Account | null> {
  const [row] = await selectAccount(db, key).for("update");
  return usable(key, row);
}

function selectAccount(db: Transaction, { kind, id }: AccountKey) {
  const table = kind === "staff" ? staff : contacts;
  return db
    .select({ email: table.email, name: table.name, closedAt: table.closedAt, demo: table.demo })
    .from(table)
    .where(eq(table.id, id));
}

function usable(
  { kind, id }: AccountKey,
  row: (AccountState & { readonly email: string; readonly name: string }) | undefined,
): Account | null {
  return row && isUsable(row) ? { kind, id, email: row.email, name: row.name } : null;
}
