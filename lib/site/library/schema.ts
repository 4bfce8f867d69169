import { z } from "zod";
import { RESOURCE_KINDS } from "@/db/schema/resource-constants";
import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { choice, nameOrNull, oneOf, search } from "@/lib/kit/lists/parameters";
import { amount, rank } from "@/lib/kit/lists/values";
import { routes } from "@/lib/routes";

export const RESOURCES_PAGE_SIZE = 25;

/** Within each order, resources for the viewer's own products come first. */
const RESOURCE_SORTS = ["newest", "used"] as const;
export type ResourceSort = (typeof RESOURCE_SORTS)[number];

const list = defineFilters({
  path: routes.resources,
  parameters: {
    product: nameOrNull(),
    kind: oneOf(RESOURCE_KINDS),
    q: search(),
    sort: choice(RESOURCE_SORTS, "newest"),
  },
  // `own` is 1 for the viewer's own products; `value` is the instant in milliseconds, or how often it was opened.
  cursor: defineCursor({ sort: z.enum(RESOURCE_SORTS), own: rank, value: amount }),
});
export const { parse: parseResourceFilters, href: resourcesHref } = list;
export type ResourceFilters = ReturnType<typeof parseResourceFilters>;
export type ResourceCursor = NonNullable<ResourceFilters["cursor"]>;

/** **Tell me about new ones** of a product, on or off. */
export const followSchema = z.object({
  product: z.string().min(1).max(100),
  follow: z.enum(["yes", "no"]),
  /** The query of the list that the form stands on. */
  list: z.string().max(500).optional(),
});
/** **This solved it**. */
export const solvedSchema = z.object({ resource: z.uuid() });
export type FollowInput = z.output<typeof followSchema>;
