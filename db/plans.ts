import { sql } from "drizzle-orm";

/** In a statement's text: it is not prepared, so the server plans it for its values. */
export const PLANNED_ANEW = "/* planned anew */";

/**
 * A condition that is always true and has its query planned for its values each time: for one whose plan for any values is
 * worse than planning costs, as the bench at its largest size says. PostgreSQL finds most of them by itself; not those whose
 * estimates are wrong for a company of ten thousand rows among many of ten.
 */
export const plannedAnew = sql.raw(`${PLANNED_ANEW} true`);
