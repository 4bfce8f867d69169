import { and, asc, between, eq } from "drizzle-orm";
import { estimates } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { type Money, money } from "@/lib/money";
import { addDays } from "@/lib/time";
import { visibleEstimates } from "./policy";
import { ESTIMATE_ENDS_SOON_DAYS } from "./rules";

export interface EndingEstimate {
  readonly number: string;
  readonly title: string;
  readonly total: Money;
  readonly expiresOn: string;
}

/** Open estimates whose last day lies within ESTIMATE_ENDS_SOON_DAYS of `today`, the soonest first. */
export async function listEndingEstimates({ viewer, db }: Context, today: string): Promise<EndingEstimate[]> {
  const rows = await db
    .select({
      number: estimates.number,
      title: estimates.title,
      currency: estimates.currency,
      totalMinor: estimates.totalMinor,
      expiresOn: estimates.expiresOn,
    })
    .from(estimates)
    .where(
      and(
        visibleEstimates(viewer),
        eq(estimates.state, "open"),
        between(estimates.expiresOn, today, addDays(today, ESTIMATE_ENDS_SOON_DAYS)),
      ),
    )
    .orderBy(asc(estimates.expiresOn), asc(estimates.id));
  return rows.map(({ currency, totalMinor, ...row }) => ({ ...row, total: money(totalMinor, currency) }));
}
