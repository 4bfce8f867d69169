import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isPublicAddress } from "./public-address";
import { postSigned, signatureOf } from "./signed-post";

describe("an address that is posted to", () => {
  it.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "2001:db8::1",
    "localhost",
    "",
  ])("is refused inside: %s", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(["8.8.8.8", "172.32.0.1", "2606:4700::1111"])("is taken outside: %s", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  const page = { secret: "s".repeat(32), body: "{}", key: "1", at: 0 };
  it.each(["https://127.0.0.1/x", "https://[::1]/x", "https://localhost/x", "https://169.254.169.254/latest"])(
    "is refused before anything is sent: %s",
    async (url) => {
      await expect(postSigned({ ...page, url })).rejects.toThrow("not a public address");
    },
  );

  it("is refused without https", async () => {
    await expect(postSigned({ ...page, url: "http://pager.example/" })).rejects.toThrow("not an https address");
  });
});

it("is signed with the time and the body", () => {
  const digest = createHmac("sha256", "key").update('1700000000.{"a":1}').digest("hex");
  expect(signatureOf('{"a":1}', "key", 1_700_000_000_999)).toBe(`t=1700000000,v1=${digest}`);
});
