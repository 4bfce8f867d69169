import { z } from "zod";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { decodePlace, encodePlace } from "@/lib/kit/lists/cursor";
import { cleanQuery } from "@/lib/kit/lists/search";
import { placeInstant } from "@/lib/kit/lists/values";
import { isMailKind, type MailKind } from "@/lib/mail/kinds";
import { routes } from "@/lib/routes";
import { MAIL_STANDINGS, type MailStanding } from "./rules";

export const MAIL_PAGE_SIZE = 50;

/** The mail beside which a page begins, and on which side. Newest first: by time, then by id. */
export interface MailCursor {
  readonly side: "after" | "before";
  /** System time, ISO. */
  readonly at: string;
  readonly id: string;
}

export interface MailFilters {
  /** Part of the recipient's address. */
  readonly q: string;
  readonly standing: MailStanding | null;
  readonly brand: string | null;
  readonly kind: MailKind | null;
  readonly cursor: MailCursor | null;
}

const rowId = z.guid().transform((id) => id.toLowerCase());

const parameters = z.object({
  q: z.string().transform(cleanQuery).catch(""),
  standing: z.enum(MAIL_STANDINGS).nullable().catch(null),
  brand: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,40}$/)
    .nullable()
    .catch(null),
  kind: z
    .string()
    .refine(isMailKind)
    .transform((kind) => kind as MailKind)
    .nullable()
    .catch(null),
  after: z
    .string()
    .max(300)
    .transform(decodePlace)
    .pipe(
      z
        .tuple([z.enum(["after", "before"]), z.iso.datetime().refine((text) => placeInstant(text) !== null), rowId])
        .transform(([side, at, id]): MailCursor => ({ side, at, id })),
    )
    .nullable()
    .catch(null),
});

/** The filters of an address. Whatever cannot be read falls back to its default; there is no wrong address of this list. */
export function parseMailFilters(raw: RawParameters): MailFilters {
  const { after, ...rest } = parameters.parse(
    Object.fromEntries(Object.keys(parameters.shape).map((name) => [name, firstParameter(raw, name)])),
  );
  return { ...rest, cursor: after };
}

/** The address of the list with filters changed. A change of anything but the cursor begins at the first page. */
export function mailHref(filters: MailFilters, change: Partial<MailFilters> = {}): string {
  const { cursor, ...rest } = { ...filters, cursor: null, ...change };
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) if (value) search.set(name, value);
  if (cursor) search.set("after", encodePlace([cursor.side, cursor.at, cursor.id]));
  return search.size > 0 ? `${routes.staffMail}?${search}` : routes.staffMail;
}

/** A mail's id from the last part of an address; null when it can be none. */
export function parseMailId(segment: string): string | null {
  return rowId.safeParse(segment).data ?? null;
}
