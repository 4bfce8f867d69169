import { describe, expect, it } from "vitest";
import { clientAddress } from "@/lib/gate/auth/client-address";
import { confirmNewAddress } from "@/lib/gate/auth/new-address";
import { linkState, setPassword } from "@/lib/gate/auth/reset";
import { loadSession } from "@/lib/gate/auth/session-store";
import { newSecret } from "@/lib/gate/tokens";
import { createContact, unique } from "@/tests/support/world";
import {
  at,
  attempt,
  CHEAP_HASH,
  cimsoft,
  MINUTE,
  mailsTo,
  needToken,
  OTHER_PASSWORD,
  PASSWORD,
  PASSWORD_HASH,
  resetToken,
  START,
  signedIn,
} from "../integration/gate/auth/support";

/* Past cases of other software, by their numbers in the list of threats (T…), asked of sign-in. */

const set = (token: string, now = START, password = OTHER_PASSWORD) =>
  setPassword(cimsoft, { token, password }, { address: null, device: newSecret(), now });
const gone = { code: "CONFLICT" };

describe("T32: a link for a password", () => {
  it("is refused at its second use, of parallel ones but one, and after the password was set", async () => {
    const { email } = await createContact(null, { passwordHash: PASSWORD_HASH });
    const token = await needToken(email);
    const ends = await Promise.allSettled([1, 2, 3, 4].map(() => set(token)));
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(set(token, at(1))).rejects.toMatchObject(gone);
  });

  it("asked for again within ten minutes is the same, and later a new one, which alone works", async () => {
    const { email } = await createContact(null, { passwordHash: PASSWORD_HASH });
    const first = await needToken(email);
    expect(await resetToken(email, { now: at(9 * MINUTE) })).toBeNull();
    expect(new Set((await mailsTo(email)).map(({ props }) => props.tokenId)).size).toBe(1);
    const second = await needToken(email, { now: at(20 * MINUTE) });
    await expect(set(first, at(21 * MINUTE))).rejects.toMatchObject(gone);
    await set(second, at(21 * MINUTE));
  });
});

describe("T34: asking for links", () => {
  it("twelve times in eight seconds sends three mails, and the first link works", async () => {
    const { email } = await createContact(null, { passwordHash: PASSWORD_HASH });
    const token = await needToken(email);
    for (let asked = 1; asked < 12; asked++) await resetToken(email, { now: at(asked * 0.7) });
    expect(await mailsTo(email)).toHaveLength(3);
    await set(token, at(9));
  });
});

describe("T40: guessing", () => {
  it("a hundred parallel tries are checked no more than ten times, and keep out no known browser", async () => {
    const { email } = await createContact(null, { passwordHash: CHEAP_HASH });
    const device = newSecret();
    await signedIn(email, { device });
    const tries = Array.from({ length: 100 }, () => attempt(email, { password: OTHER_PASSWORD }));
    const reasons = (await Promise.all(tries)).map((outcome) => (outcome.ok ? "in" : outcome.reason));
    expect(reasons.filter((reason) => reason === "wrong").length).toBeLessThanOrEqual(10);
    expect(await attempt(email, { device })).toMatchObject({ ok: true });
  });

  it.each(["x-forwarded-for", "cf-connecting-ip", "x-real-ip", "true-client-ip", "forwarded"])(
    "a new %s at each try makes no new network address",
    (name) => {
      const seen = new Set(
        [1, 2, 3].map((last) => {
          const headers = new Headers({ "x-forwarded-for": "203.0.113.7" });
          if (name === "x-forwarded-for") headers.set(name, `198.51.100.${last}, 203.0.113.7`);
          else headers.set(name, `198.51.100.${last}`);
          return clientAddress(headers, 1);
        }),
      );
      expect([...seen]).toEqual(["203.0.113.7"]);
    },
  );
});

describe("T41: a new password", () => {
  it("ends every other session and forgets every other browser", async () => {
    const { email } = await createContact(null, { passwordHash: PASSWORD_HASH });
    const thief = await signedIn(email);
    await set(await needToken(email));
    expect(await loadSession(thief, "cimsoft", at(1))).toBeNull();
    expect(await attempt(email, { password: PASSWORD })).toEqual({ ok: false, reason: "wrong" });
  });
});

describe("T35 and T45: a link of one kind", () => {
  it("does nothing of the other: a password's confirms no address", async () => {
    const { email } = await createContact(null, { passwordHash: PASSWORD_HASH });
    const token = await needToken(email);
    await expect(confirmNewAddress(cimsoft, token, { address: null, now: START })).rejects.toMatchObject(gone);
    expect(await linkState(cimsoft, token, { address: null, now: START })).toBe("works");
    expect(await attempt(`${unique("nobody")}@client.example`)).toEqual({ ok: false, reason: "wrong" });
  });
});
