import { unstable_isUnrecognizedActionError as isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import type { ActionResult, FormAction } from "@/lib/gate/actions/result";

export const UNREACHABLE =
  "It could not be sent: the portal cannot be reached. What you typed is kept. Send it again when you are back online.";

/** The answer of an action that never gave one. */
export const UNREACHED: ActionResult = {
  ...{ ok: false, values: {}, fieldErrors: {} },
  ...{ message: UNREACHABLE, reference: null },
};

/** Shown where the page is from before a release, and names an action that the portal no longer has. */
export const OUTDATED =
  "The portal was updated since you opened this page. Copy what you typed, then reload the page and send it again.";

/**
 * Whether a call of a server action ended without the portal's own answer: the network is gone, or a proxy in front of
 * the portal answered instead. What the portal throws has a digest; that holds for redirects and missing pages too.
 */
export function isUnreachable(error: unknown): boolean {
  return error instanceof Error && !("digest" in error) && !isUnrecognizedActionError(error);
}

/**
 * The same action, except that a call without the portal's answer becomes a refusal: an exception would replace the
 * form and lose all that was typed. Rethrows what Next or the portal threw. `posted`: the answer that came with the
 * page to a form sent without JavaScript, whose values are kept. `onUnanswered` is told that refusal at once; React shows
 * what an action returns only with the reload of the page's data that is under way, which waits for the portal too.
 */
export function answeredAlways(
  action: FormAction,
  posted: ActionResult | null,
  onUnanswered: (refusal: ActionResult) => void,
): FormAction {
  return async (previous, form) => {
    try {
      return await action(previous ?? posted, form);
    } catch (error) {
      unstable_rethrow(error);
      const message = isUnrecognizedActionError(error) ? OUTDATED : isUnreachable(error) ? UNREACHABLE : null;
      if (message === null) throw error;
      const values = (previous ?? posted)?.values ?? {};
      const refusal: ActionResult = { ok: false, values, fieldErrors: {}, message, reference: null };
      onUnanswered(refusal);
      return refusal;
    }
  };
}
