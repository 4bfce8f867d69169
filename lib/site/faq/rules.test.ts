import { describe, expect, it } from "vitest";
import { seedBrand } from "@/tests/support/brand";
import {
  answerText,
  blocksOf,
  FACT_NAMES,
  type FaqRow,
  highlightsOf,
  isLink,
  sectionsOf,
  strayLinks,
  withFacts,
} from "./rules";

const row = (over: Partial<FaqRow> = {}): FaqRow => ({
  ...{ anchor: "a", groupAnchor: "g", groupTitle: "Group", question: "Why?", answer: "Because.", onHomePage: false },
  ...over,
});

describe("an answer", () => {
  it("has paragraphs, lists, steps, bold words and links", () => {
    const text = "One\ntwo.\n\n- **A**: b\n- c\n\n1. Go to [Login](/login).\n2. Done.";
    expect(blocksOf(text)).toEqual([
      { kind: "text", text: ["One two."] },
      { kind: "list", items: [[{ strong: "A" }, ": b"], ["c"]] },
      { kind: "steps", items: [["Go to ", { href: "/login", label: "Login" }, "."], ["Done."]] },
    ]);
    expect(blocksOf("One of **!@#$%^&***.")).toEqual([
      { kind: "text", text: ["One of ", { strong: "!@#$%^&*" }, "."] },
    ]);
  });

  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<b>)",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](vbscript:x)",
    "[x](evil)",
  ])("shows as it was typed what is no link: %s", (text) => {
    const parts = blocksOf(text).flatMap((block) => (block.kind === "text" ? block.text : block.items.flat()));
    expect(parts.every((part) => typeof part === "string")).toBe(true);
    expect(parts.join("")).toBe(text);
  });

  it("says facts of its own brand, and leaves a name that there is not", () => {
    const [one, other] = [seedBrand("cimsoft"), seedBrand("insource")];
    for (const name of FACT_NAMES) expect(withFacts(`{${name}}`, one), name).not.toContain("{");
    expect(withFacts("{support-mailbox} {no-fact}", other)).toBe(`${other.supportMailbox} {no-fact}`);
    expect(withFacts("{support-mailbox}", one)).not.toBe(withFacts("{support-mailbox}", other));
  });

  it("leads to pages of the portal and allowed hosts alone", () => {
    const hosts = ["cimsoft.example"];
    const links = ["/faq", "https://cimsoft.example/x", "mailto:a@cimsoft.example", "tel:+17175550101"];
    const stray = [
      "https://evil.example/",
      "https://cimsoft.example@evil.example/",
      "https://a@cimsoft.example/",
      "mailto:a@evil.example",
      "javascript:x",
    ];
    expect(strayLinks([...links, ...stray].map((href) => `[x](${href})`).join(" "), hosts)).toEqual(stray);
    expect(isLink("/faq#a")).toBe(true);
  });

  it("is searched by its words", () => {
    const [section] = sectionsOf([row({ answer: "- **A** [b](/faq)\n- c" })], seedBrand("cimsoft"));
    expect(section?.entries.map(answerText)).toEqual(["A   b c"]);
  });
});

it("the FAQ has its groups in the order of its rows, and the home page shows what is marked, six at most", () => {
  const brand = seedBrand("cimsoft");
  const rows = [row(), row({ anchor: "b", groupAnchor: "h", groupTitle: "Other" }), row({ anchor: "c" })];
  expect(sectionsOf(rows, brand).map(({ id, entries }) => [id, entries.map((entry) => entry.id)])).toEqual([
    ["g", ["a", "c"]],
    ["h", ["b"]],
  ]);
  const marked = Array.from({ length: 9 }, (_, index) => row({ anchor: `x${index}`, onHomePage: index > 0 }));
  expect(highlightsOf(marked, brand).map(({ id }) => id)).toEqual(["x1", "x2", "x3", "x4", "x5", "x6"]);
});
