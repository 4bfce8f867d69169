import { sql } from "drizzle-orm";
import { mailPreferences } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { personOf } from "@/lib/gate/viewers";
import { isOptional } from "@/lib/mail/kinds";
import { kindsFor } from "@/lib/mail/notices/policy";

/**
 * Switches the viewer's optional kinds of mail on that are among `wanted`, and all others of them off. Names of kinds that
 * are none, cannot be switched off, or cannot come to the viewer change nothing.
 */
export async function writePreferences({ viewer, db }: Context, wanted: readonly string[]): Promise<void> {
  const { kind: personKind, id: personId } = personOf(viewer);
  const rows = kindsFor(viewer)
    .filter(isOptional)
    .map((kind) => ({ personKind, personId, kind, wanted: wanted.includes(kind) }));
  if (rows.length === 0) return;
  await db
    .insert(mailPreferences)
    .values(rows)
    .onConflictDoUpdate({
      target: [mailPreferences.personKind, mailPreferences.personId, mailPreferences.kind],
      set: { wanted: sql`excluded.wanted`, updatedAt: sql`now()` },
    });
}
