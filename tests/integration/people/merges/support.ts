import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { MergeKind } from "@/db/schema/constants";
import { asSystem } from "@/db/viewer";
import { peopleDigest, readGains } from "@/lib/people/merges/queries";
import { mergeRecords, undoMerge } from "@/lib/people/merges/service";
import { act, type Member, read } from "@/tests/integration/threads/requests/staff/support";

interface Identified {
  readonly id: string;
}

/** The form of a merge as its preview would carry it now. */
export async function mergeForm(who: Member, kind: MergeKind, survivor: Identified, merged: Identified) {
  const gains = await read(who, (context) => readGains(context, survivor.id, merged.id));
  return {
    ...{ id: uuidv7(), kind, survivor: survivor.id, merged: merged.id },
    ...(kind === "company" && { people: peopleDigest(gains) }),
  };
}

export async function merge(who: Member, kind: MergeKind, survivor: Identified, merged: Identified): Promise<string> {
  const form = await mergeForm(who, kind, survivor, merged);
  await act(who, (context) => mergeRecords(context, form));
  return form.id;
}

export const undo = (who: Member, id: string) => act(who, (context) => undoMerge(context, { merge: id }));

/** Tables that a merge and its undoing write by themselves: what happened, who was told, which jobs wait. */
const OWN = [
  "merges",
  "merge_moves",
  "audit_events",
  "sessions",
  "known_devices",
  "sign_in_tokens",
  "new_sign_in_addresses",
];
const VOLATILE = ["updated_at", "search"];

/** Every row of every table as text, without what jobs compute again, sorted: what undoing must bring back. */
export async function everything(): Promise<Readonly<Record<string, readonly string[]>>> {
  return asSystem("test looks", async (db) => {
    const tables = await db.execute<{ name: string }>(
      sql`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
    );
    const all: Record<string, readonly string[]> = {};
    for (const { name } of tables) {
      if (OWN.includes(name)) continue;
      const rows = await db.execute<{ row: string }>(
        sql`select (to_jsonb(t) - ${sql.param(VOLATILE)}::text[])::text as row from ${sql.identifier(name)} t order by 1`,
      );
      all[name] = [...rows].map(({ row }) => row);
    }
    return all;
  });
}

/** How many rows each table has. */
export const countsOf = (all: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(Object.entries(all).map(([name, rows]) => [name, rows.length]));
