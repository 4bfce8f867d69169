import { and, eq, ilike, or, sql } from "drizzle-orm";
import { companies } from "@/db/schema";
import { COMPANY_FIELDS, type CompanyField } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { type KeysetOrder, type ListPage, readKeysetPage } from "@/lib/kit/lists/page";
import { likePattern, searchWords } from "@/lib/kit/lists/search";
import {
  DECISIONS_PAGE_SIZE,
  type DecisionCursor,
  type DecisionFilters,
} from "@/lib/people/portal-decisions/list/schema";
import { handedBackCompanies } from "@/lib/people/portal-decisions/policy";

/** A company some of whose fields imports must not change. */
export interface DecidedCompany {
  readonly id: string;
  readonly brand: string;
  readonly name: string;
  /** The company's number in the ERP. */
  readonly number: string;
  readonly fields: readonly CompanyField[];
}

const ORDER: KeysetOrder<DecisionCursor> = {
  keys: { at: [companies.createdAt, "timestamptz"], id: [companies.id, "uuid"] },
  descending: true,
};

/**
 * One page of the companies with edited fields, newest company first, with the count of all that the filters match.
 * Empty for a viewer who is no administrator.
 */
export async function listDecidedCompanies(
  { viewer, db }: Context<StaffViewer>,
  filters: DecisionFilters,
): Promise<ListPage<DecidedCompany, DecisionCursor>> {
  const words = searchWords(filters.q).map(likePattern);
  const where = and(
    handedBackCompanies(viewer),
    // As in the condition of the index, or it is not used.
    sql`cardinality(${companies.portalFields}) > 0`,
    filters.brand ? eq(companies.brand, filters.brand) : undefined,
    filters.company ? eq(companies.id, filters.company) : undefined,
    ...words.map((word) => or(ilike(companies.name, word), ilike(companies.externalId, word))),
  );
  const { page } = await readKeysetPage({
    size: DECISIONS_PAGE_SIZE,
    order: ORDER,
    cursor: filters.cursor,
    rows: (slice) =>
      db
        .select({
          id: companies.id,
          brand: companies.brand,
          name: companies.name,
          number: companies.externalId,
          fields: companies.portalFields,
          createdAt: companies.createdAt,
        })
        .from(companies)
        .where(and(where, slice.where))
        .orderBy(...slice.orderBy)
        .limit(slice.limit),
    place: ({ createdAt, id }, side): DecisionCursor => ({ side, at: createdAt.toISOString(), id }),
    totals: (counts) => db.select(counts).from(companies).where(where),
  });
  return {
    ...page,
    rows: page.rows.map(({ createdAt: _, fields, ...company }) => ({
      ...company,
      fields: COMPANY_FIELDS.filter((field) => fields.includes(field)),
    })),
  };
}
