import { expect, it } from "vitest";
import { isLostLock } from "./lost-lock";

const failed = (code: string) => new Error("Failed query", { cause: Object.assign(new Error("x"), { code }) });

it.each([
  ["a lock that came too late", failed("55P03"), true],
  ["a deadlock", failed("40P01"), true],
  ["a deadlock below two causes", new Error("import", { cause: failed("40P01") }), true],
  ["a unique violation", failed("23505"), false],
  ["an error without a cause", new Error("40P01"), false],
  ["no error", "40P01", false],
])("%s: %#", (_name, error, lost) => {
  expect(isLostLock(error)).toBe(lost);
});
