import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { type AccountKind, LIVE_KINDS, type LiveKind } from "./constants";
import { createdAt, gateRows, oneOf } from "./shared";

/**
 * Events for open pages. A row holds ids only: whether a viewer may know of it is decided anew for each viewer.
 * Triggers write the rows. They are kept for a day, so that a browser that reconnects can ask for the events after the
 * last one it received.
 */
export const liveEvents = pgTable(
  "live_events",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    brand: text().notNull(),
    threadId: uuid(),
    kind: text().$type<LiveKind>().notNull(),
    /** Internal to the firm: no client is told. */
    internal: boolean().notNull(),
    /** The person whom a notice is for. */
    personKind: text().$type<AccountKind>(),
    personId: uuid(),
    createdAt: createdAt(),
  },
  (table) => [
    index("live_events_at").on(table.createdAt),
    check("live_events_kind", oneOf(table.kind, LIVE_KINDS)),
    check(
      "live_events_audience",
      sql`num_nonnulls(${table.personKind}, ${table.personId}) = (case when ${table.kind} = 'notice' then 2 else 0 end)
        and (${table.threadId} is not null or ${table.kind} = 'notice')`,
    ),
    gateRows,
  ],
);
