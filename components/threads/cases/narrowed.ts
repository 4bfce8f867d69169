import type { CaseFilters } from "@/lib/threads/cases/schema";

/** Filters that exclude nothing. Tab and sort order are not filters. */
export const WIDE = { status: null, company: null, product: null, severity: null, mine: false, q: "" } as const;

export function isNarrowed({ status, company, product, severity, mine, q }: CaseFilters): boolean {
  return status !== null || company !== null || product !== null || severity !== null || mine || q !== "";
}
