import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { type AccountKind, LIVE_KINDS, type LiveKind } from "./constants";
import { createdAt, gateRows, oneOf } from "./shared";

/**
 * What happened, for whoever is looking: ids only, each event is judged again for its viewer. Made by triggers; kept for a
 * day, so that a browser which comes back asks for what came after its last one.
 */
export const liveEvents = pgTable(
  "live_events",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    brand: text().notNull(),
    threadId: uuid(),
    kind: text().$type<LiveKind>().notNull(),
    /** The firm's own: told to no client. */
    internal: boolean().notNull(),
    /** Whom a notice is for. */
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
