import { describe, expect, it } from "vitest";
import { draftKeyOf, draftKeysOf } from "./form-choices";

const CONTACT = "0198b5a0-0000-7000-8000-000000000001";
const EMPTY = { invoice: null, estimate: null, agreement: null, member: null };

describe("the key of a draft", () => {
  it("differs for each set of preset values, and begins with the person", () => {
    const invoice = (number: string) => ({ kind: "invoice" as const, number });
    const forms = [
      EMPTY,
      { ...EMPTY, agreement: "a" },
      { ...EMPTY, agreement: "b" },
      { ...EMPTY, member: "a" },
      { ...EMPTY, member: "b" },
      { ...EMPTY, agreement: "a", member: "b" },
      { ...EMPTY, invoice: invoice("I-1") },
      { ...EMPTY, invoice: invoice("I-2") },
      { ...EMPTY, estimate: "E-1" },
    ];
    const keys = forms.flatMap((form) => [
      draftKeyOf(CONTACT, "message", form),
      draftKeyOf(CONTACT, "renewal", form),
      draftKeyOf("another", "renewal", form),
    ]);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => key.startsWith(draftKeysOf(CONTACT)))).toHaveLength(2 * forms.length);
  });
});
