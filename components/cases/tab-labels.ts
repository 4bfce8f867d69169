import type { CaseTab } from "@/lib/cases/schema";

export const TAB_LABELS: Readonly<Record<CaseTab, string>> = { current: "Current Cases", historical: "Historical" };
