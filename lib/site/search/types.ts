/* What a search answers, for the page and, as JSON, for the small window of the top bar. */

export const HIT_KINDS = [
  "deed",
  "case",
  "invoice",
  "estimate",
  "request",
  "chat",
  "company",
  "contact",
  "resource",
  "faq",
] as const;
export type HitKind = (typeof HIT_KINDS)[number];

export interface Hit {
  readonly href: string;
  readonly title: string;
  /** A number as printed, shown before the title. */
  readonly number?: string | undefined;
  /** The second fact: status, amount, company. */
  readonly detail?: string | undefined;
}

export interface HitGroup {
  readonly kind: HitKind;
  readonly label: string;
  readonly hits: readonly Hit[];
  /** There are more than are shown here. */
  readonly hasMore: boolean;
  /** The list of this kind with the same search; null where it has none. */
  readonly listHref: string | null;
}

export interface SearchAnswer {
  readonly groups: readonly HitGroup[];
  /** How many hits the groups hold. */
  readonly count: number;
}
