import { encode } from "next-auth/jwt";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openCookie } from "./opened-cookies";

const seal = { secret: "the secret of this deployment, long enough", salt: "portal-session" };
const MAX_AGE = 60;

const sealed = (sid: string | undefined, { secret, salt } = seal) =>
  encode({ token: sid === undefined ? {} : { sid }, secret, salt, maxAge: MAX_AGE });

afterEach(() => void vi.useRealTimers());

describe("a cookie of a session", () => {
  it("gives its secret, at first and again", async () => {
    const [one, other] = [await sealed("one"), await sealed("other")];
    for (let time = 0; time < 3; time++) {
      expect(await openCookie(one, seal)).toBe("one");
      expect(await openCookie(other, seal)).toBe("other");
    }
  });

  it("is refused under another secret or name, though it was opened before", async () => {
    const token = await sealed("one");
    expect(await openCookie(token, seal)).toBe("one");
    await expect(
      openCookie(token, { ...seal, secret: "a secret of another deployment, long enough" }),
    ).rejects.toThrow();
    await expect(openCookie(token, { ...seal, salt: "__Host-portal-session" })).rejects.toThrow();
    expect(await openCookie(token, { ...seal, secret: ["a newer secret, also long enough for it", seal.secret] })).toBe(
      "one",
    );
  });

  it("is refused when any part of it is another, though it was opened before", async () => {
    const token = await sealed("one");
    expect(await openCookie(token, seal)).toBe("one");
    const parts = token.split(".");
    for (const [place, part] of parts.entries()) {
      // The key's part is empty: the secret itself is the key.
      const changed = `${part.startsWith("A") ? "B" : "A"}${part.slice(1)}`;
      await expect(openCookie(parts.with(place, changed).join("."), seal)).rejects.toThrow();
    }
  });

  it("is refused when it has expired, though it was opened before", async () => {
    const token = await sealed("one");
    expect(await openCookie(token, seal)).toBe("one");
    // NextAuth's own tolerance is 15 seconds.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + (MAX_AGE + 20) * 1000 });
    await expect(openCookie(token, seal)).rejects.toThrow();
  });

  it("without a secret in it gives nothing", async () => {
    expect(await openCookie(await sealed(undefined), seal)).toBeNull();
  });

  it("is opened still when many others were opened since", async () => {
    const first = await sealed("first");
    expect(await openCookie(first, seal)).toBe("first");
    for (let other = 0; other < 1_050; other++) await openCookie(await sealed(`other ${other}`), seal);
    expect(await openCookie(first, seal)).toBe("first");
  });
});
