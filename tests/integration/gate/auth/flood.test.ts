import { describe, expect, it, vi } from "vitest";
import { setPassword } from "@/lib/gate/auth/reset";
import { newSecret } from "@/lib/gate/tokens";
import { createContact, unique } from "@/tests/support/world";
import { attempt, CHEAP_HASH, cimsoft, needToken, OTHER_PASSWORD, PASSWORD, START, signedIn } from "./support";

const FLOOD = "Flooding%Tide64";

// The real argon2 for all but the flood's password, whose check lasts until the test ends it.
const held = vi.hoisted(() => ({ checking: 0, release: () => {}, until: Promise.resolve() }));
vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  return {
    ...real,
    verify: async (hashed: string, password: string) => {
      if (password !== FLOOD) return real.verify(hashed, password);
      held.checking += 1;
      await held.until;
      return false;
    },
  };
});

/** Parallel tries of strangers, all of them stuck in their check until `end` is called. */
function flood(size: number, email: () => string) {
  held.checking = 0;
  held.until = new Promise((resolve) => {
    held.release = resolve;
  });
  const count = { in: 0, wrong: 0, wait: 0, busy: 0 };
  const tries = Array.from({ length: size }, async () => {
    const outcome = await attempt(email(), { password: FLOOD });
    count[outcome.ok ? "in" : outcome.reason] += 1;
  });
  return {
    count,
    settled: () => count.in + count.wrong + count.wait + count.busy,
    end: async () => {
      held.release();
      await Promise.all(tries);
    },
  };
}

const anyEmail = () => `${unique("flood")}@client.example`;

describe("a flood of sign-ins with random addresses", { timeout: 60_000 }, () => {
  it("is turned away at once beyond two sign-ins that are checked and fifty that wait", async () => {
    const strangers = flood(120, anyEmail);
    await vi.waitFor(() => expect(strangers.settled()).toBe(68), { timeout: 20_000 });
    expect(strangers.count.busy).toBe(68);
    expect(held.checking).toBe(2);
    await strangers.end();
    expect(strangers.count).toEqual({ in: 0, wrong: 52, wait: 0, busy: 68 });
  });

  it("keeps out neither a browser that signed in before nor a valid link", async () => {
    const { email } = await createContact(null, { passwordHash: CHEAP_HASH });
    const device = newSecret();
    await signedIn(email, { device });
    const other = await createContact(null);
    const token = await needToken(other.email);
    const strangers = flood(120, anyEmail);
    await vi.waitFor(() => expect(strangers.settled()).toBe(68), { timeout: 20_000 });

    expect(await attempt(email, { device })).toMatchObject({ ok: true });
    expect(await attempt(email, { device, password: OTHER_PASSWORD })).toEqual({ ok: false, reason: "wrong" });
    await setPassword(cimsoft, { token, password: OTHER_PASSWORD }, { address: null, device, now: START });
    // The link to set a password, which the refused stranger is told to use.
    expect(await attempt(other.email, { device, password: OTHER_PASSWORD })).toMatchObject({ ok: true });
    // No sign-in of the flood was answered meanwhile.
    expect(strangers.settled()).toBe(68);
    // Known and unknown, right and wrong: the same words for strangers.
    for (const over of [{}, { password: OTHER_PASSWORD }]) {
      expect(await attempt(email, over)).toEqual({ ok: false, reason: "busy" });
      expect(await attempt(anyEmail(), over)).toEqual({ ok: false, reason: "busy" });
    }
    await strangers.end();
    expect(await attempt(email)).toMatchObject({ ok: true });
  });

  it("on one account takes no place in the queue once the account's allowance is used up", async () => {
    const { email } = await createContact(null, { passwordHash: CHEAP_HASH });
    for (let failure = 0; failure < 10; failure++) await attempt(email, { password: OTHER_PASSWORD });
    const strangers = flood(120, () => email);
    await vi.waitFor(() => expect(strangers.settled()).toBe(120), { timeout: 20_000 });
    expect(strangers.count).toEqual({ in: 0, wrong: 0, wait: 120, busy: 0 });
    expect(held.checking).toBe(0);
    await strangers.end();
  });

  it("uses up no allowance for sign-ins that were turned away", async () => {
    const { email } = await createContact(null, { passwordHash: CHEAP_HASH });
    const strangers = flood(60, anyEmail);
    await vi.waitFor(() => expect(strangers.count.busy).toBe(8), { timeout: 20_000 });
    for (let tries = 0; tries < 12; tries++) {
      expect(await attempt(email, { password: OTHER_PASSWORD })).toEqual({ ok: false, reason: "busy" });
    }
    await strangers.end();
    expect(await attempt(email, { password: PASSWORD })).toMatchObject({ ok: true });
  });
});
