import type { DecisionOutcome, PortalDecisionKind, PortalField, TeamRole } from "@/db/schema/constants";
import { formatDay, NO_END } from "@/lib/kit/time";
import { TEAM_ROLE_LABELS } from "@/lib/people/account-team/rules";

/** The names of a contact's fields, as staff read them. */
export const PORTAL_FIELD_LABELS: Readonly<Record<PortalField, string>> = {
  name: "Name",
  email: "Sign-in email",
  job_title: "Job title",
  time_zone: "Time zone",
  company: "Company",
  rights: "Rights",
  phones: "Phones",
  addresses: "Addresses",
  closed: "Account open or closed",
};

export const DECISION_KIND_LABELS: Readonly<Record<PortalDecisionKind, string>> = {
  relation: "Related company",
  team_member: "Account team",
  photo: "Picture",
  coverage: "Coverage",
  term: "Last day of an agreement",
};

const OUTCOME_WORDS: Readonly<Record<DecisionOutcome, string>> = { added: "Added", removed: "Removed", set: "Set" };

interface Decided {
  readonly kind: PortalDecisionKind;
  readonly outcome: DecisionOutcome;
  /** Name and role of a member of an account team. */
  readonly name: string | null;
  readonly role: TeamRole | null;
  /** Name of the company, as far as the viewer may read it. */
  readonly company: string | null;
  /** Of a coverage and a last day: the agreement. Of a coverage: the name of the coverage that it has now. */
  readonly product: string | null;
  readonly coverage: string | null;
  /** Of a last day: the one that the agreement has now. */
  readonly endsOn: string | null;
}

/**
 * `Removed: related company Keystone Power`, `Removed: Dana Whitfield, account manager, of Keystone Power`,
 * `Coverage of Premium support: Around the clock`, `Last day of Premium support: Dec 31, 2026`
 */
export function decisionWords({ kind, outcome, name, role, company, product, coverage, endsOn }: Decided): string {
  if (kind === "coverage") return `Coverage of ${product ?? "an agreement"}: ${coverage ?? ""}`;
  if (kind === "term") {
    const day = endsOn === NO_END ? "none" : endsOn && formatDay(endsOn);
    return `Last day of ${product ?? "an agreement"}: ${day ?? ""}`;
  }
  if (kind === "photo") return outcome === "added" ? "Picture chosen" : "Picture removed";
  if (kind === "relation") return `${OUTCOME_WORDS[outcome]}: related company ${company ?? ""}`;
  const member = [name, role && TEAM_ROLE_LABELS[role].toLowerCase(), company && `of ${company}`];
  return `${OUTCOME_WORDS[outcome]}: ${member.filter(Boolean).join(", ")}`;
}
