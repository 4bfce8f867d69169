import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { PROVIDER_STATES, type ProviderState } from "./constants";
import { createdAt, gateRows, inStaffBrands, instant, oneOf, staffHasRole, staffReads } from "./shared";

/** Lanes of living workers. Jobs that are locked by any other id are freed. Times are those of the database's clock. */
export const workerBeats = pgTable(
  "worker_beats",
  {
    /** The id with which the queue locks jobs. */
    id: text().primaryKey(),
    lane: text().notNull(),
    startedAt: createdAt(),
    beatAt: createdAt(),
  },
  (table) => [index("worker_beats_lane").on(table.lane, table.beatAt)],
).enableRLS();

/** How another company's service has answered lately. A service that was never asked has no row. */
export const providers = pgTable(
  "providers",
  {
    /** `mail`, or `stripe:` and the brand's key. */
    name: text().primaryKey(),
    /** Null if the service serves all brands. */
    brand: text().references(() => brands.key),
    state: text().$type<ProviderState>().notNull(),
    /** The number of failed attempts since the last good answer. */
    failures: integer().notNull().default(0),
    /** The service is not asked again before this time. */
    retryAt: instant(),
    /** A status and a code from the last failed attempt, and no text of the provider's. */
    lastError: text(),
    /** Since when it is in this state. */
    since: createdAt(),
  },
  (table) => [
    check("providers_state", oneOf(table.state, PROVIDER_STATES)),
    staffReads(sql`(brand is null or ${inStaffBrands("brand")}) and ${staffHasRole("administrator")}`),
    gateRows,
  ],
);
