import { and, eq } from "drizzle-orm";
import { companies } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { visibleCompanies } from "./policy";

export interface CompanySummary {
  readonly name: string;
}

/** A company that the viewer may see, or null. A client without a primary company passes null and finds none. */
export async function findCompany({ viewer, db }: Context, id: string | null): Promise<CompanySummary | null> {
  if (id === null) return null;
  const [row] = await db
    .select({ name: companies.name })
    .from(companies)
    .where(and(visibleCompanies(viewer), eq(companies.id, id)));
  return row ?? null;
}
