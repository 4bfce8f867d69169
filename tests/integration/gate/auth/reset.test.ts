import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it, vi } from "vitest";
import { auditEvents, contacts, credentials, outbox, signInTokens, staff } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { linkState, requestReset, setPassword } from "@/lib/gate/auth/reset";
import { runResetTask } from "@/lib/gate/auth/reset-link";
import { loadSession } from "@/lib/gate/auth/session-store";
import { hashSecret, newSecret, tokenFor } from "@/lib/gate/tokens";
import { log } from "@/lib/log";
import { createContact, createStaff, unique } from "@/tests/support/world";
import {
  at,
  attempt,
  cimsoft,
  HOUR,
  insource,
  jobs,
  MINUTE,
  mailsTo,
  needToken,
  OTHER_PASSWORD,
  PASSWORD_HASH,
  resetToken,
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

describe("asking for a reset mail", () => {
  it("adds one job whatever the address is, and looks nobody up", async () => {
    const known = await contact();
    const closed = await contact({ closedAt: new Date(0) });
    const unknown = `${unique("nobody")}@client.example`;
    for (const email of [known.email, closed.email, unknown]) {
      const before = await jobs("auth.reset");
      expect(await requestReset(cimsoft, ` ${email.toUpperCase()}`, { address: null, now: START })).toBeUndefined();
      const added = (await jobs("auth.reset")).slice(before.length);
      expect(added).toEqual([{ email, brand: "cimsoft", tokenId: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
    }
  });

  it("takes no longer for one kind of address than for another", async () => {
    const emails = [(await contact()).email, `${unique("nobody")}@client.example`, (await createContact(null)).email];
    const taken = emails.map((): number[] => []);
    for (let round = 0; round < 60; round++) {
      for (const [index, email] of emails.entries()) {
        const begun = performance.now();
        await requestReset(cimsoft, email, { address: null, now: START });
        taken[index]?.push(performance.now() - begun);
      }
    }
    const medians = taken.map((times) => times.sort((a, b) => a - b)[30] ?? 0);
    expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(2);
  });
});

describe("the queue of reset jobs", () => {
  const ask = (email: string, brand = cimsoft) => requestReset(brand, email, { address: null, now: START });
  const waiting = (email: string) =>
    asSystem("test looks", (db) =>
      db.execute<{ brand: string; token_id: string; priority: number; run_at: string }>(sql`
        select payload->>'brand' as brand, payload->>'tokenId' as token_id, priority, run_at
        from graphile_worker._private_jobs where payload->>'email' = ${email} order by id`),
    );

  it("holds one for an address on a brand, the newest, in the place of the first", async () => {
    const email = `${unique("again")}@client.example`;
    await ask(email);
    const [first] = await waiting(email);
    for (let time = 0; time < 5; time++) await ask(` ${email.toUpperCase()}`);
    const after = await waiting(email);
    expect(after).toHaveLength(1);
    expect(after[0]?.token_id).not.toBe(first?.token_id);
    expect(after[0]?.run_at).toEqual(first?.run_at);
    await ask(email, insource);
    expect((await waiting(email)).map((job) => job.brand)).toEqual(["cimsoft", "insource"]);
  });

  it("asked for while one runs gets another", async () => {
    const email = `${unique("running")}@client.example`;
    await ask(email);
    await asSystem("test", (db) =>
      db.execute(sql`
        update graphile_worker._private_jobs set locked_at = now(), locked_by = 'test', attempts = 1
        where payload->>'email' = ${email}`),
    );
    await ask(email);
    expect(await waiting(email)).toHaveLength(2);
  });

  it("comes after the mails, and its keys hold no address", async () => {
    const { email } = await contact();
    await ask(email);
    await needToken(email);
    const rows = await asSystem("test looks", (db) =>
      db.execute<{ task: string; key: string; priority: number }>(
        sql`select task_identifier as task, key, priority from graphile_worker.jobs`,
      ),
    );
    const priorities = (task: string) => rows.filter((row) => row.task === task).map((row) => row.priority);
    expect(Math.max(...priorities("mail.send"))).toBeLessThan(Math.min(...priorities("auth.reset")));
    expect(JSON.stringify(rows)).not.toContain(email.split("@")[0]);
  });

  it("drops what comes while a thousand wait, with the same answer and a line in the log", async () => {
    const warn = vi.spyOn(log, "warn");
    const fill = `${unique("full")}@client.example`;
    await asSystem("test", (db) =>
      db.execute(sql`
        select graphile_worker.add_job('auth.reset', json_build_object('email', ${fill}::text))
        from generate_series(1, 1000 - (select count(*)::int from graphile_worker.jobs
          where task_identifier = 'auth.reset' and locked_at is null))`),
    );
    try {
      const emails = [(await contact()).email, `${unique("nobody")}@client.example`];
      for (const email of emails) {
        expect(await ask(email)).toBeUndefined();
        expect(await waiting(email)).toHaveLength(0);
      }
      expect(warn).toHaveBeenCalledTimes(2);
      expect(JSON.stringify(warn.mock.calls)).not.toContain("@client.example");
      // One that was given up does not wait.
      await asSystem("test", (db) =>
        db.execute(sql`
          update graphile_worker._private_jobs set attempts = max_attempts
          where id = (select max(id) from graphile_worker._private_jobs where payload->>'email' = ${fill})`),
      );
      for (const email of emails) await ask(email);
      expect((await Promise.all(emails.map(waiting))).map((jobs) => jobs.length)).toEqual([1, 0]);
    } finally {
      warn.mockRestore();
      await asSystem("test", (db) =>
        db.execute(sql`delete from graphile_worker._private_jobs where payload->>'email' = ${fill}`),
      );
    }
  });
});

describe("the reset job", () => {
  it("mails a link to an account with a password, and a first one to an account without", async () => {
    const known = await contact();
    const fresh = await createContact(null);
    const member = await createStaff(["marketing"]);
    await needToken(known.email);
    await needToken(fresh.email);
    await needToken(member.email, { brand: "insource" });
    const [toKnown] = await mailsTo(known.email);
    const [token] = await asSystem("test", (db) =>
      db.select().from(signInTokens).where(eq(signInTokens.accountId, known.id)),
    );
    expect(toKnown).toMatchObject({ kind: "password-reset", brand: "cimsoft", props: { tokenId: token?.id } });
    expect(await mailsTo(fresh.email)).toMatchObject([{ kind: "first-sign-in", brand: "cimsoft" }]);
    expect(await mailsTo(member.email)).toMatchObject([{ kind: "first-sign-in", brand: "insource" }]);
  });

  it.each([
    ["unknown", async () => `${unique("nobody")}@client.example`],
    ["closed", async () => (await contact({ closedAt: new Date(0) })).email],
    ["another brand's", async () => (await contact({ brand: "insource" })).email],
    ["a demo account's outside the demo", async () => (await contact({ demo: true })).email],
  ])("does nothing for an address that is %s", async (_, make) => {
    const email = await make();
    expect(await resetToken(email)).toBeNull();
    expect(await mailsTo(email)).toEqual([]);
  });

  it("run twice makes one link and one mail", async () => {
    const { email, id } = await contact();
    const payload = { email, brand: "cimsoft", tokenId: uuidv7() };
    await runResetTask(payload, START);
    await runResetTask(payload, at(30));
    const tokens = await asSystem("test", (db) => db.select().from(signInTokens).where(eq(signInTokens.accountId, id)));
    expect(tokens).toHaveLength(1);
    expect(tokens[0]?.replacedAt).toBeNull();
    expect(await mailsTo(email)).toHaveLength(1);
  });

  it("mails ten times an hour to an account and then again", async () => {
    const { email } = await contact();
    for (let mail = 0; mail < 10; mail++) expect(await resetToken(email, { now: at(mail) })).not.toBeNull();
    const refused = await resetToken(email, { now: at(HOUR - 1) });
    expect(refused).toBeNull();
    expect(await mailsTo(email)).toHaveLength(10);
    expect(await resetToken(email, { now: at(HOUR) })).not.toBeNull();
  });

  it("leaves one link alive when several run at once", async () => {
    const { email, id } = await contact();
    await Promise.all(Array.from({ length: 6 }, () => resetToken(email)));
    const alive = await asSystem("test", (db) =>
      db.select().from(signInTokens).where(sql`account_id = ${id} and replaced_at is null and used_at is null`),
    );
    expect(alive).toHaveLength(1);
  });

  it("keeps the token nowhere: not in the row, the mail, the job or the audit log", async () => {
    const { email, id } = await contact();
    const token = await needToken(email);
    await set(token);
    const everything = await asSystem("test", async (db) => [
      await db.select().from(signInTokens),
      await db.select().from(outbox),
      await db.select().from(auditEvents),
      await db.select().from(credentials),
      await db.execute(sql`select payload from graphile_worker._private_jobs`),
    ]);
    const text = JSON.stringify(everything);
    expect(text).toContain(hashSecret(token));
    expect(text).toContain(id);
    expect(text).not.toContain(token);
    expect(text).not.toContain(OTHER_PASSWORD);
  });
});

describe("a link", () => {
  it("is derived from its row and of 256 bits", async () => {
    const id = uuidv7();
    expect(tokenFor("reset", id)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(tokenFor("reset", id)).toBe(tokenFor("reset", id));
    expect(tokenFor("reset", id)).not.toBe(tokenFor("other", id));
    expect(tokenFor("reset", id)).not.toBe(tokenFor("reset", uuidv7()));
  });

  it("opened as often as a mail scanner likes changes nothing", async () => {
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

  it("gives an account without password its first one", async () => {
    const { email } = await createContact(null);
    await set(await needToken(email));
    expect(await attempt(email, { password: OTHER_PASSWORD })).toMatchObject({ ok: true });
  });

  it("used twice at once is used once", async () => {
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

  it("is worth nothing once a newer one was asked for", async () => {
    const { email } = await contact();
    const older = await needToken(email);
    const newer = await needToken(email, { now: at(5) });
    expect(await open(older, { now: at(6) })).toBe("gone");
    await expect(set(older, { now: at(6) })).rejects.toMatchObject(gone);
    await set(newer, { now: at(6) });
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

  it("is worth nothing once the account was closed", async () => {
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
    "that nobody made is gone: %.20j",
    async (token) => {
      expect(await open(token)).toBe("gone");
      await expect(set(token)).rejects.toMatchObject(gone);
    },
  );

  it("in another case, by its hash, or by its row's id is gone", async () => {
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

  it("that works takes nothing from the network address's allowance", async () => {
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
  ] as const)(
    "is worth nothing once the account has another address than it was mailed to: %s",
    async (_, make, table) => {
      const { id, email } = await make();
      const token = await needToken(email);
      const moveTo = (email: string) =>
        asSystem("test", (db) => db.update(table).set({ email }).where(eq(table.id, id)));
      await moveTo(`${unique("moved")}@client.example`);
      expect(await open(token)).toBe("gone");
      await expect(set(token)).rejects.toMatchObject(gone);
      await moveTo(email);
      expect(await open(token)).toBe("works");
    },
  );
});

describe("a new password", () => {
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

  it("is told to the owner by a mail without any secret, and written down", async () => {
    const { email, id } = await contact();
    await set(await needToken(email));
    expect(await mailsTo(email, "password-changed")).toMatchObject([{ brand: "cimsoft", props: {} }]);
    const events = await asSystem("test", (db) => db.select().from(auditEvents).where(eq(auditEvents.actorId, id)));
    expect(events).toMatchObject([{ action: "password.set", brand: "cimsoft", actorKind: "contact", details: {} }]);
  });

  it("makes strangers of the browsers that knew the old one, but not of the one that set it", async () => {
    const { email } = await contact();
    const [thief, owner] = [newSecret(), newSecret()];
    await signedIn(email, { device: thief });
    await set(await needToken(email), { device: owner });
    for (let failure = 0; failure < 10; failure++) await attempt(email, { password: "wrong" });
    expect(await attempt(email, { device: thief, password: OTHER_PASSWORD })).toEqual({ ok: false, reason: "wait" });
    expect(await attempt(email, { device: owner, password: OTHER_PASSWORD })).toMatchObject({ ok: true });
  });
});
