import { describe, expect, it } from "vitest";
import { sentenceFor } from "./address";

describe("the sentence for a word of the address", () => {
  it("is that of the word", () => {
    expect(sentenceFor({ rights: "Saved." }, "rights")).toBe("Saved.");
  });

  it.each([null, "", "other", "constructor", "__proto__", "toString"])("is none for %s", (word) => {
    expect(sentenceFor({ rights: "Saved." }, word)).toBeNull();
  });
});
