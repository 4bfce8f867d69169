/* Lists of staff: apart from constants.ts, which has no room. */

/** Lists of which staff save views. Each name is the last part of its address. */
export const SAVED_LISTS = [
  "cases",
  "requests",
  "chats",
  "renewals",
  "companies",
  "contacts",
  "payments",
  "mail",
] as const;
export type SavedList = (typeof SAVED_LISTS)[number];

/** Lists in which several rows are chosen. A row of `renewal` is an agreement. */
export const BULK_LISTS = ["case", "request", "chat", "contact", "company", "renewal", "mail"] as const;
export type BulkList = (typeof BULK_LISTS)[number];

/**
 * What staff do to many rows at once. `close`: with a sentence to each client. `invite` and `disable` are done to
 * contacts, `send` to mails that failed, `take` to chats that wait.
 */
export const BULK_DEEDS = ["assign", "status", "close", "take", "invite", "disable", "snooze", "wake", "send"] as const;
export type BulkDeed = (typeof BULK_DEEDS)[number];

/** What became of one row in a bulk deed. */
const BULK_OUTCOMES = ["done", "already", "changed", "refused", "missing"] as const;
export type BulkOutcome = (typeof BULK_OUTCOMES)[number];
