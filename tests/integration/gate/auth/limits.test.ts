import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { asSystem } from "@/db/viewer";
import { requestReset } from "@/lib/gate/auth/reset";
import { byAddress, LIMITS, refund, reserve } from "@/lib/gate/limits";
import { newSecret } from "@/lib/gate/tokens";
import { createContact, createStaff, unique } from "@/tests/support/world";
import { at, attempt, CHEAP_HASH, cimsoft, HOUR, insource, jobs, MINUTE, OTHER_PASSWORD, START } from "./support";

const contact = () => createContact(null, { passwordHash: CHEAP_HASH });
const reasonOf = (outcome: Awaited<ReturnType<typeof attempt>>) => (outcome.ok ? "in" : outcome.reason);

async function fail(email: string, times: number, over: Parameters<typeof attempt>[1] = {}) {
  const reasons: string[] = [];
  for (let index = 0; index < times; index++) {
    reasons.push(reasonOf(await attempt(email, { password: OTHER_PASSWORD, ...over })));
  }
  return reasons;
}

/** Takes failures from the counter that tries of this address take from, without the time of checking passwords. */
async function spend(email: string, times: number) {
  expect(await reserve(Array(times).fill({ limit: "signIn", subject: email }), START)).toBe(true);
}

describe("failed sign-ins", { timeout: 120_000 }, () => {
  it("of an account are ten in 15 minutes, then one a minute, then ten again", async () => {
    const { email } = await contact();
    expect(await fail(email, 10)).toEqual(Array(10).fill("wrong"));
    expect(reasonOf(await attempt(email, { now: at(1) }))).toBe("wait");
    expect(reasonOf(await attempt(email, { now: at(59) }))).toBe("wait");
    expect(await fail(email, 2, { now: at(60) })).toEqual(["wrong", "wait"]);
    expect(reasonOf(await attempt(email, { now: at(119) }))).toBe("wait");
    expect(reasonOf(await attempt(email, { now: at(120) }))).toBe("in");
    expect(await fail(email, 11, { now: at(15 * MINUTE) })).toEqual([...Array(10).fill("wrong"), "wait"]);
  });

  it("of an unknown address are held the same way", async () => {
    const email = `${unique("nobody")}@client.example`;
    expect(await fail(email, 11)).toEqual([...Array(10).fill("wrong"), "wait"]);
    expect(await fail(email, 2, { now: at(60) })).toEqual(["wrong", "wait"]);
  });

  it("count once for an address however it is written, and for staff on all brands together", async () => {
    const { email } = await createStaff(["marketing"], { passwordHash: CHEAP_HASH });
    await fail(email, 5, { brand: cimsoft });
    await fail(` ${email.toUpperCase()}`, 5, { brand: insource });
    expect(reasonOf(await attempt(email, { brand: insource }))).toBe("wait");
    expect(reasonOf(await attempt(email, { brand: cimsoft }))).toBe("wait");
  });

  it("never hold a browser that has signed in before, which has an allowance of its own", async () => {
    const { email } = await contact();
    const device = newSecret();
    expect(reasonOf(await attempt(email, { device }))).toBe("in");
    await spend(email, 10);
    expect(reasonOf(await attempt(email))).toBe("wait");
    expect(reasonOf(await attempt(email, { device }))).toBe("in");
    expect(await fail(email, 11, { device })).toEqual([...Array(10).fill("wrong"), "wait"]);
    expect(reasonOf(await attempt(email, { device, now: at(60) }))).toBe("in");
  });

  it("of a browser known to one account count as a stranger's for another", async () => {
    const device = newSecret();
    await attempt((await contact()).email, { device });
    const other = await contact();
    await spend(other.email, 10);
    expect(reasonOf(await attempt(other.email, { device }))).toBe("wait");
  });

  it("alone count: successes never do", async () => {
    const { email } = await contact();
    for (let index = 0; index < 12; index++) expect(reasonOf(await attempt(email))).toBe("in");
    await spend(email, 9);
    expect(reasonOf(await attempt(email))).toBe("in");
    expect(reasonOf(await attempt(email))).toBe("in");
    expect(await fail(email, 2)).toEqual(["wrong", "wait"]);
  });

  it("do not hold back the next sign-in after a success while one a minute is allowed", async () => {
    const { email } = await contact();
    await spend(email, 10);
    expect(reasonOf(await attempt(email, { now: at(61) }))).toBe("in");
    expect(reasonOf(await attempt(email, { now: at(62) }))).toBe("in");
  });

  it("sent in parallel are checked no more often than one after the other", async () => {
    const { email } = await contact();
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => attempt(email, { password: OTHER_PASSWORD })));
    expect(outcomes.filter((outcome) => reasonOf(outcome) === "wrong")).toHaveLength(10);
    expect(outcomes.filter((outcome) => ["wait", "busy"].includes(reasonOf(outcome)))).toHaveLength(90);
    expect(reasonOf(await attempt(email))).toBe("wait");
  });

  it("of others do not hold twenty people who sign in to one account with the right password", async () => {
    const { email } = await contact();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => attempt(email)));
    expect(outcomes.map(reasonOf)).toEqual(Array(20).fill("in"));
  });

  it("of a network address are a hundred in 15 minutes, where it can be known", async () => {
    const address = unique("198.51.100.1");
    expect(await reserve(Array(99).fill({ limit: "signInByAddress", subject: address }), START)).toBe(true);
    const { email } = await contact();
    expect(await fail(email, 1, { address })).toEqual(["wrong"]);
    expect(reasonOf(await attempt(email, { address }))).toBe("wait");
    expect(reasonOf(await attempt(email, { address: null }))).toBe("in");
    expect(reasonOf(await attempt(email, { address: unique("198.51.100.2") }))).toBe("in");
    expect(reasonOf(await attempt(email, { address, now: at(15 * MINUTE) }))).toBe("in");
  });

  it("of a network address never hold a browser that has signed in before, and that browser's own do not count for the address", async () => {
    const address = unique("198.51.100.4");
    const { email } = await contact();
    const device = newSecret();
    expect(reasonOf(await attempt(email, { device, address }))).toBe("in");
    expect(await reserve(Array(98).fill({ limit: "signInByAddress", subject: address }), START)).toBe(true);
    expect(await fail(email, 5, { device, address })).toEqual(Array(5).fill("wrong"));
    expect(await fail((await contact()).email, 2, { address })).toEqual(["wrong", "wrong"]);
    expect(reasonOf(await attempt((await contact()).email, { address }))).toBe("wait");
    expect(reasonOf(await attempt(email, { device, address }))).toBe("in");
  });

  it("refused by the account's limit do not count for the network address", async () => {
    const address = unique("198.51.100.3");
    const { email } = await contact();
    await spend(email, 10);
    await fail(email, 120, { address });
    expect(reasonOf(await attempt((await contact()).email, { address }))).toBe("in");
  });
});

describe("the table of limits", () => {
  it("has the agreed numbers for sign-in and reset", () => {
    expect(LIMITS).toMatchObject({
      signIn: { hits: 10, windowMs: 900_000, thenEveryMs: 60_000 },
      signInByDevice: { hits: 10, windowMs: 900_000, thenEveryMs: 60_000 },
      signInByAddress: { hits: 100, windowMs: 900_000 },
      resetRequestByAddress: { hits: 100, windowMs: 3_600_000 },
      unknownTokenByAddress: { hits: 30, windowMs: 900_000 },
    });
  });

  it("keeps no address in plain text", async () => {
    const email = `${unique("clear")}@client.example`;
    await fail(email, 1, { address: "198.51.100.77" });
    const rows = await asSystem("test looks", (db) => db.execute(sql`select * from rate_limits`));
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/clear|198\.51\.100\.77/);
  });

  it("lets parallel requests take exactly as many as there are", async () => {
    const counts = byAddress("unknownTokenByAddress", unique("net"));
    const taken = await Promise.all(Array.from({ length: 100 }, () => reserve(counts, START)));
    expect(taken.filter(Boolean)).toHaveLength(30);
    await refund(counts, START);
    expect(await reserve(counts, START)).toBe(true);
    expect(await reserve(counts, START)).toBe(false);
  });

  it("takes from all limits that a request asks for, or from none", async () => {
    const [full] = byAddress("unknownTokenByAddress", unique("full"));
    const [free] = byAddress("unknownTokenByAddress", unique("free"));
    if (!full || !free) throw new Error("no counts");
    await reserve(Array(30).fill(full), START);
    for (let index = 0; index < 40; index++) expect(await reserve([free, full], START)).toBe(false);
    expect(await reserve(Array(30).fill(free), START)).toBe(true);
  });
});

describe("asking for reset mails", () => {
  it("is possible a hundred times an hour from a network address, whoever is asked about", async () => {
    const address = unique("198.51.100.9");
    const ask = (now = START) => requestReset(cimsoft, `${unique("any")}@client.example`, { address, now });
    for (let index = 0; index < 100; index++) await ask();
    const before = (await jobs("auth.reset")).length;
    await expect(ask()).rejects.toMatchObject({ code: "RATE_LIMITED" });
    expect(await jobs("auth.reset")).toHaveLength(before);
    await ask(at(HOUR));
    expect(await jobs("auth.reset")).toHaveLength(before + 1);
  });
});
