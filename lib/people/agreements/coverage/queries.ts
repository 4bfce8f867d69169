import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import type { CoveredTerm } from "./rules";

const rows = z.array(
  z.object({
    company_id: z.string(),
    coverage: z.string(),
    only_for: z.string().nullable(),
    starts_on: z.string(),
    ends_on: z.string(),
  }),
);

/**
 * Active support agreements of companies with their coverage, by company. `companies`: ids, or SQL that is an array of
 * them. For a contact, of companies whose cases they reach; for staff, of their brands; for a job, of any: the database
 * applies the viewer's ids itself, because no contact reads agreements of related companies.
 */
export async function coveredTerms(
  { db }: { readonly db: Transaction },
  companies: readonly string[] | SQL,
): Promise<(companyId: string) => readonly CoveredTerm[]> {
  const ids = Array.isArray(companies)
    ? sql`array[${sql.join(
        companies.map((id: string) => sql`${id}::uuid`),
        sql`, `,
      )}]::uuid[]`
    : companies;
  const found = rows.parse([
    ...(await db.execute(
      sql`select company_id, coverage, only_for, starts_on::text as starts_on, ends_on::text as ends_on from covered_terms(${ids})`,
    )),
  ]);
  const terms = new Map<string, CoveredTerm[]>();
  for (const { company_id, coverage, only_for, starts_on, ends_on } of found) {
    const of = terms.get(company_id) ?? [];
    of.push({ coverage, onlyFor: only_for, startsOn: starts_on, endsOn: ends_on });
    terms.set(company_id, of);
  }
  return (companyId) => terms.get(companyId) ?? [];
}
