import type { CaseFilters } from "@/lib/threads/cases/schema";

/** Filters that leave nothing out; tab and sort are no filters. */
export const WIDE = { status: null, company: null, product: null, severity: null, mine: false, q: "" } as const;

export function isNarrowed({ status, company, product, severity, mine, q }: CaseFilters): boolean {
  return status !== null || company !== null || product !== null || severity !== null || mine || q !== "";
}
