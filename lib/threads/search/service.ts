import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";

/** How many threads are indexed again in one transaction. Few, because each stays locked until its end. */
const AT_ONCE = 100;

const ids = z.array(z.object({ id: z.string() }));

/**
 * Writes the search vectors of some threads of a company again, in the order of their ids, from the first one after
 * `after` on (null: from the first). Returns the id of the last of them, or null where none is left. Runs as the
 * system.
 */
export async function indexAnew(db: Transaction, company: string, after: string | null): Promise<string | null> {
  const written = ids.parse([
    ...(await db.execute(sql`update threads t set search = thread_search(t) where t.id in (
      select id from threads where company_id = ${company}::uuid and (${after}::uuid is null or id > ${after}::uuid)
      order by id limit ${AT_ONCE}) returning t.id`)),
  ]);
  return written.length < AT_ONCE
    ? null
    : (written
        .map(({ id }) => id)
        .sort()
        .at(-1) ?? null);
}
