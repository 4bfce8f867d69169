/**
 * The lists of a day: what the viewer owes an answer or has not read, what nobody has taken, and what colleagues are
 * late with.
 */
export type DayPart = "mine" | "unowned" | "late";

/** Rows of each list, so that all stand in the first look on a desk; the queues have the rest. */
export const MOST_OF_PART: Readonly<Record<DayPart, number>> = { mine: 7, unowned: 5, late: 5 };

export const RENEWALS_SHOWN = 4;
