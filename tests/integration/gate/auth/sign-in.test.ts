import { hash } from "@node-rs/argon2";
import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { auditEvents, contacts, credentials, sessions, staff } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { findAccount, isUsable } from "@/lib/gate/accounts";
import { savePasswordHash } from "@/lib/gate/auth/credentials";
import { NOBODYS_HASH } from "@/lib/gate/auth/passwords";
import { loadSession } from "@/lib/gate/auth/session-store";
import { hashSecret, newSecret } from "@/lib/gate/tokens";
import { createCompany, createContact, createStaff } from "@/tests/support/world";
import { at, attempt, cimsoft, insource, OTHER_PASSWORD, PASSWORD, PASSWORD_HASH, START, signedIn } from "./support";

// The real argon2, with its verifications counted.
const verifications = vi.hoisted(() => ({ count: 0 }));
vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  return {
    ...real,
    verify: (...given: Parameters<typeof real.verify>) => {
      verifications.count += 1;
      return real.verify(...given);
    },
  };
});

async function waitingForALock(): Promise<number> {
  const rows = await asSystem("test looks", (db) =>
    db.execute(sql`select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`),
  );
  return rows.length;
}

const wrong = { ok: false, reason: "wrong" };
const contact = (over: Parameters<typeof createContact>[1] = {}) =>
  createContact(null, { passwordHash: PASSWORD_HASH, ...over });

describe("signing in", () => {
  it("starts a session of the contact on that brand, with the rights of the contact's row", async () => {
    const company = await createCompany();
    const { id, email } = await createContact(company, {
      passwordHash: PASSWORD_HASH,
      pay: true,
      casesScope: "company",
      timeZone: "America/Chicago",
    });
    const secret = await signedIn(`  ${email.toUpperCase()} `);
    expect(await loadSession(secret, "cimsoft", START)).toMatchObject({
      brand: "cimsoft",
      account: { kind: "contact", id, email, name: "Robin Meyer", timeZone: "America/Chicago" },
      viewer: {
        kind: "client",
        brand: "cimsoft",
        contactId: id,
        companyId: company.id,
        rights: { billing: true, pay: true, cases: "company", requests: "own" },
      },
    });
    const events = await asSystem("test looks", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.actorId, id)),
    );
    expect(events.map((event) => event.action)).toEqual(["session.started"]);
    expect(JSON.stringify(events)).not.toContain(secret);
  });

  it("takes staff on any brand's host", async () => {
    const member = await createStaff(["administrator", "marketing"], {
      passwordHash: PASSWORD_HASH,
      brands: ["cimsoft"],
    });
    for (const brand of [cimsoft, insource]) {
      const secret = await signedIn(member.email, { brand });
      expect((await loadSession(secret, brand.key, START))?.viewer).toEqual({
        kind: "staff",
        staffId: member.id,
        brands: ["cimsoft"],
        roles: ["administrator", "marketing"],
      });
    }
  });

  it("knows the same address on two brands as two accounts", async () => {
    const here = await contact();
    const there = await createContact(null, {
      brand: "insource",
      email: here.email,
      passwordHash: await hash(OTHER_PASSWORD, { memoryCost: 65_536, timeCost: 3, parallelism: 1 }),
    });
    expect(await attempt(here.email, { brand: insource })).toEqual(wrong);
    expect(await attempt(here.email, { password: OTHER_PASSWORD })).toEqual(wrong);
    expect(await attempt(here.email)).toMatchObject({ ok: true, account: { id: here.id } });
    expect(await attempt(here.email, { brand: insource, password: OTHER_PASSWORD })).toMatchObject({
      ok: true,
      account: { id: there.id },
    });
  });

  it("makes a new session each time and ends the one that the browser held", async () => {
    const { email } = await contact();
    const first = await signedIn(email);
    const second = await signedIn(email, { previousSession: first });
    expect(second).not.toBe(first);
    expect(await loadSession(first, "cimsoft", START)).toBeNull();
    expect(await loadSession(second, "cimsoft", START)).not.toBeNull();
  });

  it("never takes over a session id that somebody planted", async () => {
    const { email } = await contact();
    const planted = newSecret();
    const secret = await signedIn(email, { previousSession: planted });
    expect(secret).not.toBe(planted);
    expect(await loadSession(planted, "cimsoft", START)).toBeNull();
  });

  it("keeps only the hash of the secret", async () => {
    const { id, email } = await contact();
    const secret = await signedIn(email);
    const [row] = await asSystem("test looks", (db) => db.select().from(sessions).where(eq(sessions.accountId, id)));
    expect(row?.tokenHash).toBe(hashSecret(secret));
    expect(JSON.stringify(row)).not.toContain(secret);
  });

  it("replaces a hash of smaller parameters", async () => {
    const weak = await hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    const { id, email } = await createContact(null, { passwordHash: weak });
    await signedIn(email);
    const [row] = await asSystem("test looks", (db) =>
      db
        .select()
        .from(credentials)
        .where(and(eq(credentials.accountKind, "contact"), eq(credentials.accountId, id))),
    );
    expect(row?.passwordHash).toContain("m=65536,t=3,p=1");
    expect((await attempt(email)).ok).toBe(true);
  });

  it("is refused when the password changes while it is being checked", async () => {
    const { id, email } = await contact();
    // Held up just before the session is made, after the password was found right.
    const outcome = await asSystem("test", async (db) => {
      await db.select().from(contacts).where(eq(contacts.id, id)).for("update");
      const tried = attempt(email);
      await vi.waitFor(async () => expect(await waitingForALock()).toBe(1), { timeout: 20_000 });
      await savePasswordHash(db, { kind: "contact", id }, NOBODYS_HASH, START);
      return { tried };
    });
    expect(await outcome.tried).toEqual(wrong);
    expect(await asSystem("test looks", (db) => db.select().from(sessions).where(eq(sessions.accountId, id)))).toEqual(
      [],
    );
  });
});

describe("an attempt to sign in", () => {
  const cases: [string, () => Promise<{ email: string; password?: string }>][] = [
    ["an unknown address", async () => ({ email: "nobody@client.example" })],
    ["a wrong password", async () => ({ email: (await contact()).email, password: OTHER_PASSWORD })],
    ["the right password with a space", async () => ({ email: (await contact()).email, password: `${PASSWORD} ` })],
    ["no password yet", async () => ({ email: (await createContact(null)).email })],
    ["a closed account", () => contact({ closedAt: new Date(START.epochMilliseconds) })],
    ["a demo account outside the demo", () => contact({ demo: true })],
    ["closed staff", () => createStaff(["marketing"], { passwordHash: PASSWORD_HASH, closedAt: new Date(0) })],
    ["demo staff outside the demo", () => createStaff(["marketing"], { passwordHash: PASSWORD_HASH, demo: true })],
    ["a contact of another brand", () => contact({ brand: "insource" })],
    ["a malformed hash", () => createContact(null, { passwordHash: "$argon2id$v=19$broken" })],
    ["an overlong password", async () => ({ email: (await contact()).email, password: PASSWORD.repeat(1000) })],
    ["an address that is SQL", async () => ({ email: "' or '1'='1' --@client.example" })],
  ];

  it.each(cases)("gets the same refusal after exactly one verification: %s", async (_, make) => {
    const { email, password } = await make();
    verifications.count = 0;
    expect(await attempt(email, password === undefined ? {} : { password })).toEqual(wrong);
    expect(verifications.count).toBe(1);
  });

  it("succeeds with a demo account in the demo", () => {
    const demo = { closedAt: null, demo: true };
    expect(isUsable(demo, true)).toBe(true);
    expect(isUsable(demo, false)).toBe(false);
    expect(isUsable({ ...demo, closedAt: new Date(0) }, true)).toBe(false);
  });

  it("finds a member of staff before a contact, and the contact when the staff account is closed", async () => {
    const member = await createStaff(["marketing"]);
    const client = await createContact(null, { email: member.email });
    const found = () => asSystem("test", (db) => findAccount(db, "cimsoft", member.email));
    expect(await found()).toMatchObject({ kind: "staff", id: member.id });
    await asSystem("test", (db) =>
      db
        .update(staff)
        .set({ closedAt: new Date(0) })
        .where(eq(staff.id, member.id)),
    );
    expect(await found()).toMatchObject({ kind: "contact", id: client.id });
  });
});

describe("the time that a sign-in takes", () => {
  it("does not tell known, unknown, closed and never signed-in accounts apart", async () => {
    const rounds = process.env.PORTAL_TEST_LONG ? 200 : 11;
    const known = await contact();
    const closed = await contact({ closedAt: new Date(0) });
    const fresh = await createContact(null);
    const emails = { known: known.email, unknown: "nobody@client.example", closed: closed.email, fresh: fresh.email };
    const names = ["known", "unknown", "closed", "fresh"] as const;
    const shares: Record<(typeof names)[number], number[]> = { known: [], unknown: [], closed: [], fresh: [] };
    for (let round = 0; round < rounds; round++) {
      const taken: number[] = [];
      for (const name of names) {
        const begun = performance.now();
        // Hours apart, so that no limit is met.
        await attempt(emails[name], { password: OTHER_PASSWORD, now: at(round * 3600) });
        taken.push(performance.now() - begun);
      }
      // As a share of the round's time: a machine that is busy for a while slows all four alike.
      const total = taken.reduce((sum, time) => sum + time, 0);
      for (const [index, name] of names.entries()) shares[name].push((taken[index] ?? 0) / total);
    }
    const medians = names.map((name) => shares[name].sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0);
    // One verification more or less would be a factor of two or of ten.
    expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(1.8);
  }, 300_000);
});
