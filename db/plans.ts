import { sql } from "drizzle-orm";

/** A statement with this text is not prepared, so the server plans it for its values each time. */
export const PLANNED_ANEW = "/* planned anew */";

/** A statement with this text holds several reads: see db/one-statement.ts. */
export const JOINED = "/* joined */";

/**
 * A condition that is always true and makes the server plan its query for the values each time. It is for queries whose
 * generic plan costs more than planning, as measured by the bench at its largest size. PostgreSQL recognises most such
 * queries by itself, but not those for which its estimates are wrong, as for a company of ten thousand rows among many
 * of ten.
 */
export const plannedAnew = sql.raw(`${PLANNED_ANEW} true`);
