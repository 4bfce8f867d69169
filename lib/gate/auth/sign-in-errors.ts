import { AppError } from "@/lib/errors";

/**
 * Why a sign-in was refused. `wrong`: no such account, closed, no password yet, or another password: nobody learns
 * which. `wait`: a limit. `busy`: too many others wait already.
 */
export type SignInRefusal = "wrong" | "wait" | "busy";

/** What to say where more people than a process can serve want a password checked or set. */
export function busyError(): AppError {
  return new AppError("RATE_LIMITED", "The portal is busy. Try again in a moment.");
}

/** What the sign-in form says about a refusal. The link that it names stands below the form. */
export function signInError(refusal: SignInRefusal): AppError {
  switch (refusal) {
    case "wrong":
      return new AppError(
        "INVALID",
        "Email and password don't match. Check both, or set a new password with the link below.",
      );
    case "wait":
      return new AppError(
        "RATE_LIMITED",
        "Too many tries for this address. Wait a minute, then try again. Or follow the link “Don't remember your password?”: " +
          "the browser in which you set a new password no longer has to wait for others.",
      );
    case "busy":
      return busyError();
  }
}
