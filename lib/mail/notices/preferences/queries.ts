import { mailPreferences } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { isOn, MAIL_KINDS, type MailKind } from "@/lib/mail/kinds";
import { kindsFor, ownPreferences } from "@/lib/mail/notices/policy";

export interface MailPreference {
  readonly kind: MailKind;
  readonly label: string;
  /** When such a mail comes. */
  readonly help: string;
  readonly wanted: boolean;
  /** Why it cannot be switched off; null where it can. */
  readonly locked: string | null;
}

/** The kinds of mail that the viewer can get, each on or off as chosen, or as it begins. */
export async function readPreferences({ viewer, db }: Context): Promise<MailPreference[]> {
  const rows = await db
    .select({ kind: mailPreferences.kind, wanted: mailPreferences.wanted })
    .from(mailPreferences)
    .where(ownPreferences(viewer));
  const chosen = new Map(rows.map(({ kind, wanted }) => [kind, wanted]));
  return kindsFor(viewer).map((kind) => {
    const facts = MAIL_KINDS[kind];
    return { kind, label: facts.label, help: facts.help, wanted: isOn(facts, chosen.get(kind)), locked: facts.fixed };
  });
}
