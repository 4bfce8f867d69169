import { and, eq, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Transaction } from "@/db/client";
import { plannedAnew } from "@/db/plans";
import { companies } from "@/db/schema";
import { BadRow } from "./problems";

/** A brand and a key that is unique within it, as one string for maps. Neither part can hold a NUL. */
export const within = (brand: string, key: string): string => `${brand}\0${key}`;

export interface BrandKey {
  readonly brand: string;
  readonly key: string;
}

/**
 * A condition for rows whose brand and key are one of these. Null if `keys` is empty, because no query is needed then.
 * The keys of a brand are one parameter, because a statement with a parameter for each takes longer to be made and read
 * than to be answered. It is planned anew, because a first import fills tables that were empty at its first plan.
 */
export function matching(columns: { brand: PgColumn; key: PgColumn }, keys: readonly BrandKey[]): SQL | null {
  const byBrand = new Map<string, Set<string>>();
  for (const { brand, key } of keys) byBrand.set(brand, (byBrand.get(brand) ?? new Set()).add(key));
  const parts = [...byBrand].map(([brand, set]) =>
    and(eq(columns.brand, brand), sql`${columns.key} = any(${sql.param([...set])}::text[])`, plannedAnew),
  );
  return or(...parts) ?? null;
}

/** Ids of companies by brand and external id. */
export class CompanyIds {
  private constructor(
    private readonly ids: ReadonlyMap<string, string>,
    private readonly merged: ReadonlySet<string>,
  ) {}

  static async load(
    db: Transaction,
    rows: readonly { brand: string; company?: string | undefined }[],
  ): Promise<CompanyIds> {
    const keys = rows.flatMap(({ brand, company }) => (company === undefined ? [] : [{ brand, key: company }]));
    const where = matching({ brand: companies.brand, key: companies.externalId }, keys);
    const found = where
      ? await db
          .select({
            // The ERP's key of a company that was merged stands for its survivor.
            id: sql<string>`coalesce(${companies.mergedInto}, ${companies.id})`,
            brand: companies.brand,
            key: companies.externalId,
            mergedInto: companies.mergedInto,
          })
          .from(companies)
          .where(where)
      : [];
    return new CompanyIds(
      new Map(found.map(({ id, brand, key }) => [within(brand, key), id])),
      new Set(found.flatMap(({ brand, key, mergedInto }) => (mergedInto ? [within(brand, key)] : []))),
    );
  }

  /** Whether the cell names a company that was merged into another one, for which it then stands. */
  isMerged(brand: string, company: string | undefined): boolean {
    return company !== undefined && this.merged.has(within(brand, company));
  }

  /** The ids of all companies that the rows name. */
  all(): readonly string[] {
    return [...this.ids.values()];
  }

  /**
   * The id of the company that the cell names; undefined for an empty cell. Throws BadRow if there is no such company.
   */
  of(brand: string, company: string | undefined): string | undefined {
    if (company === undefined) return undefined;
    const id = this.ids.get(within(brand, company));
    if (!id) throw new BadRow("company", "There is no company with this external id on this brand.");
    return id;
  }
}

/** A condition for rows whose id is one of these, which are one parameter. Planned anew as in `matching`. */
export function idAmong(column: PgColumn, ids: readonly string[]): SQL {
  return sql`(${column} = any(${sql.param([...ids])}::uuid[]) and ${plannedAnew})`;
}
