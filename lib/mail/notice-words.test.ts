import { expect, it } from "vitest";
import { calls } from "./notice-words";

it("the line of an alarm says where production is stopped, and what the case is about", () => {
  expect(calls({ companyName: "Keystone Foods", number: "CS-2041", subject: "Line 3 stands still" })).toBe(
    "Production stopped at Keystone Foods: you are called for CS-2041: Line 3 stands still",
  );
});
