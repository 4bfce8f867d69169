/* Lists of staff: apart from constants.ts, which has no room. */

/** Lists of which staff save views. Each name is the last part of its address. */
export const SAVED_LISTS = ["cases", "requests", "renewals", "companies", "contacts", "payments", "mail"] as const;
export type SavedList = (typeof SAVED_LISTS)[number];

/** What staff do to many threads at once. `close`: with a sentence to each client. */
export const BULK_DEEDS = ["assign", "status", "close"] as const;
export type BulkDeed = (typeof BULK_DEEDS)[number];

/** What became of one thread in a bulk deed. */
const BULK_OUTCOMES = ["done", "already", "changed", "refused", "missing"] as const;
export type BulkOutcome = (typeof BULK_OUTCOMES)[number];
