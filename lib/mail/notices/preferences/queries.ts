import { mailPreferences } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { type Frequency, frequenciesOf, frequencyOf } from "@/lib/mail/frequency";
import { MAIL_KINDS, type MailKind } from "@/lib/mail/kinds";
import { kindsFor, ownPreferences } from "@/lib/mail/notices/policy";

export interface MailPreference {
  readonly kind: MailKind;
  readonly label: string;
  /** When such a mail comes. */
  readonly help: string;
  readonly often: Frequency;
  /** The choices: all, or those that the kind can have. */
  readonly choices: readonly Frequency[];
  /** Why the kind cannot be switched off; null if it can. */
  readonly locked: string | null;
}

/** The kinds of mail that the viewer can get, each with how often it comes: as chosen, else by default. */
export async function readPreferences({ viewer, db }: Context): Promise<MailPreference[]> {
  const rows = await db
    .select({ kind: mailPreferences.kind, wanted: mailPreferences.wanted, daily: mailPreferences.daily })
    .from(mailPreferences)
    .where(ownPreferences(viewer));
  const chosen = new Map(rows.map((row) => [row.kind, row]));
  const brand = viewer.kind === "client" ? await brandByKey(viewer.brand) : null;
  const isSent = (kind: MailKind) => MAIL_KINDS[kind].audience !== "invoiced" || brand?.invoiceReminders === true;
  return kindsFor(viewer)
    .filter(isSent)
    .map((kind) => {
      const facts = MAIL_KINDS[kind];
      const { label, help, daily, fixed: locked } = facts;
      return { kind, label, help, choices: frequenciesOf(daily), locked, often: frequencyOf(facts, chosen.get(kind)) };
    });
}
