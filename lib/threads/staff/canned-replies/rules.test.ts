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
  it("has every occurrence of each placeholder filled in", () => {
    const body = "Hello {first_name} ({name}), {number} {company} {product}. {agent}, {Agent}";
    expect(fillReply(body, facts)).toEqual({
      text: "Hello Robin (Robin  Meyer), C-100023 Kestrel Foods AVEVA Historian 2023 R2. Kim Duarte, Kim Duarte",
      unknown: [],
    });
  });

  it("keeps an unknown placeholder as typed, and names it once as unknown", () => {
    expect(fillReply("Call {phone} or {phone}, {constructor} {first name} {}", facts)).toEqual({
      text: "Call {phone} or {phone}, {constructor} {first name} {}",
      unknown: ["{phone}", "{constructor}"],
    });
  });

  it("leaves braces and dollar signs in a client's subject as they are", () => {
    expect(fillReply("“{subject}”", facts).text).toBe("“It says {agent}”");
    expect(fillReply("{subject}", { ...facts, subject: "costs $& and $1" }).text).toBe("costs $& and $1");
  });

  it("has nothing in place of the first name where the client has no name", () => {
    expect(fillReply("Hello {first_name},", { ...facts, name: " " }).text).toBe("Hello ,");
  });
});
