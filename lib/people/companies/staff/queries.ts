import { and, eq } from "drizzle-orm";
import { companies } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { visibleCompanies } from "@/lib/people/companies/policy";

/** A company as the head of its page shows it. */
export interface CompanyHead {
  readonly id: string;
  readonly brand: string;
  /** The ERP's key. */
  readonly externalId: string;
  readonly name: string;
  readonly mailDomains: readonly string[];
  readonly phone: string | null;
  /** The postal address, line by line; empty where none is known. */
  readonly address: readonly string[];
  readonly isClosed: boolean;
}

/** The facts of a company; null for one that the viewer may not see. */
export async function findCompanyHead({ viewer, db }: Context<StaffViewer>, id: string): Promise<CompanyHead | null> {
  const [row] = await db
    .select({
      id: companies.id,
      brand: companies.brand,
      externalId: companies.externalId,
      name: companies.name,
      mailDomains: companies.mailDomains,
      phone: companies.phone,
      addressLines: companies.addressLines,
      city: companies.city,
      region: companies.region,
      postalCode: companies.postalCode,
      country: companies.country,
      closedAt: companies.closedAt,
    })
    .from(companies)
    .where(and(visibleCompanies(viewer), eq(companies.id, id)));
  if (!row) return null;
  const { addressLines, city, region, postalCode, country, closedAt, ...head } = row;
  const place = [city, [region, postalCode].filter(Boolean).join(" ")].filter(Boolean).join(", ");
  return {
    ...head,
    address: [...addressLines, place, country ?? ""].filter((line) => line !== ""),
    isClosed: closedAt !== null,
  };
}
