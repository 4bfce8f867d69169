import { type SQL, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { looks } from "@/db/schema";
import type { LookKind } from "@/db/schema/constants";
import { runAsViewer, type StaffViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { noteUnavailable } from "@/lib/gate/door/asked";
import { businessToday } from "@/lib/kit/time";

/** Whose data was opened. */
export interface LookedAt {
  readonly brand: string;
  readonly companyId: string;
}

/** What of a company was opened. */
export interface Looked extends LookedAt {
  readonly kinds: readonly LookKind[];
}

/** Looks of today that this process knows to be recorded, so that a page that is opened again writes nothing. */
const recorded = new Set<string>();
const MOST_REMEMBERED = 20_000;

/**
 * Records that a member of staff opens data of a company, for the company's people to read. A page or route awaits it
 * after its read and before it shows anything. If the look cannot be recorded, this throws, the request is answered
 * with 503 and shows nothing. It has a transaction of its own, because reads run in read-only ones.
 */
export const recordLooks = (viewer: StaffViewer, at: LookedAt, kinds: readonly LookKind[]): Promise<void> =>
  recordManyLooks(viewer, [{ ...at, kinds }]);

/** Rows of one statement: each takes five of the 65,535 parameters that PostgreSQL allows. */
const ROWS_AT_ONCE = 5_000;

/** As recordLooks, for what shows something of several companies, such as the hits of a search. It is one write. */
export async function recordManyLooks(viewer: StaffViewer, looked: readonly Looked[]): Promise<void> {
  try {
    const missing = await unrecorded(viewer, looked);
    if (missing.size === 0) return;
    // In one order for everybody: two requests of the same person that write the same rows in two orders would wait for
    // each other without end.
    const rows = [...missing.keys()].sort().flatMap((key) => missing.get(key) ?? []);
    await runAsViewer(viewer, "write", async ({ db }) => {
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
        const values = sql.join(rows.slice(from, from + ROWS_AT_ONCE), sql`, `);
        // The database fills in the day and the capacity, so drizzle's insert, which names every column, does not fit.
        await db.execute(
          sql`insert into ${looks} (id, brand, company_id, staff_id, kind) values ${values} on conflict do nothing`,
        );
      }
    });
    if (recorded.size > MOST_REMEMBERED) recorded.clear();
    for (const key of missing.keys()) recorded.add(key);
  } catch (error) {
    noteUnavailable();
    throw error;
  }
}

/** Rows for the looks that this process does not know to be recorded, each once, by person, company, kind and day. */
async function unrecorded({ staffId }: StaffViewer, looked: readonly Looked[]): Promise<Map<string, SQL>> {
  const rows = new Map<string, SQL>();
  for (const { brand, companyId, kinds } of looked) {
    const today = businessToday((await brandByKey(brand)).zone);
    for (const kind of kinds) {
      const key = `${staffId}|${companyId}|${kind}|${today}`;
      if (recorded.has(key)) continue;
      rows.set(key, sql`(${uuidv7()}::uuid, ${brand}, ${companyId}::uuid, ${staffId}::uuid, ${kind})`);
    }
  }
  return rows;
}
