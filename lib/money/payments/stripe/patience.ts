import { describeError, log } from "@/lib/log";
import { notReached } from "./checkout-errors";

/** How long a person waits for Stripe: with what stands around it, **Pay** answers within ten seconds. */
const PATIENCE_MS = 8_000;

/**
 * What comes of `work`, if it comes soon. Else throws StripeNotReached, and the work goes on by itself: what Stripe made
 * is recorded then, and what is lost with this process reconciliation finds.
 */
export async function ifSoon<T>(reference: string, what: "pay" | "cancel", work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      reject(notReached(reference, what, new Error("Stripe is slow")));
    }, PATIENCE_MS);
  });
  void work.catch((error: unknown) => {
    if (isLate) log.warn({ reference, fault: describeError(error) }, "what nobody waited for any more has failed");
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
