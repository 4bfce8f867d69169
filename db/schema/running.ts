import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { PROVIDER_STATES, type ProviderState } from "./constants";
import { createdAt, inStaffBrands, instant, oneOf, staffHasRole, staffReads } from "./shared";

/** A lane of a worker that lives: jobs that are locked by anybody else are freed. Times are the database's. */
export const workerBeats = pgTable(
  "worker_beats",
  {
    /** What the queue's jobs are locked by. */
    id: text().primaryKey(),
    lane: text().notNull(),
    startedAt: createdAt(),
    beatAt: createdAt(),
  },
  (table) => [index("worker_beats_lane").on(table.lane, table.beatAt)],
).enableRLS();

/** How somebody else's service has answered of late. A service that was never asked has no row. */
export const providers = pgTable(
  "providers",
  {
    /** `mail`, or `stripe:` and the brand's key. */
    name: text().primaryKey(),
    /** Null: it serves all brands. */
    brand: text().references(() => brands.key),
    state: text().$type<ProviderState>().notNull(),
    /** Tries without an answer since the last good one. */
    failures: integer().notNull().default(0),
    /** Not to be asked before. */
    retryAt: instant(),
    /** What the last failed try ended with: a status and a code, no text of the provider's. */
    lastError: text(),
    /** Since when it is in this state. */
    since: createdAt(),
  },
  (table) => [
    check("providers_state", oneOf(table.state, PROVIDER_STATES)),
    staffReads(sql`(brand is null or ${inStaffBrands("brand")}) and ${staffHasRole("administrator")}`),
  ],
);
