import type { DecisionOutcome, PortalField, TeamRole } from "@/db/schema/constants";
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

/** `Removed: related company Keystone Power` */
export const relationWords = (outcome: DecisionOutcome, company: string) =>
  `${OUTCOME_WORDS[outcome]}: related company ${company}`;

/** `Removed: Dana Whitfield, account manager` */
export const memberWords = (outcome: DecisionOutcome, name: string, role: TeamRole) =>
  `${OUTCOME_WORDS[outcome]}: ${name}, ${TEAM_ROLE_LABELS[role].toLowerCase()}`;

const OUTCOME_WORDS: Readonly<Record<DecisionOutcome, string>> = { added: "Added", removed: "Removed" };
