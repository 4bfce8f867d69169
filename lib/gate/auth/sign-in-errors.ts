import { AppError } from "@/lib/errors";

/**
 * Why a sign-in was refused. `wrong`: there is no such account, it is closed, it has no password yet, or the password
 * is wrong; nobody learns which. `wait`: a limit is used up. `busy`: too many others are waiting.
 */
export type SignInRefusal = "wrong" | "wait" | "busy";

/** The error if more people want a password checked or set than a process can serve. */
export function busyError(): AppError {
  return new AppError("RATE_LIMITED", "The portal is busy. Try again in a moment.");
}

/** What the sign-in form says about a refusal. The link that the sentence mentions is below the form. */
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
