import { describeError, log } from "@/lib/log";
import { notReached } from "./checkout-errors";

/** How long a person waits for Stripe. Together with the work around it, **Pay** answers within ten seconds. */
const PATIENCE_MS = 8_000;

/**
 * Returns the result of `work` if it comes in time. Otherwise throws StripeNotReached, and `work` goes on in the
 * background: it records what Stripe made. If this process ends before that, reconciliation finds it.
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
