import { estimatesHref } from "@/lib/money/estimates/schema";
import { invoicesHref } from "@/lib/money/invoices/schema";
import { companiesHref, contactsHref } from "@/lib/site/clients/schema";
import { resourcesHref } from "@/lib/site/library/schema";
import type { HitKind } from "@/lib/site/search/types";
import { casesHref } from "@/lib/threads/cases/schema";
import { staffCasesHref } from "@/lib/threads/cases/staff/queue/schema";
import { serviceHref } from "@/lib/threads/requests/schema";
import { staffRequestsHref } from "@/lib/threads/requests/staff/queue/schema";

type Href = (q: string) => string;

const CLIENT: Partial<Record<HitKind, Href>> = {
  case: (q) => casesHref({ q }),
  invoice: (q) => invoicesHref({ q }),
  estimate: (q) => estimatesHref({ q }),
  request: (q) => serviceHref({ q }),
  resource: (q) => resourcesHref({ q }),
};
const STAFF: Partial<Record<HitKind, Href>> = {
  case: (q) => staffCasesHref({ q }),
  request: (q) => staffRequestsHref({ q }),
  company: (q) => companiesHref({ q }),
  contact: (q) => contactsHref({ q }),
};

/** The list of a kind with the same search; null where the side has no such list. */
export function listHrefOf(side: "client" | "staff", kind: HitKind, q: string): string | null {
  return (side === "client" ? CLIENT : STAFF)[kind]?.(q) ?? null;
}
