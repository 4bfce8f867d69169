import { type Money, money } from "@/lib/kit/money";
import { daysBetween } from "@/lib/kit/time";

/** Buckets by days past due, as statements of account usually have them. */
const AGEING_BUCKETS = ["current", "to30", "to60", "to90", "over90"] as const;
export type AgeingBucket = (typeof AGEING_BUCKETS)[number];

export const AGEING_WORDS: Readonly<Record<AgeingBucket, string>> = {
  current: "Not yet due",
  to30: "1–30 days past due",
  to60: "31–60 days past due",
  to90: "61–90 days past due",
  over90: "Over 90 days past due",
};

/** The same words for use under a heading that says `Past due`. */
export const AGEING_SHORT_WORDS: Readonly<Record<AgeingBucket, string>> = {
  current: "Not yet due",
  to30: "1–30 days",
  to60: "31–60 days",
  to90: "61–90 days",
  over90: "Over 90 days",
};

/** The open amount of the invoices that are due on one day. */
export interface OpenByDueDay {
  readonly dueOn: string;
  readonly minor: number;
  readonly count: number;
}

interface AgeingLine {
  readonly bucket: AgeingBucket;
  readonly amount: Money;
  /** How many invoices are in the bucket. */
  readonly count: number;
}

/** The open amount in one currency, by age. */
export interface Ageing {
  /** All five buckets, in their order. */
  readonly lines: readonly AgeingLine[];
  readonly total: Money;
}

/** The bucket of an invoice on a day (both `YYYY-MM-DD`). On its due date an invoice is not yet past due. */
export function ageingBucket(dueOn: string, asOf: string): AgeingBucket {
  const late = daysBetween(dueOn, asOf);
  if (late <= 0) return "current";
  if (late <= 30) return "to30";
  if (late <= 60) return "to60";
  return late <= 90 ? "to90" : "over90";
}

/** Sums of open invoices by age on a day. Credits are not subtracted here; they are shown separately. */
export function ageingOf(open: readonly OpenByDueDay[], asOf: string, currency: string): Ageing {
  const sums = new Map<AgeingBucket, { minor: number; count: number }>();
  for (const { dueOn, minor, count } of open) {
    const bucket = ageingBucket(dueOn, asOf);
    const sum = sums.get(bucket) ?? { minor: 0, count: 0 };
    sums.set(bucket, { minor: sum.minor + minor, count: sum.count + count });
  }
  return {
    lines: AGEING_BUCKETS.map((bucket) => ({
      bucket,
      amount: money(sums.get(bucket)?.minor ?? 0, currency),
      count: sums.get(bucket)?.count ?? 0,
    })),
    total: money(
      open.reduce((total, { minor }) => total + minor, 0),
      currency,
    ),
  };
}
