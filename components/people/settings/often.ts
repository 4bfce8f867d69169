/** How often a kind of mail comes, as lib/mail/kinds.ts has it. */
export type Often = "at-once" | "daily" | "never";

export const OFTEN_LABELS: Readonly<Record<Often, string>> = {
  "at-once": "At once",
  daily: "Daily at 7 a.m.",
  never: "Never",
};
