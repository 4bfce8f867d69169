import { expect, it } from "vitest";
import { isWalk } from "./walks";

it("a select is walked by arrows and letters, and not by what opens, leaves or settles it", () => {
  const pressed = (key: string, altKey = false) => isWalk({ key, altKey });
  for (const key of ["ArrowDown", "ArrowUp", "Home", "End", "PageDown", "d", "é"]) expect(pressed(key), key).toBe(true);
  for (const key of [" ", "Enter", "Tab", "Escape", "Shift", "F4"]) expect(pressed(key), key).toBe(false);
  expect(pressed("ArrowDown", true)).toBe(false);
});
