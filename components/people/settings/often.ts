/** How often a kind of mail is sent, as in lib/mail/kinds.ts. */
export type Often = "at-once" | "daily" | "never";

export const OFTEN_LABELS: Readonly<Record<Often, string>> = {
  "at-once": "At once",
  daily: "Daily at 7 a.m.",
  never: "Never",
};
