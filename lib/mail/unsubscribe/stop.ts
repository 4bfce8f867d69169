import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { contacts, mailPreferences, staffBrands } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import type { AccountKey } from "@/lib/gate/accounts";
import type { Brand } from "@/lib/gate/brand/types";
import { MAIL_KINDS } from "@/lib/mail/kinds";
import { isWanted } from "@/lib/mail/wanted";
import { readUnsubscribeToken, type Unsubscribing } from "./token";

/** Does this brand send mail to the person? A link of another brand leads nowhere. */
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

/** Whom and what a token names, on the brand that it was made for; null for any other. */
async function findUnsubscribing(db: Transaction, brand: Brand, token: string): Promise<Unsubscribing | null> {
  const of = readUnsubscribeToken(token);
  return of && (await isOfBrand(db, brand, of.person)) ? of : null;
}

interface UnsubscribeView {
  /** What the kind is called. */
  readonly label: string;
  /** It comes no more already. */
  readonly isOff: boolean;
}

/** What the page behind a token shows: nothing of the person. Null for a token that is not good here. */
export async function readUnsubscribe(brand: Brand, token: string): Promise<UnsubscribeView | null> {
  return asSystem("a link of a mail is opened that stops its kind", async (db) => {
    const of = await findUnsubscribing(db, brand, token);
    return of && { label: MAIL_KINDS[of.kind].label, isOff: !(await isWanted(db, of.kind, of.person)) };
  });
}

/**
 * Stops the kind of mail that a token names, for the person whom it names and nobody else; of the daily mail all kinds that
 * come with it. False for a token that is not good on this brand. Doing it again changes nothing.
 */
export async function unsubscribe(brand: Brand, token: string): Promise<boolean> {
  return asSystem("somebody stops a kind of mail by its own link", async (db) => {
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
