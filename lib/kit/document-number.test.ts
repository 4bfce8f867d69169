import { describe, expect, it } from "vitest";
import { checkDocumentNumber, parseDocumentNumber } from "./document-number";

describe("the number in an address", () => {
  it.each([
    ["INV-1001", "INV-1001"],
    ["INV%2F1001", "INV/1001"],
    ["50%2525", "50%25"],
    ["inv-1001 ", "inv-1001 "],
    ["%E0%A4%A", null],
    ["%00", null],
    ["", null],
    ["9".repeat(101), null],
  ])("%j -> %j", (segment, number) => {
    expect(parseDocumentNumber(segment)).toBe(number);
    if (number !== null) expect(checkDocumentNumber(number)).toBe(number);
  });
});
