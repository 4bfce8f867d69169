import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { mailPreferences } from "@/db/schema";
import type { AccountKey } from "@/lib/gate/accounts";
import { type Frequency, frequencyOf } from "./frequency";
import { isOptional, MAIL_KINDS, type MailKind } from "./kinds";

/** How often this person gets mail of the kind: as they chose, else by default. */
export async function readFrequency(db: Transaction, kind: MailKind, person: AccountKey): Promise<Frequency> {
  if (!isOptional(kind)) return "at-once";
  const [row] = await db
    .select({ wanted: mailPreferences.wanted, daily: mailPreferences.daily })
    .from(mailPreferences)
    .where(
      and(
        eq(mailPreferences.personKind, person.kind),
        eq(mailPreferences.personId, person.id),
        eq(mailPreferences.kind, kind),
      ),
    );
  return frequencyOf(MAIL_KINDS[kind], row);
}

/** Does this person get mail of the kind, at once or once a day? */
export async function isWanted(db: Transaction, kind: MailKind, person: AccountKey): Promise<boolean> {
  return (await readFrequency(db, kind, person)) !== "never";
}
