import { z } from "zod";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { decodePlace, encodePlace } from "@/lib/kit/lists/cursor";
import { cleanQuery } from "@/lib/kit/lists/search";
import { routes } from "@/lib/routes";

/** Which ends are shown; `usual`: from 90 days ago to 180 days ahead. */
export const RENEWAL_WINDOWS = ["usual", "ended", "30", "60", "90", "all"] as const;
export type RenewalFilter = (typeof RENEWAL_WINDOWS)[number];

const TALK_STATES = ["none", "open", "closed"] as const;
type TalkState = (typeof TALK_STATES)[number];

/** The agreement beside which a page begins, and on which side. */
export interface RenewalCursor {
  readonly side: "after" | "before";
  readonly endsOn: string;
  readonly id: string;
}

export interface RenewalFilters {
  readonly q: string;
  readonly window: RenewalFilter;
  readonly brand: string | null;
  /** Of the account team: the reader, or nobody of the firm's managers. */
  readonly owner: "me" | "nobody" | null;
  readonly talk: TalkState | null;
  readonly cursor: RenewalCursor | null;
}

const cursorParts = z.tuple([
  z.enum(["after", "before"]),
  // What runs for good ends in 9999 in many an ERP. The year 0 is a day to ISO and none to PostgreSQL.
  z.iso.date().refine((day) => day >= "1900-01-01"),
  z.guid().transform((value) => value.toLowerCase()),
]);

function decodeCursor(text: string): RenewalCursor | null {
  const parsed = cursorParts.safeParse(decodePlace(text));
  if (!parsed.success) return null;
  const [side, endsOn, id] = parsed.data;
  return { side, endsOn, id };
}

const parameters = z.object({
  q: z.string().transform(cleanQuery).catch(""),
  window: z.enum(RENEWAL_WINDOWS).catch("usual"),
  brand: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,40}$/)
    .nullable()
    .catch(null),
  owner: z.enum(["me", "nobody"]).nullable().catch(null),
  talk: z.enum(TALK_STATES).nullable().catch(null),
  after: z.string().max(300).nullable().catch(null),
});

/** The filters of an address. Whatever cannot be read falls back to its default; there is no wrong address of this list. */
export function parseRenewalFilters(raw: RawParameters): RenewalFilters {
  const names = Object.keys(parameters.shape);
  const { after, ...rest } = parameters.parse(
    Object.fromEntries(names.map((name) => [name, firstParameter(raw, name)])),
  );
  return { ...rest, cursor: after === null ? null : decodeCursor(after) };
}

/** The address of the list, or of its file, with filters changed. A change of anything but the cursor begins at the first page. */
export function renewalsHref(
  filters: Partial<RenewalFilters>,
  change: Partial<RenewalFilters> = {},
  path: string = routes.staffRenewals,
): string {
  const next = { ...filters, cursor: null, ...change };
  const search = new URLSearchParams();
  if (next.window && next.window !== "usual") search.set("window", next.window);
  for (const name of ["q", "brand", "owner", "talk"] as const) {
    const value = next[name];
    if (value) search.set(name, value);
  }
  if (next.cursor) search.set("after", encodePlace([next.cursor.side, next.cursor.endsOn, next.cursor.id]));
  return search.size > 0 ? `${path}?${search}` : path;
}
