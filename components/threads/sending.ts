import { isUnreachable } from "@/components/forms/unanswered";
import { routes } from "@/lib/routes";

/** How a call of a server action ended, where it threw. */
export type Ending =
  | { readonly kind: "redirected"; readonly path: string }
  /** The session ended: nothing was stored. */
  | { readonly kind: "signed-out" }
  | { readonly kind: "unreachable" }
  | { readonly kind: "other" };

/**
 * Reads what an action threw. Success is a redirect: `NEXT_REDIRECT;push;/cases/C-1#m-…;303;`. Next's router follows it
 * by itself, so it need not be rethrown.
 */
export function endingOf(error: unknown): Ending {
  const digest = typeof error === "object" && error !== null && "digest" in error ? String(error.digest) : "";
  if (digest.startsWith("NEXT_REDIRECT;")) {
    const target = digest.split(";").slice(2, -2).join(";");
    const path = target.split(/[?#]/)[0] ?? "";
    return path === routes.login ? { kind: "signed-out" } : { kind: "redirected", path };
  }
  return isUnreachable(error) ? { kind: "unreachable" } : { kind: "other" };
}
