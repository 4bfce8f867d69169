import { describe, expect, it } from "vitest";
import { signInError } from "./sign-in-errors";

describe("what the sign-in form says", () => {
  it("names the way out when there were too many tries: a new password makes the browser known", () => {
    const { code, message } = signInError("wait");
    expect(code).toBe("RATE_LIMITED");
    expect(message).toContain("Wait a minute");
    expect(message).toContain("“Don't remember your password?”");
  });

  it("says that the portal is busy, and nothing of the account, when others wait", () => {
    expect(signInError("busy")).toMatchObject({
      code: "RATE_LIMITED",
      message: "The portal is busy. Try again in a moment.",
    });
  });

  it("puts no refusal beside a field, which would tell which of the two was wrong", () => {
    for (const refusal of ["wrong", "wait", "busy"] as const) expect(signInError(refusal).field).toBeUndefined();
  });
});
