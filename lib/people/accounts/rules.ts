import type { StaffRole } from "@/db/schema/constants";
import type { AccountState } from "./types";

export const STAFF_ROLE_LABELS: Readonly<Record<StaffRole, string>> = {
  account_manager: "Account manager",
  subscription_manager: "Subscription manager",
  support_agent: "Support agent",
  administrator: "Administrator",
  marketing: "Marketing",
};

export const ACCOUNT_STATE_LABELS: Readonly<Record<AccountState, string>> = {
  open: "Active",
  invited: "Invited",
  disabled: "Disabled",
};
