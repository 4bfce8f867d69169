/* Lists of staff: apart from constants.ts, which has no room. */

/** Lists of which staff save views. Each name is the last part of its address. */
export const SAVED_LISTS = ["cases", "requests", "renewals", "companies", "contacts", "payments", "mail"] as const;
export type SavedList = (typeof SAVED_LISTS)[number];

/** Lists in which several rows are chosen: of each kind of thread, and of contacts. */
export const BULK_LISTS = ["case", "request", "chat", "contact"] as const;
export type BulkList = (typeof BULK_LISTS)[number];

/** What staff do to many rows at once. `close`: with a sentence to each client. Two are done to contacts. */
export const BULK_DEEDS = ["assign", "status", "close", "invite", "disable", "snooze", "wake"] as const;
export type BulkDeed = (typeof BULK_DEEDS)[number];

/** What became of one row in a bulk deed. */
const BULK_OUTCOMES = ["done", "already", "changed", "refused", "missing"] as const;
export type BulkOutcome = (typeof BULK_OUTCOMES)[number];
