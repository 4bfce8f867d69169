import { expect, it } from "vitest";
import { sources } from "./source";

/** Words that were coined here once, and that no client or colleague knows. */
const COINED =
  /state of the talk|what waits inside|fold navigation|become your talks|how far the talk|talks side by side|talks of \$/i;

it("no screen, mail or file says what nobody would say", () => {
  const told = sources("app", "components", "lib", "db", "scripts").filter(({ text }) => COINED.test(text));
  expect(told.map(({ path }) => path)).toEqual([]);
});
