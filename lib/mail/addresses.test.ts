import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAddress } from "@/scripts/demo/sandboxes/resend/addresses";
import { mailbox, subjectLine } from "./addresses";
import { plainLine, plainText } from "./plain-text";

describe("mailbox", () => {
  it.each([
    ["Dana Whitfield", "Dana Whitfield <to@client.example>"],
    [null, "to@client.example"],
    ["", "to@client.example"],
    ["\r\n\t ", "to@client.example"],
    ['"Al" <evil@x.example>, B', "Al evil x.example B <to@client.example>"],
    ["Dana\r\nBcc: evil@x.example", "Dana Bcc evil x.example <to@client.example>"],
    ["Müller; Ö:", "Müller Ö <to@client.example>"],
    ["\u202eanaD", "anaD <to@client.example>"],
  ])("writes %j as %j", (name, expected) => {
    expect(mailbox(name, "to@client.example")).toBe(expected);
  });

  it("is one recipient with the very address, whatever the name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (name) => {
        expect(parseAddress(mailbox(name, "to@client.example"))).toBe("to@client.example");
      }),
    );
  });
});

describe("subjectLine", () => {
  it("is one line of at most 150 characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        const subject = subjectLine(text);
        expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u);
        expect([...subject].length).toBeLessThanOrEqual(150);
      }),
    );
  });

  it("keeps what is harmless", () => {
    expect(subjectLine('Connect with Us: "Dana", Keystone & Sons')).toBe('Connect with Us: "Dana", Keystone & Sons');
  });
});

describe("plain text of others", () => {
  it("keeps line breaks in a text and none in a line", () => {
    expect(plainText("one\r\ntwo\n\n\n\nthree\u2028four", 100)).toBe("one\ntwo\n\nthree\nfour");
    expect(plainLine("one\r\ntwo", 100)).toBe("one two");
  });

  it("never lets NUL or half a surrogate pair through: PostgreSQL takes neither", () => {
    expect(plainLine("a\u0000b\ud800c", 100)).toBe("a b\ufffdc");
  });

  it("counts code points when it shortens", () => {
    expect(plainLine("😀".repeat(5), 3)).toBe("😀😀…");
    expect(plainLine("😀".repeat(3), 3)).toBe("😀😀😀");
  });
});
