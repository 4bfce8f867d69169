import { describe, expect, it } from "vitest";
import type { z } from "zod";
import * as cell from "./cells";

function outcome(schema: z.ZodType, text: string): unknown {
  const parsed = schema.safeParse(text);
  return parsed.success ? parsed.data : "refused";
}

describe("the cells of an import file", () => {
  it.each([
    ["2026-02-28", true],
    ["2024-02-29", true],
    ["2026-02-29", false],
    ["2000-02-29", true],
    ["1900-02-29", false],
    ["2100-02-29", false],
    ["2026-04-31", false],
    ["2026-12-32", false],
    ["2026-12-00", false],
    ["2026-02-30", false],
    ["2026-13-01", false],
    ["2026-00-10", false],
    ["26-01-01", false],
    ["2026-1-1", false],
    ["01/02/2026", false],
    ["2026-01-01T00:00:00Z", false],
    ["0026-01-01", false],
    ["9999-01-01", false],
  ])("accept the day %s: %s", (text, good) => {
    expect(outcome(cell.day(), text)).toBe(good ? text : "refused");
  });

  it.each([
    ["9999-12-31", true],
    ["2026-12-31", true],
    ["9999-12-30", false],
    ["2200-01-01", false],
  ])("accept the last day %s: %s", (text, good) => {
    expect(outcome(cell.lastDay(), text)).toBe(good ? text : "refused");
  });

  it.each([
    ["0", true],
    ["1234.50", true],
    ["-3.10", true],
    ["1,234.50", false],
    ["1.234,50", false],
    ["$5", false],
    ["1e3", false],
    [".5", false],
    ["5.", false],
    ["NaN", false],
    ["Infinity", false],
    ["0x10", false],
    ["٣", false],
    ["9".repeat(30), true],
    ["9".repeat(31), false],
  ])("accept the amount %s: %s", (text, good) => {
    expect(outcome(cell.amount(), text)).toBe(good ? text : "refused");
  });

  it.each([
    ["USD", "USD"],
    ["usd", "USD"],
    ["XXQ", "refused"],
    ["US", "refused"],
    ["$", "refused"],
  ])("read the currency %s as %s", (text, expected) => {
    expect(outcome(cell.currency(), text)).toBe(expected);
  });

  it.each([
    ["Robin.Meyer@Keystone.Example", "robin.meyer@keystone.example"],
    ["robin@keystone.example, other@evil.example", "refused"],
    ["robin@keystone.example\nBcc: x@evil.example", "refused"],
    ["robin", "refused"],
    ["@keystone.example", "refused"],
    [`${"a".repeat(250)}@x.example`, "refused"],
  ])("read the mail address %j as %s", (text, expected) => {
    expect(outcome(cell.email(), text)).toBe(expected);
  });

  it.each([
    ["https://quotes.example/q/1", true],
    ["HTTPS://quotes.example/q/1", true],
    ["http://quotes.example/q/1", false],
    ["javascript:alert(1)", false],
    ["data:text/html,x", false],
    ["//quotes.example", false],
    ["quotes.example", false],
  ])("accept the web address %s: %s", (text, good) => {
    expect(outcome(cell.webAddress(), text)).toBe(good ? text : "refused");
  });

  it.each([
    ["America/New_York", true],
    ["UTC", true],
    ["Mars/Olympus", false],
    ["EST5", false],
    ["+05:00", false],
  ])("accept the time zone %s: %s", (text, good) => {
    expect(outcome(cell.timeZone(), text)).toBe(good ? text : "refused");
  });

  it.each([
    ["yes", true],
    ["No", false],
    ["true", "refused"],
    ["1", "refused"],
  ])("read yes or no from %s as %s", (text, expected) => {
    expect(outcome(cell.yesNo(), text)).toBe(expected);
  });

  it("refuse control characters in one line of text, and accept line breaks in a paragraph", () => {
    expect(outcome(cell.line(), "Robin\r\nBcc: x@evil.example")).toBe("refused");
    expect(outcome(cell.line(), "=1+1 <script>alert(1)</script>")).toBe("=1+1 <script>alert(1)</script>");
    expect(outcome(cell.paragraph(), "one\r\ntwo\tthree")).toBe("one\r\ntwo\tthree");
    expect(outcome(cell.paragraph(), "bell\u0007")).toBe("refused");
  });

  it("read mail domains with any of the usual separators, each once", () => {
    expect(outcome(cell.mailDomains(), "Keystone.example; keystone.example, b.example")).toEqual([
      "keystone.example",
      "b.example",
    ]);
    expect(outcome(cell.mailDomains(), "@keystone.example")).toBe("refused");
  });
});
