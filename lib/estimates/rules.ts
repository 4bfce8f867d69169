import { daysBetween } from "@/lib/time";

/** The dashboard speaks of estimates that end within this many days, today included. */
export const ESTIMATE_ENDS_SOON_DAYS = 14;

/** `Ends today` / `Ends tomorrow` / `Ends in 5 days` / `Ended`. Valid to the end of `expiresOn` in the brand's zone. */
export function estimateEndWords(expiresOn: string, today: string): string {
  const days = daysBetween(today, expiresOn);
  if (days < 0) return "Ended";
  if (days === 0) return "Ends today";
  return days === 1 ? "Ends tomorrow" : `Ends in ${days} days`;
}
