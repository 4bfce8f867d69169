import { unstable_isUnrecognizedActionError as isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import type { ActionResult, FormAction } from "@/lib/gate/actions/result";

export const UNREACHABLE =
  "It could not be sent: the portal cannot be reached. What you typed is kept. Send it again when you are back online.";

/** A page from before a release may name an action that the portal does not have any more. */
export const OUTDATED =
  "The portal was updated since you opened this page. Copy what you typed, then reload the page and send it again.";

/**
 * Did a call of a server action end without the portal's own answer? The network is gone, or something in front of the
 * portal answered in its place. What the portal threw has a digest, redirects and missing pages among it.
 */
export function isUnreachable(error: unknown): boolean {
  return error instanceof Error && !("digest" in error) && !isUnrecognizedActionError(error);
}

/**
 * The same action, except that a call that the portal never answered is a refusal like any other: thrown, it would take
 * the form and all that was typed away. Throws on what Next or the portal threw. `posted`: the answer to the form as it
 * came with the page, whose values stay.
 */
export function answeredAlways(action: FormAction, posted: ActionResult | null): FormAction {
  return async (previous, form) => {
    try {
      return await action(previous ?? posted, form);
    } catch (error) {
      unstable_rethrow(error);
      const message = isUnrecognizedActionError(error) ? OUTDATED : isUnreachable(error) ? UNREACHABLE : null;
      if (message === null) throw error;
      const values = (previous ?? posted)?.values ?? {};
      return { ok: false, values, fieldErrors: {}, message, reference: null };
    }
  };
}
