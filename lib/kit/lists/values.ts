import { z } from "zod";

/* Kinds of values that an address may hold: of a filter, or of the place at which a page begins. */

/** A real day that PostgreSQL and people both know; a year such as 0000 is neither's. */
export const day = z.iso.date().refine((value) => value >= "1900-01-01");

/** The id of a row, in small letters. */
export const rowId = z.guid().transform((value) => value.toLowerCase());

/** Minor units of a total. */
export const amount = z.int().min(0);

/** A small number by which an order begins. */
export const rank = z.int().min(0).max(9);

const INSTANTS_FROM = Date.UTC(2000, 0);
const INSTANTS_UNTIL = Date.UTC(2100, 0);

/** The instant that an ISO text in a place names; null for what no list of ours could have named, such as the year 0. */
export function placeInstant(text: unknown): Date | null {
  const time = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return time >= INSTANTS_FROM && time < INSTANTS_UNTIL ? new Date(time) : null;
}

/** System time as ISO text. */
export const instant = z.iso.datetime().refine((text) => placeInstant(text) !== null);
