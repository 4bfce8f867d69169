import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it } from "vitest";
import { auditEvents, contacts, signInTokens, staff } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { linkState, setPassword } from "@/lib/gate/auth/reset";
import { loadSession } from "@/lib/gate/auth/session-store";
import { hashSecret, newSecret, tokenFor } from "@/lib/gate/tokens";
import { createCompany, createContact, createStaff, unique } from "@/tests/support/world";
import {
  at,
  attempt,
  cimsoft,
  insource,
  MINUTE,
  mailsTo,
  needToken,
  OTHER_PASSWORD,
  PASSWORD_HASH,
  START,
  signedIn,
} from "./support";

const contact = (over: Parameters<typeof createContact>[1] = {}) =>
  createContact(null, { passwordHash: PASSWORD_HASH, ...over });

const open = (token: string, { brand = cimsoft, now = START, address = null as string | null } = {}) =>
  linkState(brand, token, { address, now });

const set = (token: string, { brand = cimsoft, now = START, password = OTHER_PASSWORD, device = newSecret() } = {}) =>
  setPassword(brand, { token, password }, { address: null, device, now });

const gone = { code: "CONFLICT", message: "This link no longer works. Ask for a new one." };

describe("a link to set a password", () => {
  it("is derived from its row and of 256 bits", async () => {
    const id = uuidv7();
    expect(tokenFor("reset", id)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(tokenFor("reset", id)).toBe(tokenFor("reset", id));
    expect(tokenFor("reset", id)).not.toBe(tokenFor("other", id));
    expect(tokenFor("reset", id)).not.toBe(tokenFor("reset", uuidv7()));
  });

  it("may be opened by mail scanners any number of times without a change", async () => {
    const { email, id } = await contact();
    const token = await needToken(email);
    const rows = () => asSystem("test", (db) => db.select().from(signInTokens).where(eq(signInTokens.accountId, id)));
    const before = await rows();
    for (let visit = 0; visit < 50; visit++) expect(await open(token, { address: "203.0.113.50" })).toBe("works");
    expect(await rows()).toEqual(before);
    expect((await attempt(email)).ok).toBe(true);
    await set(token);
  });

  it("sets the password once", async () => {
    const { email } = await contact();
    const token = await needToken(email);
    await set(token);
    expect(await attempt(email)).toEqual({ ok: false, reason: "wrong" });
    expect(await attempt(email, { password: OTHER_PASSWORD })).toMatchObject({ ok: true });
    expect(await open(token)).toBe("gone");
    await expect(set(token, { password: "Granite#Pier91" })).rejects.toMatchObject(gone);
    expect(await attempt(email, { password: OTHER_PASSWORD })).toMatchObject({ ok: true });
  });

  it("sets the first password of an account without one", async () => {
    const { email } = await createContact(null);
    await set(await needToken(email));
    expect(await attempt(email, { password: OTHER_PASSWORD })).toMatchObject({ ok: true });
  });

  it("used twice at once sets one password", async () => {
    const { email } = await contact();
    const token = await needToken(email);
    const passwords = Array.from({ length: 6 }, (_, index) => `Granite#Pier9${index}`);
    const outcomes = await Promise.allSettled(passwords.map((password) => set(token, { password })));
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === "rejected") expect(outcome.reason).toMatchObject(gone);
    const winner = passwords[outcomes.findIndex((outcome) => outcome.status === "fulfilled")] ?? "";
    expect(await attempt(email, { password: winner })).toMatchObject({ ok: true });
    expect(await mailsTo(email, "password-changed")).toHaveLength(1);
  });

  it("works for 60 minutes", async () => {
    const { email } = await contact();
    const token = await needToken(email);
    expect(await open(token, { now: at(60 * MINUTE - 1) })).toBe("works");
    expect(await open(token, { now: at(60 * MINUTE) })).toBe("gone");
    await expect(set(token, { now: at(60 * MINUTE + 1) })).rejects.toMatchObject(gone);
    await set(token, { now: at(60 * MINUTE - 1) });
  });

  it("is refused once a newer one was asked for ten minutes later", async () => {
    const { email } = await contact();
    const older = await needToken(email);
    const newer = await needToken(email, { now: at(10 * MINUTE) });
    expect(await open(older, { now: at(11 * MINUTE) })).toBe("gone");
    await expect(set(older, { now: at(11 * MINUTE) })).rejects.toMatchObject(gone);
    await set(newer, { now: at(11 * MINUTE) });
  });

  it("works on its brand alone, for contacts and for staff", async () => {
    const client = await needToken((await contact()).email);
    const member = await needToken((await createStaff(["marketing"])).email);
    for (const token of [client, member]) {
      expect(await open(token, { brand: insource })).toBe("gone");
      await expect(set(token, { brand: insource })).rejects.toMatchObject(gone);
      await set(token);
    }
  });

  it("is refused once the account was closed", async () => {
    const { id, email } = await contact();
    const token = await needToken(email);
    await asSystem("test", (db) =>
      db
        .update(contacts)
        .set({ closedAt: new Date(0) })
        .where(eq(contacts.id, id)),
    );
    await expect(set(token)).rejects.toMatchObject(gone);
    const [row] = await asSystem("test", (db) => db.select().from(signInTokens).where(eq(signInTokens.accountId, id)));
    expect(row?.usedAt).toBeNull();
    expect(await open(token)).toBe("gone");
  });

  it("sets the password of its own account and of no other", async () => {
    const mine = await contact();
    const theirs = await contact();
    await needToken(theirs.email);
    await set(await needToken(mine.email));
    expect(await attempt(theirs.email)).toMatchObject({ ok: true });
  });

  it.each(["", " ", "%20", "null", "undefined", "..", "a".repeat(43), "a".repeat(100_000), "\0".repeat(43)])(
    "that nobody made is refused: %.20j",
    async (token) => {
      expect(await open(token)).toBe("gone");
      await expect(set(token)).rejects.toMatchObject(gone);
    },
  );

  it("is refused in another letter case, as its hash, or as its row's id", async () => {
    const { email } = await contact();
    const token = await needToken(email);
    const [mail] = await mailsTo(email);
    for (const other of [
      token.toUpperCase(),
      token.toLowerCase(),
      `${token}=`,
      hashSecret(token),
      String(mail?.props.tokenId),
    ]) {
      expect(await open(other)).toBe("gone");
    }
    expect(await open(token)).toBe("works");
  });

  it("that nobody made may be tried thirty times in 15 minutes from a network address", async () => {
    const address = unique("198.51.100.20");
    const token = await needToken((await contact()).email);
    for (let guess = 0; guess < 30; guess++) expect(await open(newSecret(), { address })).toBe("gone");
    expect(await open(newSecret(), { address })).toBe("wait");
    const use = (token: string) =>
      setPassword(cimsoft, { token, password: OTHER_PASSWORD }, { address, device: newSecret(), now: START });
    await expect(use(newSecret())).rejects.toMatchObject({ code: "RATE_LIMITED" });
    expect(await open(newSecret(), { address: unique("198.51.100.21") })).toBe("gone");
    expect(await open(newSecret(), { address, now: at(15 * MINUTE) })).toBe("gone");
    // A colleague behind the same address, with a link that works.
    expect(await open(token, { address })).toBe("works");
    await use(token);
  });

  it("that works does not count for the network address", async () => {
    const address = unique("198.51.100.22");
    const token = await needToken((await contact()).email);
    for (let guess = 0; guess < 29; guess++) expect(await open(newSecret(), { address })).toBe("gone");
    for (let visit = 0; visit < 3; visit++) expect(await open(token, { address })).toBe("works");
    expect(await open(newSecret(), { address })).toBe("gone");
    expect(await open(newSecret(), { address })).toBe("wait");
  });

  it.each([
    ["a contact's", () => contact(), contacts],
    ["a member of staff's", () => createStaff(["marketing"]), staff],
  ] as const)("is refused once the account has another address than it was mailed to: %s", async (_, make, table) => {
    const { id, email } = await make();
    const token = await needToken(email);
    const moveTo = (email: string) => asSystem("test", (db) => db.update(table).set({ email }).where(eq(table.id, id)));
    await moveTo(`${unique("moved")}@client.example`);
    expect(await open(token)).toBe("gone");
    await expect(set(token)).rejects.toMatchObject(gone);
    await moveTo(email);
    expect(await open(token)).toBe("works");
  });
});

describe("a new password set by a link", () => {
  it.each(["Password1!", "Maya&Ferreira1", "Harbor#Steel7", "Cimsoft2026!"])(
    "is refused beside its field when it is easy to guess, and the link works on: %s",
    async (password) => {
      const company = await createCompany({ name: "Harbor Steel" });
      const { email } = await createContact(company, { name: "Maya Ferreira", passwordHash: PASSWORD_HASH });
      const token = await needToken(email);
      await expect(set(token, { password })).rejects.toMatchObject({ code: "INVALID", field: "password" });
      await set(token);
      expect(await attempt(email, { password: OTHER_PASSWORD })).toMatchObject({ ok: true });
    },
  );

  it("ends every session of that account on all brands, and nobody else's", async () => {
    const member = await createStaff(["marketing"], { passwordHash: PASSWORD_HASH });
    const here = await signedIn(member.email);
    const there = await signedIn(member.email, { brand: insource });
    const other = await signedIn((await contact()).email);
    await set(await needToken(member.email));
    expect(await loadSession(here, "cimsoft", at(1))).toBeNull();
    expect(await loadSession(there, "insource", at(1))).toBeNull();
    expect(await loadSession(other, "cimsoft", at(1))).not.toBeNull();
  });

  it("is told to the owner by a mail without any secret, and audited", async () => {
    const { email, id } = await contact();
    await set(await needToken(email));
    expect(await mailsTo(email, "password-changed")).toMatchObject([{ brand: "cimsoft", props: {} }]);
    const events = await asSystem("test", (db) => db.select().from(auditEvents).where(eq(auditEvents.actorId, id)));
    expect(events).toMatchObject([{ action: "password.set", brand: "cimsoft", actorKind: "contact", details: {} }]);
  });

  it("makes browsers unknown that signed in with the old one, but not the browser that set it", async () => {
    const { email } = await contact();
    const [thief, owner] = [newSecret(), newSecret()];
    await signedIn(email, { device: thief });
    await set(await needToken(email), { device: owner });
    for (let failure = 0; failure < 10; failure++) await attempt(email, { password: "wrong" });
    expect(await attempt(email, { device: thief, password: OTHER_PASSWORD })).toEqual({ ok: false, reason: "wait" });
    expect(await attempt(email, { device: owner, password: OTHER_PASSWORD })).toMatchObject({ ok: true });
  });
});
