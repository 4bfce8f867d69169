import { describe, expect, it } from "vitest";
import { withoutSecrets } from "./secrets";

describe("details of the audit log", () => {
  it("keep out what is called after a secret, at any depth", () => {
    const details = {
      field: "name",
      before: { name: "A", passwordHash: "argon2id$…" },
      after: [{ resetToken: "abc", number: "C-1" }],
      tokenId: "0190a5b0-0000-7000-8000-000000000000",
      secret: null,
    };
    expect(withoutSecrets(details)).toEqual({
      field: "name",
      before: { name: "A", passwordHash: "(kept out)" },
      after: [{ resetToken: "(kept out)", number: "C-1" }],
      tokenId: "0190a5b0-0000-7000-8000-000000000000",
      secret: null,
    });
  });

  it("keep dates, numbers and lists as they are", () => {
    const at = new Date(0);
    expect(withoutSecrets({ at, amountMinor: 5, roles: ["marketing"] })).toEqual({
      ...{ at, amountMinor: 5 },
      roles: ["marketing"],
    });
  });
});
