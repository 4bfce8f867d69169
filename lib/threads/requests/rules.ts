import type { ChangeField, RequestKind } from "@/db/schema/constants";
import { KINDS } from "@/lib/threads/kinds";

export const { staffLabels: STAFF_STATUS_LABELS, transitions: TRANSITIONS } = KINDS.request;

export const KIND_LABELS: Readonly<Record<RequestKind, string>> = {
  message: "Message",
  subscription: "Subscriptions and contracts",
  renewal: "Renewal guidance",
  support_agreement: "Support agreement guidance",
  change: "Change of details",
  invoice: "Question about an invoice",
  estimate: "New quote",
};

export const CHANGE_LABELS: Readonly<Record<ChangeField, string>> = {
  name: "Name",
  email: "Sign-in email",
  company: "Company",
  relations: "Related companies",
  rights: "Rights",
  support: "Support authorization",
  account_team: "Account team",
};
