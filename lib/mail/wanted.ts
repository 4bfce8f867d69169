import { and, eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { mailPreferences } from "@/db/schema";
import type { AccountKey } from "@/lib/gate/accounts";
import { isOn, isOptional, MAIL_KINDS, type MailKind } from "./kinds";

/** Does this person get mail of the kind? What cannot be switched off always; else as they chose, or as it begins. */
export async function isWanted(db: Transaction, kind: MailKind, person: AccountKey): Promise<boolean> {
  if (!isOptional(kind)) return true;
  const [row] = await db
    .select({ wanted: mailPreferences.wanted })
    .from(mailPreferences)
    .where(
      and(
        eq(mailPreferences.personKind, person.kind),
        eq(mailPreferences.personId, person.id),
        eq(mailPreferences.kind, kind),
      ),
    );
  return isOn(MAIL_KINDS[kind], row?.wanted);
}
