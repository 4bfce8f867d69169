import type { AgreementKind } from "@/db/schema/constants";
import { formatMoney, type Money } from "@/lib/kit/money";
import { addDays, formatDay } from "@/lib/kit/time";
import type { ReminderKind } from "@/lib/mail/reminder-kinds";
import { AGREEMENT_KIND_LABELS } from "@/lib/people/agreements/rules";
import { routes } from "@/lib/routes";

/* Who is reminded of what, and when: the days and the words. */

/**
 * How many days before (negative: after) the day of a row somebody is reminded of it. The week of an account has none:
 * it is told on Mondays.
 */
export const STEPS: Readonly<Record<Exclude<ReminderKind, "account-week">, readonly number[]>> = {
  "agreement-ends": [90, 60, 30],
  "agreement-ends-for-manager": [90, 60, 30],
  "estimate-ends": [14, 3],
  // From its own day on.
  "invoice-new": [0],
  "invoice-due": [5],
  "invoice-overdue": [-1, -14, -30],
};

/**
 * For so many days a reminder is told late, where the worker was away or the row was imported meanwhile. After them it
 * is not told any more: the next step is. Less than the distance of any two steps.
 */
const LATE_DAYS = 6;

/** The days of rows that a step reminds of on `today`, first and last (`YYYY-MM-DD`, in the brand's zone). */
export function daysOf(step: number, today: string): { readonly first: string; readonly last: string } {
  const last = addDays(today, step);
  // A row that ends today is not told of as one that ends in three days.
  return { first: addDays(last, -Math.min(LATE_DAYS, step > 0 ? step - 1 : LATE_DAYS)), last };
}

/** The Monday of the week that is told of on `today`; null from Wednesday on. */
export function weekOf(today: string): string | null {
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  if (weekday === 1) return today;
  return weekday === 2 ? addDays(today, -1) : null;
}

/** Agreements and estimates that end within so many days are in the week of an account. */
export const WEEK_AHEAD = { agreements: 90, estimates: 14 } as const;

/** What a reminder's line is made of. */
export interface Facts {
  readonly about: string;
  /** The day of the row, `YYYY-MM-DD`. */
  readonly on: string;
  readonly company: string;
  /** Product of an agreement, number of a document. */
  readonly name: string;
  readonly agreementKind: AgreementKind | null;
  /** Of a document: its total; where it is to be paid, what is still to be paid. */
  readonly amount: Money | null;
  /** For the week of an account: how many there are. */
  readonly agreements: number;
  readonly estimates: number;
  readonly invoices: number;
}

interface Line {
  readonly title: string;
  readonly path: string;
}

/** The line in the bell and in the daily mail, and the page that it leads to. */
export function lineOf(kind: ReminderKind, facts: Facts): Line {
  const { about, on, company, name } = facts;
  const day = formatDay(on);
  // With the code where the currency is not the one that most clients pay in.
  const sum = facts.amount && formatMoney(facts.amount, { code: facts.amount.currency !== "USD" });
  const rest = sum === null ? "" : `: ${sum}`;
  const agreement = `${AGREEMENT_KIND_LABELS[facts.agreementKind ?? "support"]} ${name}`;
  switch (kind) {
    case "agreement-ends":
      return { title: `${agreement} ends ${day}`, path: routes.renewalBrief(about) };
    case "agreement-ends-for-manager":
      return { title: `${company}: ${agreement} ends ${day}`, path: routes.staffAgreement(about) };
    case "estimate-ends":
      return { title: `Estimate ${name} ends ${day}${rest}`, path: routes.estimate(name) };
    case "invoice-new":
      return { title: `New invoice ${name} of ${day}${rest}`, path: routes.invoice(name) };
    case "invoice-due":
      return { title: `Invoice ${name} is due ${day}${rest}`, path: routes.invoice(name) };
    case "invoice-overdue":
      return { title: `Invoice ${name} is overdue: ${sum ?? "it"} was due ${day}`, path: routes.invoice(name) };
    case "account-week":
      return { title: `${company} this week: ${weekWords(facts)}`, path: routes.staffCompany(about) };
  }
}

function weekWords({ agreements, estimates, invoices }: Facts): string {
  const count = (n: number, one: string, many: string, rest = "") =>
    n === 0 ? [] : [`${n} ${n === 1 ? one : many}${rest}`];
  return [
    ...count(agreements, "agreement ends", "agreements end", ` within ${WEEK_AHEAD.agreements} days`),
    ...count(estimates, "estimate ends", "estimates end", ` within ${WEEK_AHEAD.estimates} days`),
    ...count(invoices, "invoice is overdue", "invoices are overdue"),
  ].join(", ");
}
