import { LOOK_KINDS, type LookKind, type StaffRole } from "@/db/schema/constants";
import type { ClientViewer } from "@/db/viewer";

/** What was opened, in the words of the client's own navigation. */
export const LOOK_LABELS: Readonly<Record<LookKind, string>> = {
  money: "Invoices and payments",
  cases: "Support cases and chats",
  requests: "Service requests",
  contacts: "Contacts",
};

const ROLE_LABELS: Readonly<Record<StaffRole, string>> = {
  account_manager: "Account manager",
  subscription_manager: "Subscription manager",
  support_agent: "Support agent",
  administrator: "Administrator",
  marketing: "Marketing",
};

/** `Account manager, administrator` */
export function capacityWords(roles: readonly StaffRole[]): string {
  const words = roles.map((role, place) => (place === 0 ? ROLE_LABELS[role] : ROLE_LABELS[role].toLowerCase()));
  return words.join(", ") || "No role";
}

/**
 * The kinds of which a client may read who opened them: those that they may open themselves for
 * the whole company. Contacts are read by company administrators alone.
 */
export function looksReadBy({ companyId, rights }: ClientViewer): LookKind[] {
  if (companyId === null) return [];
  const reads: Readonly<Record<LookKind, boolean>> = {
    money: rights.billing,
    cases: rights.cases === "company",
    requests: rights.requests === "company",
    contacts: rights.companyAdmin === true,
  };
  return LOOK_KINDS.filter((kind) => reads[kind]);
}
