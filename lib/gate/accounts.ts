import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { contacts, staff } from "@/db/schema";
import type { AccountKind } from "@/db/schema/constants";
import { env } from "@/lib/env";

/** Whose credentials, sessions and links: a contact of one brand, or a member of staff of all of theirs. */
export interface AccountKey {
  readonly kind: AccountKind;
  readonly id: string;
}

/** Asked about in place of an account that is not there, so that the same queries run whatever was found. */
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
 * May this account sign in, ask for a link, keep a session? A closed one may not; a demo one only where PORTAL_DEMO=1,
 * and this is the one place that says so.
 */
export function isUsable(account: AccountState, demoAllowed = env().PORTAL_DEMO === "1"): boolean {
  return account.closedAt === null && (!account.demo || demoAllowed);
}

/** An address as it is stored and looked up: lower case, without spaces around it. */
export function normalizeEmail(typed: string): string {
  return typed.trim().toLowerCase();
}

/**
 * The account that signs in with an address on a brand's host: staff of any brand, else that brand's contact. Null when
 * there is none that may. Runs the same queries whatever it finds.
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

/** An account by its key as it is now. Null when it may not sign in any more. */
export async function readAccount(db: Transaction, key: AccountKey): Promise<Account | null> {
  const [row] = await selectAccount(db, key);
  return usable(key, row);
}

/**
 * Locks an account's row to the end of the transaction, so that links, passwords and sessions of one account change one
 * after the other. Null when it may not sign in any more.
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
