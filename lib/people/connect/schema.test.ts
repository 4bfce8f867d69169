import { describe, expect, it } from "vitest";
import { connectSchema } from "./schema";

const form = {
  id: "0192f0c4-7b1e-7c3a-9a51-1f2e3d4c5b6a",
  name: " Dana Whitfield ",
  company: "Keystone Foods",
  email: " dana@keystone.example ",
};

function fieldsOf(over: Record<string, unknown>): Record<string, string> {
  const result = connectSchema.safeParse({ ...form, ...over });
  if (result.success) return {};
  return Object.fromEntries(result.error.issues.map((issue) => [issue.path.join("."), issue.message]));
}

describe("connectSchema", () => {
  it("accepts a form with name, company and email alone, and trims them", () => {
    expect(connectSchema.parse(form)).toEqual({ ...form, name: "Dana Whitfield", email: "dana@keystone.example" });
  });

  it.each(["+1 (804) 555-0142", "804.555.0142 ext. 12", "804-555-0142 x9", "+49 30 901820", ""])(
    "accepts the phone number %j",
    (phone) => {
      expect(fieldsOf({ phone })).toEqual({});
    },
  );

  it.each(["12", "call me", `"><img src=x onerror=alert(1)> 80455501`, "8".repeat(41)])(
    "refuses the phone number %j",
    (phone) => {
      expect(Object.keys(fieldsOf({ phone }))).toEqual(["phone"]);
    },
  );

  it.each([
    ["name", "  ", "Enter your name."],
    ["name", undefined, "Enter your name."],
    ["company", "", "Enter the name of your company."],
    ["email", "", "Enter your email address."],
    ["email", "dana@keystone", "Enter an email address such as name@company.com."],
    ["email", "a@b.example, c@d.example", "Enter an email address such as name@company.com."],
    ["email", "a@b.example\r\nBcc: c@d.example", "Enter an email address such as name@company.com."],
    ["name", "x".repeat(121), "Use at most 120 characters."],
    ["need", "x".repeat(2001), "Use at most 2000 characters."],
  ])("refuses in the field %s the value %j with the sentence “%s”", (field, value, sentence) => {
    expect(fieldsOf({ [field]: value })[field]).toBe(sentence);
  });
});
