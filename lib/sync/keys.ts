import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Transaction } from "@/db/client";
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
 */
export function matching(columns: { brand: PgColumn; key: PgColumn }, keys: readonly BrandKey[]): SQL | null {
  const byBrand = new Map<string, Set<string>>();
  for (const { brand, key } of keys) byBrand.set(brand, (byBrand.get(brand) ?? new Set()).add(key));
  const parts = [...byBrand].map(([brand, set]) => and(eq(columns.brand, brand), inArray(columns.key, [...set])));
  return or(...parts) ?? null;
}

/** Ids of companies by brand and external id. */
export class CompanyIds {
  private constructor(private readonly ids: ReadonlyMap<string, string>) {}

  static async load(
    db: Transaction,
    rows: readonly { brand: string; company?: string | undefined }[],
  ): Promise<CompanyIds> {
    const keys = rows.flatMap(({ brand, company }) => (company === undefined ? [] : [{ brand, key: company }]));
    const where = matching({ brand: companies.brand, key: companies.externalId }, keys);
    const found = where
      ? await db
          .select({ id: companies.id, brand: companies.brand, key: companies.externalId })
          .from(companies)
          .where(where)
      : [];
    return new CompanyIds(new Map(found.map(({ id, brand, key }) => [within(brand, key), id])));
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

/** The `set` of an upsert: each field takes the value of the row that was to be inserted. */
export function offered<K extends string>(fields: readonly K[]): Record<K, SQL> {
  const column = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(fields.map((field) => [field, sql.raw(`excluded."${column(field)}"`)])) as Record<K, SQL>;
}
