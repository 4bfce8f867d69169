import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { contacts, sessions, staff, staffBrands } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import type { AccountKey } from "@/lib/gate/accounts";
import {
  createSession,
  endSession,
  endSessionOfSecret,
  endSessionsOf,
  listSessions,
  loadSession,
} from "@/lib/gate/auth/session-store";
import { hashSecret, newSecret } from "@/lib/gate/tokens";
import { createContact, createStaff } from "@/tests/support/world";
import { at, HOUR, START } from "./support";

const DAY = 24 * HOUR;

async function contactKey(over: Parameters<typeof createContact>[1] = {}): Promise<AccountKey> {
  return { kind: "contact", id: (await createContact(null, over)).id };
}

async function staffKey(): Promise<AccountKey> {
  return { kind: "staff", id: (await createStaff(["marketing"])).id };
}

const begin = (account: AccountKey, brand = "cimsoft", now = START) =>
  asSystem("test", (db) => createSession(db, { account, brand, userAgent: "test", now }));
const isIn = async (secret: string, seconds: number, brand = "cimsoft") =>
  (await loadSession(secret, brand, at(seconds))) !== null;
const rowOf = async (secret: string) => {
  const rows = await asSystem("test", (db) =>
    db
      .select()
      .from(sessions)
      .where(eq(sessions.tokenHash, hashSecret(secret))),
  );
  return rows[0];
};

/** Uses the session every `step` seconds until `until`. */
async function keepUsing(secret: string, step: number, until: number): Promise<void> {
  for (let second = step; second <= until; second += step) expect(await isIn(secret, second)).toBe(true);
}

describe("a signed-in session", () => {
  it.each([
    ["a client's", contactKey, 12 * HOUR],
    ["a member of staff's", staffKey, 2 * HOUR],
  ])("of idle time: %s ends when it was not used for long enough", async (_, make, idle) => {
    const { secret } = await begin(await make());
    expect(await isIn(secret, idle - 1)).toBe(true);
    // The check before was a use: the idle time counts from there.
    expect(await isIn(secret, 2 * idle - 2)).toBe(true);
    expect(await isIn(secret, 3 * idle - 2)).toBe(false);
  });

  it("of a client ends after 14 days, however much it is used", async () => {
    const { secret } = await begin(await contactKey());
    await keepUsing(secret, 11 * HOUR, 14 * DAY - 1);
    expect(await isIn(secret, 14 * DAY - 1)).toBe(true);
    expect(await isIn(secret, 14 * DAY)).toBe(false);
  });

  it("of staff ends after 12 hours, however much it is used", async () => {
    const { secret } = await begin(await staffKey());
    await keepUsing(secret, HOUR, 12 * HOUR - 1);
    expect(await isIn(secret, 12 * HOUR)).toBe(false);
  });

  it("has its use recorded at most once a minute", async () => {
    const { secret } = await begin(await contactKey());
    await isIn(secret, 59);
    expect((await rowOf(secret))?.lastSeenAt).toEqual(new Date(START.epochMilliseconds));
    await isIn(secret, 60);
    expect((await rowOf(secret))?.lastSeenAt).toEqual(new Date(at(60).epochMilliseconds));
  });

  it("that was ended stays ended, by its id or its secret", async () => {
    const account = await contactKey();
    const one = await begin(account);
    const two = await begin(account);
    await asSystem("test", (db) => endSession(db, one.id, at(5)));
    await asSystem("test", (db) => endSessionOfSecret(db, two.secret, at(5)));
    expect(await isIn(one.secret, 6)).toBe(false);
    expect(await isIn(two.secret, 6)).toBe(false);
    await asSystem("test", (db) => endSession(db, one.id, at(9)));
    expect((await rowOf(one.secret))?.endedAt).toEqual(new Date(at(5).epochMilliseconds));
  });

  it("of a client is refused on another brand's host", async () => {
    const { secret } = await begin(await contactKey());
    expect(await isIn(secret, 1, "insource")).toBe(false);
    expect(await isIn(secret, 1)).toBe(true);
  });

  it("that was begun on another brand than its contact's is refused everywhere", async () => {
    const { secret } = await begin(await contactKey(), "insource");
    expect(await isIn(secret, 1, "insource")).toBe(false);
    expect(await isIn(secret, 1, "cimsoft")).toBe(false);
  });

  it("ends with its account", async () => {
    const client = await contactKey();
    const member = await staffKey();
    const clients = await begin(client);
    const members = await begin(member);
    await asSystem("test", async (db) => {
      await db.update(contacts).set({ closedAt: new Date() }).where(eq(contacts.id, client.id));
      await db.update(staff).set({ closedAt: new Date() }).where(eq(staff.id, member.id));
    });
    expect(await isIn(clients.secret, 1)).toBe(false);
    expect(await isIn(members.secret, 1)).toBe(false);
  });

  it("of a demo account is refused outside the demo", async () => {
    const { secret } = await begin(await contactKey({ demo: true }));
    expect(await isIn(secret, 1)).toBe(false);
  });

  it("shows rights, roles and brands as their rows are now", async () => {
    const client = await contactKey();
    const member = await staffKey();
    const clients = await begin(client);
    const members = await begin(member);
    await asSystem("test", async (db) => {
      await db
        .update(contacts)
        .set({ billing: false, email: `moved-${client.id}@client.example` })
        .where(eq(contacts.id, client.id));
      await db
        .update(staff)
        .set({ roles: ["administrator"] })
        .where(eq(staff.id, member.id));
      await db.delete(staffBrands).where(eq(staffBrands.staffId, member.id));
    });
    expect(await loadSession(clients.secret, "cimsoft", at(1))).toMatchObject({
      account: { email: `moved-${client.id}@client.example` },
      viewer: { rights: { billing: false } },
    });
    expect(await loadSession(members.secret, "cimsoft", at(1))).toMatchObject({
      viewer: { kind: "staff", brands: [], roles: ["administrator"] },
    });
  });

  it.each(["", " ", "null", "x".repeat(100_000), "' or true --", newSecret(), "\0"])(
    "is not found under %.20j",
    async (secret) => {
      expect(await loadSession(secret, "cimsoft", START)).toBeNull();
    },
  );

  it("is found under its exact secret alone", async () => {
    const { secret } = await begin(await contactKey());
    expect(await loadSession(`${secret} `, "cimsoft", START)).toBeNull();
    expect(await loadSession(hashSecret(secret), "cimsoft", START)).toBeNull();
    const swapped = secret.replace(/[a-zA-Z]/g, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    );
    expect(await loadSession(swapped, "cimsoft", START)).toBeNull();
  });
});

describe("the sessions of an account", () => {
  it("can be ended all but one, and no other account's with them", async () => {
    const account = await contactKey();
    const bystander = await begin(await contactKey());
    const [kept, second, third] = [await begin(account), await begin(account), await begin(account)];
    await asSystem("test", (db) => endSessionsOf(db, account, { except: kept.id, now: at(1) }));
    expect(await isIn(kept.secret, 2)).toBe(true);
    expect(await isIn(second.secret, 2)).toBe(false);
    expect(await isIn(third.secret, 2)).toBe(false);
    await asSystem("test", (db) => endSessionsOf(db, account, { now: at(3) }));
    expect(await isIn(kept.secret, 4)).toBe(false);
    expect(await isIn(bystander.secret, 4)).toBe(true);
  });

  it("are listed while they run, last used first, without any secret", async () => {
    const account = await contactKey();
    const old = await begin(account, "cimsoft", at(-13 * HOUR));
    const first = await begin(account);
    const second = await begin(account, "cimsoft", at(10));
    const ended = await begin(account);
    await asSystem("test", (db) => endSession(db, ended.id, at(1)));
    await isIn(first.secret, 120);
    const listed = await asSystem("test", (db) => listSessions(db, account, at(130)));
    expect(listed.map((session) => session.id)).toEqual([first.id, second.id]);
    for (const { secret } of [old, first, second]) {
      expect(JSON.stringify(listed)).not.toContain(secret);
      expect(JSON.stringify(listed)).not.toContain(hashSecret(secret));
    }
  });
});
