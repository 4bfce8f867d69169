import { sql } from "drizzle-orm";
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

/** Looks of today that this process knows to be recorded, so that a page that is opened again writes nothing. */
const recorded = new Set<string>();
const MOST_REMEMBERED = 20_000;

/**
 * Records that a member of staff opens data of a company, for the company's people to read. A page or route awaits it
 * after its read and before it shows anything. If the look cannot be recorded, this throws, the request is answered
 * with 503 and shows nothing. It has a transaction of its own, because reads run in read-only ones.
 */
export async function recordLooks(
  viewer: StaffViewer,
  { brand, companyId }: LookedAt,
  kinds: readonly LookKind[],
): Promise<void> {
  try {
    const today = businessToday((await brandByKey(brand)).zone).toString();
    const keyOf = (kind: LookKind) => `${viewer.staffId}|${companyId}|${kind}|${today}`;
    const missing = kinds.filter((kind) => !recorded.has(keyOf(kind)));
    if (missing.length === 0) return;
    const rows = missing.map(
      (kind) => sql`(${uuidv7()}::uuid, ${brand}, ${companyId}::uuid, ${viewer.staffId}::uuid, ${kind})`,
    );
    await runAsViewer(viewer, "write", ({ db }) =>
      // The database fills in the day and the capacity, so drizzle's insert, which names every column, does not fit.
      db.execute(
        sql`insert into ${looks} (id, brand, company_id, staff_id, kind) values ${sql.join(rows, sql`, `)} on conflict do nothing`,
      ),
    );
    if (recorded.size > MOST_REMEMBERED) recorded.clear();
    for (const kind of missing) recorded.add(keyOf(kind));
  } catch (error) {
    noteUnavailable();
    throw error;
  }
}
