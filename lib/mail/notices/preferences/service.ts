import { sql } from "drizzle-orm";
import { mailPreferences } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { personOf } from "@/lib/gate/viewers";
import { frequenciesOf } from "@/lib/mail/frequency";
import { isOptional, MAIL_KINDS, type MailKind } from "@/lib/mail/kinds";
import { kindsFor } from "@/lib/mail/notices/policy";

/**
 * Stores how often the viewer's optional kinds of mail shall come, each as `kind:frequency`, for example
 * `case-message:daily`. Kinds that are not named stay unchanged. An entry is ignored if its kind is unknown, cannot be
 * switched off or cannot come to the viewer, or if the kind cannot come with that frequency.
 */
export async function writePreferences({ viewer, db }: Context, often: readonly string[]): Promise<void> {
  const { kind: personKind, id: personId } = personOf(viewer);
  const chosen = (kind: MailKind) =>
    frequenciesOf(MAIL_KINDS[kind].daily).find((frequency) => often.includes(`${kind}:${frequency}`));
  const rows = kindsFor(viewer)
    .filter(isOptional)
    .flatMap((kind) => {
      const frequency = chosen(kind);
      return frequency
        ? [{ personKind, personId, kind, wanted: frequency !== "never", daily: frequency === "daily" }]
        : [];
    });
  if (rows.length === 0) return;
  await db
    .insert(mailPreferences)
    .values(rows)
    .onConflictDoUpdate({
      target: [mailPreferences.personKind, mailPreferences.personId, mailPreferences.kind],
      set: { wanted: sql`excluded.wanted`, daily: sql`excluded.daily`, updatedAt: sql`now()` },
    });
}
