import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { contacts, mailPreferences, staffBrands } from "@/db/schema";
import { asGate } from "@/db/viewer";
import type { AccountKey } from "@/lib/gate/accounts";
import type { Brand } from "@/lib/gate/brand/types";
import { ALL_MAIL_KINDS, MAIL_KINDS } from "@/lib/mail/kinds";
import { isWanted } from "@/lib/mail/wanted";
import { readUnsubscribeToken, type Unsubscribing } from "./token";

/** Does the person belong to this brand? A token does not work on other brands. */
async function isOfBrand(db: Transaction, { key }: Brand, person: AccountKey): Promise<boolean> {
  if (person.kind === "contact") {
    const [contact] = await db.select({ brand: contacts.brand }).from(contacts).where(eq(contacts.id, person.id));
    return contact?.brand === key;
  }
  const rows = await db
    .select({ brand: staffBrands.brand })
    .from(staffBrands)
    .where(eq(staffBrands.staffId, person.id));
  return rows.some(({ brand }) => brand === key);
}

/** The person and kind that a token names; null if the token is not valid on this brand. */
async function findUnsubscribing(db: Transaction, brand: Brand, token: string): Promise<Unsubscribing | null> {
  const of = readUnsubscribeToken(token);
  return of && (await isOfBrand(db, brand, of.person)) ? of : null;
}

interface UnsubscribeView {
  /** The name of the kind. */
  readonly label: string;
  /** The person already gets no mail of the kind. */
  readonly isOff: boolean;
}

/**
 * What the page of a token shows, which is nothing about the person. Null for a token that is not valid on this brand.
 */
export async function readUnsubscribe(brand: Brand, token: string): Promise<UnsubscribeView | null> {
  return asGate("a link of a mail is opened that stops its kind", async (db) => {
    const of = await findUnsubscribing(db, brand, token);
    return of && { label: MAIL_KINDS[of.kind].label, isOff: !(await isWanted(db, of.kind, of.person)) };
  });
}

/**
 * Switches off the kind of mail that a token names, for the person that it names. For the daily mail it switches off
 * all kinds that the person gets once a day. False for a token that is not valid on this brand. A second call changes
 * nothing.
 */
export async function unsubscribe(brand: Brand, token: string): Promise<boolean> {
  return asGate("somebody stops a kind of mail by its own link", async (db) => {
    const of = await findUnsubscribing(db, brand, token);
    if (!of) return false;
    const { kind, person } = of;
    if (kind === "daily-digest") {
      await db
        .update(mailPreferences)
        .set({ wanted: false, updatedAt: sql`now()` })
        .where(
          and(
            eq(mailPreferences.personKind, person.kind),
            eq(mailPreferences.personId, person.id),
            eq(mailPreferences.daily, true),
          ),
        );
      // Kinds that come in the daily mail without having been chosen.
      const byDefault = ALL_MAIL_KINDS.filter((one) => MAIL_KINDS[one].daily === "only");
      await db
        .insert(mailPreferences)
        .values(byDefault.map((one) => ({ personKind: person.kind, personId: person.id, kind: one, wanted: false })))
        .onConflictDoUpdate({
          target: [mailPreferences.personKind, mailPreferences.personId, mailPreferences.kind],
          set: { wanted: false, updatedAt: sql`now()` },
        });
      return true;
    }
    await db
      .insert(mailPreferences)
      .values({ personKind: person.kind, personId: person.id, kind, wanted: false })
      .onConflictDoUpdate({
        target: [mailPreferences.personKind, mailPreferences.personId, mailPreferences.kind],
        set: { wanted: false, updatedAt: sql`now()` },
      });
    return true;
  });
}
