import { describe, expect, it } from "vitest";
import { constraintOf, isLostLock } from "./faults";

const failed = (code: string, more: object = {}) =>
  new Error("Failed query", { cause: Object.assign(new Error("x"), { code, ...more }) });

describe("isLostLock", () => {
  it.each([
    ["a lock that came too late", failed("55P03"), true],
    ["a deadlock", failed("40P01"), true],
    ["a deadlock below two causes", new Error("import", { cause: failed("40P01") }), true],
    ["a unique violation", failed("23505"), false],
    ["an error without a cause", new Error("40P01"), false],
    ["no error", "40P01", false],
  ])("tells whether an error is a lost lock or a deadlock: %s", (_name, error, lost) => {
    expect(isLostLock(error)).toBe(lost);
  });
});

describe("constraintOf", () => {
  it.each([
    ["of a unique index", failed("23505", { constraint_name: "contacts_email" }), "contacts_email"],
    ["of a check", failed("23514", { constraint_name: "payments_amount" }), "payments_amount"],
    [
      "below two causes",
      new Error("import", { cause: failed("23503", { constraint_name: "cases_follows" }) }),
      "cases_follows",
    ],
    ["is none of a lost lock", failed("40P01"), null],
    ["is none where the name is empty, as for a policy", failed("42501", { constraint_name: "" }), null],
    ["is none of an error that names it in words alone", new Error("contacts_email"), null],
    ["is none of no error", "contacts_email", null],
  ])("finds the name of the violated constraint: %s", (_name, error, name) => {
    expect(constraintOf(error)).toBe(name);
  });
});
