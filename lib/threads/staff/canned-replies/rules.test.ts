import { describe, expect, it } from "vitest";
import { fillReply } from "./rules";

const facts = {
  name: "Robin  Meyer",
  number: "C-100023",
  subject: "It says {agent}",
  company: "Kestrel Foods",
  product: "AVEVA Historian 2023 R2",
  agent: "Kim Duarte",
};

describe("a canned reply", () => {
  it("has each placeholder filled in, as often as it stands there", () => {
    const body = "Hello {first_name} ({name}), {number} {company} {product}. {agent}, {Agent}";
    expect(fillReply(body, facts)).toEqual({
      text: "Hello Robin (Robin  Meyer), C-100023 Kestrel Foods AVEVA Historian 2023 R2. Kim Duarte, Kim Duarte",
      unknown: [],
    });
  });

  it("keeps what nobody knows as typed, and names it once", () => {
    expect(fillReply("Call {phone} or {phone}, {constructor} {first name} {}", facts)).toEqual({
      text: "Call {phone} or {phone}, {constructor} {first name} {}",
      unknown: ["{phone}", "{constructor}"],
    });
  });

  it("leaves a client's own braces and signs alone", () => {
    expect(fillReply("“{subject}”", facts).text).toBe("“It says {agent}”");
    expect(fillReply("{subject}", { ...facts, subject: "costs $& and $1" }).text).toBe("costs $& and $1");
  });

  it("goes without a first name where there is no name", () => {
    expect(fillReply("Hello {first_name},", { ...facts, name: " " }).text).toBe("Hello ,");
  });
});
