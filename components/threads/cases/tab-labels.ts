import type { CaseTab } from "@/lib/threads/cases/schema";

export const TAB_LABELS: Readonly<Record<CaseTab, string>> = { current: "Current Cases", historical: "Historical" };
