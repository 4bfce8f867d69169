import type { Temporal } from "temporal-polyfill";
import { addOpenMinutes } from "@/lib/kit/business-minutes";
import { isFreeMail } from "@/lib/kit/mailbox-providers";
import { type BusinessCalendar, businessInstant } from "@/lib/kit/time";

/** The address without its `+tag`: mail to every tag of an address arrives in the same mailbox. */
export function mailboxOf(email: string): string {
  return email.replace(/^([^+@]+)\+[^@]*@/, "$1@");
}

/** The domain of an address in lower case, if it is a firm's; null for one at which anybody can have a mailbox. */
export function firmDomainOf(email: string): string | null {
  const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  return domain === "" || isFreeMail(domain) ? null : domain;
}

/** A business day, in minutes of portal-support hours. */
const BUSINESS_DAY_MINUTES = 8 * 60;

/** Whether somebody has waited for a business day or longer. `since` and `now` are system time. */
export function waitsTooLong(
  calendar: BusinessCalendar,
  since: Date | Temporal.Instant,
  now: Date | Temporal.Instant,
): boolean {
  const due = addOpenMinutes(calendar, businessInstant(since), BUSINESS_DAY_MINUTES);
  return due.epochMilliseconds <= businessInstant(now).epochMilliseconds;
}
