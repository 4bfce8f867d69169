import { describe, expect, it, vi } from "vitest";
import { passwordLane } from "@/lib/gate/auth/passwords";
import { setPassword } from "@/lib/gate/auth/reset";
import { newSecret } from "@/lib/gate/tokens";
import { createContact, unique } from "@/tests/support/world";
import { attempt, CHEAP_HASH, cimsoft, needToken, OTHER_PASSWORD, PASSWORD, START, signedIn } from "./support";

const FLOOD = "Flooding%Tide64";
/** How many passwords are checked at one time. */
const WIDTH = vi.hoisted(() => 2);

// The real argon2 for all but the flood's password, whose checks last until the test ends them.
const held = vi.hoisted(() => ({ begun: [] as string[], release: () => {}, until: Promise.resolve() }));
vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  return {
    ...real,
    verify: async (hashed: string, password: string) => {
      held.begun.push(password);
      if (password !== FLOOD) return real.verify(hashed, password);
      await held.until;
      return false;
    },
  };
});

// The lane as it is, but for how long one waits in it: seconds for a test.
vi.mock("@/lib/gate/auth/passwords", async (original) => {
  const real = await original<typeof import("@/lib/gate/auth/passwords")>();
  const { createLane } = await import("@/lib/gate/auth/password-lane");
  return {
    ...real,
    passwordLane: createLane({ width: WIDTH, mostWaiting: 500, longestWaitMs: 8_000, spreadMs: 1_000 }),
  };
});

/** Parallel tries of strangers, those that are checked stuck in their check until `end` is called. */
function flood(size: number, email: () => string) {
  held.begun = [];
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
    release: () => held.release(),
    end: async () => {
      held.release();
      await Promise.all(tries);
    },
  };
}

const anyEmail = () => `${unique("flood")}@client.example`;
const checksOf = (password: string) => held.begun.filter((begun) => begun === password).length;

describe("a flood of sign-ins with random addresses", { timeout: 60_000 }, () => {
  it("is turned away within seconds but for those that are checked", async () => {
    const strangers = flood(110, anyEmail);
    await vi.waitFor(() => expect(strangers.settled()).toBe(110 - WIDTH), { timeout: 20_000 });
    expect(checksOf(FLOOD)).toBe(WIDTH);
    await strangers.end();
    expect(strangers.count).toEqual({ in: 0, wrong: WIDTH, wait: 0, busy: 110 - WIDTH });
  });

  it("lets in a browser that signed in before, a valid link, and then the newest stranger, before all that waits", async () => {
    const known = await createContact(null, { passwordHash: CHEAP_HASH });
    const device = newSecret();
    await signedIn(known.email, { device });
    const other = await createContact(null, { passwordHash: CHEAP_HASH });
    const linked = await createContact(null);
    const token = await needToken(linked.email);

    const waiting = (count: number) =>
      vi.waitFor(() => expect(passwordLane.strangersWaiting()).toBe(count), { timeout: 20_000 });
    const strangers = flood(40, anyEmail);
    await waiting(40 - WIDTH);
    const owner = attempt(known.email, { device });
    const stranger = attempt(other.email);
    const link = setPassword(cimsoft, { token, password: OTHER_PASSWORD }, { address: null, device, now: START });
    await waiting(40 - WIDTH + 1);
    strangers.release();
    expect(await owner).toMatchObject({ ok: true });
    expect(await stranger).toMatchObject({ ok: true });
    await link;
    // Of the flood only those were checked that had a place already, and at most as many that came to one meanwhile.
    const before = held.begun.slice(0, held.begun.lastIndexOf(PASSWORD)).filter((begun) => begun === FLOOD).length;
    expect(before).toBeLessThanOrEqual(2 * WIDTH);
    await strangers.end();
    expect(await attempt(linked.email, { password: OTHER_PASSWORD })).toMatchObject({ ok: true });
  });

  it("is answered like anybody whose turn does not come: known or not, right or wrong", async () => {
    const { email } = await createContact(null, { passwordHash: CHEAP_HASH });
    const strangers = flood(WIDTH, anyEmail);
    await vi.waitFor(() => expect(checksOf(FLOOD)).toBe(WIDTH), { timeout: 20_000 });
    const tries = [email, anyEmail()].flatMap((address) => [
      attempt(address),
      attempt(address, { password: OTHER_PASSWORD }),
    ]);
    for (const outcome of await Promise.all(tries)) expect(outcome).toEqual({ ok: false, reason: "busy" });
    await strangers.end();
    expect(await attempt(email)).toMatchObject({ ok: true });
  });

  it("on one account takes no place in the queue once the account's allowance is used up", async () => {
    const { email } = await createContact(null, { passwordHash: CHEAP_HASH });
    for (let failure = 0; failure < 10; failure++) await attempt(email, { password: OTHER_PASSWORD });
    const strangers = flood(120, () => email);
    await vi.waitFor(() => expect(strangers.settled()).toBe(120), { timeout: 20_000 });
    expect(strangers.count).toEqual({ in: 0, wrong: 0, wait: 120, busy: 0 });
    expect(checksOf(FLOOD)).toBe(0);
    await strangers.end();
  });

  it("uses up no allowance for sign-ins that were turned away", async () => {
    const { email } = await createContact(null, { passwordHash: CHEAP_HASH });
    const strangers = flood(WIDTH, anyEmail);
    await vi.waitFor(() => expect(checksOf(FLOOD)).toBe(WIDTH), { timeout: 20_000 });
    const tries = Array.from({ length: 12 }, () => attempt(email, { password: OTHER_PASSWORD }));
    for (const outcome of await Promise.all(tries)) expect(outcome).toEqual({ ok: false, reason: "busy" });
    await strangers.end();
    expect(await attempt(email, { password: PASSWORD })).toMatchObject({ ok: true });
  });
});
