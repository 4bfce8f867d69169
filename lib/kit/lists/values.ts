import { z } from "zod";

/* Types of values that an address may hold, in a filter or in the place at which a page begins. */

/** A day that PostgreSQL accepts and people use: a year such as 0000 is excluded. */
export const day = z.iso.date().refine((value) => value >= "1900-01-01");

/** The id of a row, in lower case. */
export const rowId = z.guid().transform((value) => value.toLowerCase());

/** Minor units of a total. */
export const amount = z.int().min(0);

/** A small number that is the first value of an order. */
export const rank = z.int().min(0).max(9);

const INSTANTS_FROM = Date.UTC(2000, 0);
const INSTANTS_UNTIL = Date.UTC(2100, 0);

/**
 * The instant of an ISO text in a cursor; null for an instant that no list can have written, such as one in the year 0.
 */
export function placeInstant(text: unknown): Date | null {
  const time = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return time >= INSTANTS_FROM && time < INSTANTS_UNTIL ? new Date(time) : null;
}

/** An instant of system time as ISO text. */
export const instant = z.iso.datetime().refine((text) => placeInstant(text) !== null);
