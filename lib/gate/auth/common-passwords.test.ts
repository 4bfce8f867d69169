import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cpuTime } from "@/tests/support/cpu-time";
import { COMMON_PASSWORD_LIST } from "./common-password-list";
import { guessableFault, refuseGuessable } from "./common-passwords";
import { passwordFaults } from "./new-password";

const own = {
  name: "Maya O'Brien-Lindqvist",
  email: "m.lindqvist@harborsteel.example",
  company: "Harbor Steel Works, Inc.",
  brand: { name: "InSource Solutions", key: "insource" },
};
const list = COMMON_PASSWORD_LIST.split(" ");

describe("a password", () => {
  it("is judged by a list of ten thousand, each once and in lower case", () => {
    expect(list.length).toBeGreaterThan(9_900);
    expect(new Set(list).size).toBe(list.length);
    expect(list.filter((word) => word !== word.toLowerCase() || word === "")).toEqual([]);
  });

  it.each([
    ["as typed", "password"],
    ["in other case", "PassWord"],
    ["with digits and a special character behind it", "Password1!"],
    ["with both before and behind it", "2024!Password!99"],
    ["with an entry of the list that ends in a digit", "Trustno12!"],
    ["with an entry of the list that begins with one", "1qaz2wsX!"],
    ["with special characters that are none of the eight", "«Dragon»2026!"],
    ["with letters of a keyboard", "Qwertyuiop1!"],
    ["with digits of another script", "Sunshine٤٢!1"],
  ])("is refused when it is a common one %s", (_, password) => {
    expect(guessableFault(password, own)).toMatch(/tried first/);
  });

  it.each([
    ["own first name", "Maya!2026!"],
    ["own names in another order", "Lindqvist,Maya1!"],
    ["own whole name", "MayaO'BrienLindqvist#1"],
    ["own address", "M.Lindqvist@harborsteel.example1"],
    ["own domain", "Harborsteel#2026"],
    ["own company", "Harbor&Steel*Works7"],
    ["own company twice", "Steelsteel!1"],
    ["portal's name", "InSource2026!"],
    ["portal's name with the own one", "Maya@InSource1"],
    ["own name with digits between its letters", "Ma1ya2!Lind3qvist"],
  ])("is refused when it is only the %s", (_, password) => {
    expect(guessableFault(password, own)).toMatch(/only your own/);
  });

  it.each([
    "Steel&Harbor27",
    "Copper^Quay58",
    "Granite#Pier91",
    "Maya&Copper^Quay58",
    "xPassword1!",
    "Correct-Horse7!Battery",
  ])("is taken when there is more to it than that: %s", (password) => {
    const other = { ...own, company: "Northwind Foods" };
    expect(guessableFault(password, other)).toBeNull();
    expect(() => refuseGuessable(password, other)).not.toThrow();
  });

  it("that is refused is refused beside its field", () => {
    expect(() => refuseGuessable("Password1!", own)).toThrow(
      expect.objectContaining({ code: "INVALID", field: "password" }),
    );
  });

  it("of any entry of the list with digits and specials around it and in any case is refused", () => {
    const around = fc.string({ unit: fc.constantFrom(..."0123456789!@#$%^&*-_. "), maxLength: 12 });
    const entry = fc.constantFrom(...list.filter((word) => /[a-z]/.test(word)));
    const cased = entry.chain((word) =>
      fc
        .array(fc.boolean(), { minLength: word.length, maxLength: word.length })
        .map((upper) => [...word].map((letter, index) => (upper[index] ? letter.toUpperCase() : letter)).join("")),
    );
    fc.assert(
      fc.property(around, cased, around, (before, word, after) => {
        expect(guessableFault(`${before}${word}${after}`, own)).not.toBeNull();
      }),
    );
  });

  it("of random letters among digits and specials is taken", () => {
    const random = fc.string({
      unit: fc.constantFrom(..."bcdfghjkmnpqrtvwxzBCDFGHJKMNPQRTVWXZ23456789!@#$%^&*"),
      minLength: 14,
      maxLength: 60,
    });
    const strong = random.filter(
      (text) => passwordFaults(text).length === 0 && (text.match(/[a-z]/gi)?.length ?? 0) >= 9,
    );
    fc.assert(
      fc.property(strong, (password) => {
        expect(guessableFault(password, own)).toBeNull();
      }),
    );
  });

  it("of the greatest length is judged in a few milliseconds", () => {
    const taken = cpuTime(() => {
      guessableFault(`${"1!".repeat(64)}a${"1!".repeat(63)}`, own);
      guessableFault("maya".repeat(64), own);
    });
    expect(taken).toBeLessThan(500);
  });
});
