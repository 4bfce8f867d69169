import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { contacts } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { changePassword } from "@/lib/gate/auth/change-password";
import { deletePassword } from "@/lib/gate/auth/credentials";
import { linkState } from "@/lib/gate/auth/reset";
import { endSession, loadSession } from "@/lib/gate/auth/session-store";
import type { SignedIn } from "@/lib/gate/auth/types";
import { newSecret } from "@/lib/gate/tokens";
import {
  at,
  attempt,
  cimsoft,
  insource,
  mailsTo,
  needToken,
  OTHER_PASSWORD,
  PASSWORD,
  PASSWORD_HASH,
  START,
  signedIn,
} from "@/tests/integration/gate/auth/support";
import { createContact, createStaff } from "@/tests/support/world";
import { deedsOf } from "./support";

const NEW = { currentPassword: PASSWORD, password: OTHER_PASSWORD };

async function sessionOf(secret: string, brand = "cimsoft"): Promise<SignedIn> {
  const session = await loadSession(secret, brand, at(1));
  if (!session) throw new Error("not signed in");
  return session;
}

/** A contact signed in twice: in this browser, and in another. */
async function twice(passwordHash = PASSWORD_HASH) {
  const contact = await createContact(null, { passwordHash });
  const device = newSecret();
  const here = await signedIn(contact.email, { device });
  const elsewhere = await signedIn(contact.email);
  return { contact, device, here, elsewhere, session: await sessionOf(here) };
}

const change = (session: SignedIn, device: string, passwords = NEW, now = at(10)) =>
  changePassword(cimsoft, session, passwords, { device, address: null, now });

const wrong = { code: "INVALID", field: "currentPassword" };

describe("a password changed in Settings", () => {
  it("ends every other session and link, keeps this session, and tells the owner without any secret", async () => {
    const { contact, device, here, elsewhere, session } = await twice();
    const link = await needToken(contact.email);
    await change(session, device);
    expect(await loadSession(here, "cimsoft", at(11))).not.toBeNull();
    expect(await loadSession(elsewhere, "cimsoft", at(11))).toBeNull();
    expect(await attempt(contact.email, { now: at(12) })).toMatchObject({ ok: false, reason: "wrong" });
    expect(await attempt(contact.email, { password: OTHER_PASSWORD, now: at(13) })).toMatchObject({ ok: true });
    const mails = await mailsTo(contact.email, "password-changed");
    expect(mails).toHaveLength(1);
    for (const secret of [OTHER_PASSWORD, PASSWORD, link]) expect(JSON.stringify(mails)).not.toContain(secret);
    expect(await deedsOf(contact.id)).toContain("password.changed");
    expect(await linkState(cimsoft, link, { address: null, now: at(14) })).toBe("gone");
  });

  it("of staff ends their sessions on every brand", async () => {
    const member = await createStaff(["marketing"], { passwordHash: PASSWORD_HASH });
    const device = newSecret();
    const here = await signedIn(member.email, { device });
    const there = await signedIn(member.email, { brand: insource });
    await change(await sessionOf(here), device);
    expect(await loadSession(there, "insource", at(11))).toBeNull();
    expect(await loadSession(here, "cimsoft", at(11))).not.toBeNull();
  });

  it("is not set with a wrong old one, which counts as a failed sign-in of this browser", async () => {
    const { contact, device, elsewhere, session } = await twice();
    const guess = { currentPassword: "Not&The&Old1", password: OTHER_PASSWORD };
    for (let tries = 0; tries < 10; tries++) {
      await expect(change(session, device, guess)).rejects.toMatchObject(wrong);
    }
    await expect(change(session, device)).rejects.toMatchObject({ code: "RATE_LIMITED" });
    expect(await attempt(contact.email, { device, now: at(10) })).toMatchObject({ reason: "wait" });
    // Nobody else waits for it, and nothing has changed.
    expect(await attempt(contact.email, { now: at(10) })).toMatchObject({ ok: true });
    expect(await loadSession(elsewhere, "cimsoft", at(11))).not.toBeNull();
    expect(await mailsTo(contact.email, "password-changed")).toEqual([]);
  });

  it("cannot be guessed faster with a session that was copied to another browser", async () => {
    const { contact, session } = await twice();
    for (let tries = 0; tries < 10; tries++) {
      const guess = { currentPassword: `Guess&${tries}`, password: OTHER_PASSWORD };
      await expect(change(session, newSecret(), guess)).rejects.toMatchObject(wrong);
    }
    await expect(change(session, newSecret())).rejects.toMatchObject({ code: "RATE_LIMITED" });
    expect(await attempt(contact.email, { now: at(10) })).toMatchObject({ reason: "wait" });
  });

  it("is refused beside its field when it is easy to guess", async () => {
    const { contact, device, session } = await twice();
    for (const password of ["Dragon2026!", "Cimsoft#2026"]) {
      await expect(change(session, device, { currentPassword: PASSWORD, password })).rejects.toMatchObject({
        ...{ code: "INVALID", field: "password" },
      });
    }
    expect(await attempt(contact.email, { now: at(12) })).toMatchObject({ ok: true });
  });

  it("does not count for the limits when the old one was right", async () => {
    const { device, session } = await twice();
    for (let round = 0; round < 6; round++) {
      await change(session, device, NEW, at(10 + 2 * round));
      await change(session, device, { currentPassword: OTHER_PASSWORD, password: PASSWORD }, at(11 + 2 * round));
    }
  });

  it("is refused where the session has ended, or the account was closed, since it was read", async () => {
    const ended = await twice();
    await asSystem("test", (db) => endSession(db, ended.session.sessionId, at(5)));
    await expect(change(ended.session, ended.device)).rejects.toMatchObject(wrong);
    const closed = await twice();
    await asSystem("test", (db) =>
      db.update(contacts).set({ closedAt: new Date() }).where(eq(contacts.id, closed.contact.id)),
    );
    await expect(change(closed.session, closed.device)).rejects.toMatchObject(wrong);
    expect(await mailsTo(closed.contact.email, "password-changed")).toEqual([]);
  });

  it("is set once when two forms come at the same time", async () => {
    const { contact, device, session } = await twice();
    const both = await Promise.allSettled([
      change(session, device),
      change(session, device, { currentPassword: PASSWORD, password: "Granite%Lane64" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await mailsTo(contact.email, "password-changed")).toHaveLength(1);
  });

  it("is refused for an account without a password", async () => {
    const { contact, device, session } = await twice();
    await asSystem("test", (db) => deletePassword(db, { kind: "contact", id: contact.id }));
    await expect(change(session, device)).rejects.toMatchObject(wrong);
    await expect(change(session, device, { ...NEW, currentPassword: "" }, START)).rejects.toMatchObject(wrong);
  });
});
