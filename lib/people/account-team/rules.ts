import type { TeamRole } from "@/db/schema/constants";

export const TEAM_ROLE_LABELS: Readonly<Record<TeamRole, string>> = {
  account_manager: "Account manager",
  subscription_manager: "Subscription manager",
  support: "Technical support",
  sales_engineer: "Sales engineer",
};
