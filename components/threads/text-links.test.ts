import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cpuTime } from "@/tests/support/cpu-time";
import { linkPieces } from "./text-links";

const links = (text: string) => linkPieces(text).flatMap(({ href }) => (href ? [href] : []));

describe("links in what people type", () => {
  it("are web addresses, without the marks of the sentence around them", () => {
    expect(links("See https://docs.example/a?b=1#c, or (https://docs.example/wiki/A_(b)).")).toEqual([
      "https://docs.example/a?b=1#c",
      "https://docs.example/wiki/A_(b)",
    ]);
    expect(links("http://one.example\nHTTPS://TWO.example!")).toEqual(["http://one.example/", "https://two.example/"]);
  });

  it("are never anything that runs or misleads", () => {
    for (const text of [
      "javascript:alert(1)",
      "data:text/html,<script>alert(1)</script>",
      "file:///etc/passwd",
      "//evil.example",
      "https://bank.example@evil.example/",
      "https://",
      "xhttps:/one.example",
    ]) {
      expect(links(text)).toEqual([]);
    }
    expect(links('https://ok.example/"onmouseover="alert(1)')).toEqual(["https://ok.example/"]);
  });

  it("leave the text as it was typed", () => {
    const typed = fc.array(
      fc.oneof(fc.string(), fc.constantFrom("https://a.example/(", ")", "http://", " ", "\n", "<b>", "https://x:y@z/")),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(typed, (parts) => {
        const text = parts.join("");
        const pieces = linkPieces(text);
        expect(pieces.map((piece) => piece.text).join("")).toBe(text);
        expect(pieces.every(({ href }) => href === null || /^https?:\/\//.test(href))).toBe(true);
      }),
    );
  });

  it("are found within a second of CPU time in a text made to be slow", () => {
    const taken = cpuTime(() => {
      linkPieces(`https://a.example/${"(".repeat(50_000)}${")".repeat(50_000)}${".".repeat(50_000)}`);
      linkPieces("https://".repeat(20_000));
    });
    expect(taken).toBeLessThan(1_000);
  });
});
