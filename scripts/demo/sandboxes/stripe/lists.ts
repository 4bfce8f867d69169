import type Stripe from "stripe";
import { z } from "zod";
import { noSuch } from "./errors";
import type { FormObject } from "./form";
import { integer, parseParams, text } from "./params";

const created = z.union([
  integer(0).transform((at) => ({ gte: at, lte: at })),
  z.strictObject({
    gt: integer(0).optional(),
    gte: integer(0).optional(),
    lt: integer(0).optional(),
    lte: integer(0).optional(),
  }),
]);

/** Parameters that all lists take: https://docs.stripe.com/api/pagination */
const paging = {
  limit: integer(1, 100).optional(),
  starting_after: text(255).optional(),
  ending_before: text(255).optional(),
  expand: z.array(z.string()).optional(),
};

export const listSchemas = {
  sessions: z.strictObject({
    ...paging,
    created: created.optional(),
    payment_intent: text(255).optional(),
    status: z.enum(["open", "complete", "expired"]).optional(),
  }),
  intents: z.strictObject({ ...paging, created: created.optional() }),
  charges: z.strictObject({ ...paging, created: created.optional(), payment_intent: text(255).optional() }),
  money: z.strictObject({
    ...paging,
    created: created.optional(),
    payment_intent: text(255).optional(),
    charge: text(255).optional(),
  }),
  events: z.strictObject({
    ...paging,
    created: created.optional(),
    type: text(100).optional(),
    types: z.array(text(100)).max(20).optional(),
  }),
};

type Entry = { id: string; created: number };
type Listed = { limit?: number; starting_after?: string; ending_before?: string; created?: z.output<typeof created> };

/**
 * One page of what there is (`all`, oldest first), newest first. `filters` are the names of parameters that must equal
 * the property of the same name. Throws StripeApiError for bad parameters and for a cursor that does not exist.
 */
export function listPage<T extends Entry, S extends z.ZodType<Listed>>(
  all: Iterable<T>,
  options: {
    url: string;
    label: string;
    params: FormObject;
    schema: S;
    fits: (entry: T, params: z.output<S>) => boolean;
  },
): Stripe.ApiList<T> & { params: z.output<S> } {
  const params = parseParams(options.schema, options.params);
  const entries = [...all].toReversed();
  for (const param of ["starting_after", "ending_before"] as const) {
    const id = params[param];
    if (id !== undefined && !entries.some((entry) => entry.id === id)) throw noSuch(options.label, id, param);
  }
  const found = entries.filter((entry) => isWithin(entry.created, params.created) && options.fits(entry, params));
  const limit = params.limit ?? 10;
  const position = (id: string) => entries.findIndex((entry) => entry.id === id);
  let page: T[];
  let rest: number;
  if (params.ending_before !== undefined) {
    const before = position(params.ending_before);
    const newer = found.filter((entry) => position(entry.id) < before);
    page = newer.slice(-limit);
    rest = newer.length - page.length;
  } else {
    const after = params.starting_after === undefined ? -1 : position(params.starting_after);
    const older = found.filter((entry) => position(entry.id) > after);
    page = older.slice(0, limit);
    rest = older.length - page.length;
  }
  return { object: "list", data: page, has_more: rest > 0, url: options.url, params };
}

function isWithin(at: number, range: z.output<typeof created> | undefined): boolean {
  if (!range) return true;
  const {
    gt = -1,
    gte = 0,
    lt = Number.POSITIVE_INFINITY,
    lte = Number.POSITIVE_INFINITY,
  } = { ...range } as {
    gt?: number;
    gte?: number;
    lt?: number;
    lte?: number;
  };
  return at > gt && at >= gte && at < lt && at <= lte;
}
