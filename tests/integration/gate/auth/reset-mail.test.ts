import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it, vi } from "vitest";
import { auditEvents, contacts, credentials, outbox, signInTokens } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { linkState, requestReset, setPassword } from "@/lib/gate/auth/reset";
import { runResetTask } from "@/lib/gate/auth/reset-link";
import { hashSecret, newSecret, tokenFor } from "@/lib/gate/tokens";
import { log } from "@/lib/log";
import { createContact, createStaff, unique } from "@/tests/support/world";
import {
  at,
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
} from "./support";

const contact = (over: Parameters<typeof createContact>[1] = {}) =>
  createContact(null, { passwordHash: PASSWORD_HASH, ...over });

const open = (token: string, now = START) => linkState(cimsoft, token, { address: null, now });

const set = (token: string, { brand = cimsoft, now = START, password = OTHER_PASSWORD, device = newSecret() } = {}) =>
  setPassword(brand, { token, password }, { address: null, device, now });

describe("asking for a reset mail", () => {
  it("adds one job whatever the address is, without looking up an account", async () => {
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

  it("holds one job for an address on a brand, the newest, in the place of the first", async () => {
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

  it("gets another job for an address while one for it runs", async () => {
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

  it("is worked after the mails, and its keys hold no address", async () => {
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

  it("drops jobs beyond a thousand that wait, with the same answer and a line in the log", async () => {
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
  it("mails a reset link to an account with a password, and a first sign-in link to one without", async () => {
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

  it("mails the same link again when asked again within ten minutes of its last mail, later a new one that alone works", async () => {
    const { email } = await contact();
    const first = await needToken(email);
    expect(await resetToken(email, { now: at(10 * MINUTE - 1) })).toBeNull();
    const [one, again] = await mailsTo(email, "password-reset");
    expect(again).toMatchObject({ props: one?.props, brand: one?.brand });
    expect(again?.id).not.toBe(one?.id);
    expect(await open(first, at(10 * MINUTE))).toBe("works");
    const later = await needToken(email, { now: at(20 * MINUTE) });
    expect(await open(first, at(20 * MINUTE))).toBe("gone");
    await set(later, { now: at(21 * MINUTE) });
  });

  it("mails no link again that has less than 30 minutes left", async () => {
    const { email, id } = await contact();
    const old = await needToken(email);
    await asSystem("test", (db) =>
      db
        .update(signInTokens)
        .set({ expiresAt: new Date(at(35 * MINUTE).epochMilliseconds) })
        .where(eq(signInTokens.accountId, id)),
    );
    expect(await resetToken(email, { now: at(5 * MINUTE) })).toBeNull();
    expect(await resetToken(email, { now: at(5 * MINUTE + 1) })).not.toBeNull();
    expect(await open(old, at(6 * MINUTE))).toBe("gone");
  });

  it("mails no link again that was used, is another brand's, or went to an address that the account no longer has", async () => {
    const used = await contact();
    await set(await needToken(used.email));
    expect(await resetToken(used.email, { now: at(1) })).not.toBeNull();

    const member = await createStaff(["marketing"], { passwordHash: PASSWORD_HASH });
    const here = await needToken(member.email);
    await needToken(member.email, { brand: "insource", now: at(1) });
    expect(await open(here, at(2))).toBe("gone");

    const moved = await contact();
    await needToken(moved.email);
    const email = `${unique("moved")}@client.example`;
    await asSystem("test", (db) => db.update(contacts).set({ email }).where(eq(contacts.id, moved.id)));
    expect(await resetToken(email, { now: at(1) })).not.toBeNull();
  });

  it("mails three times in any hour, and three times more once a link was used", async () => {
    const { email } = await contact();
    const sent = async () => (await mailsTo(email, "password-reset")).length;
    for (const minute of [0, 20, 40]) await needToken(email, { now: at(minute * MINUTE) });
    expect(await resetToken(email, { now: at(HOUR - 1) })).toBeNull();
    expect(await sent()).toBe(3);
    const fourth = await needToken(email, { now: at(HOUR) });
    // Those of minutes 20 and 40 are less than an hour old.
    expect(await resetToken(email, { now: at(HOUR + 1) })).toBeNull();
    expect(await sent()).toBe(4);
    await set(fourth, { now: at(HOUR + 2) });
    for (let mail = 0; mail < 12; mail++) await resetToken(email, { now: at(HOUR + 3 + mail) });
    expect(await sent()).toBe(7);
  });

  it("run twelve times at once mails one link three times, and it works", async () => {
    const { email, id } = await contact();
    await Promise.all(Array.from({ length: 12 }, () => resetToken(email)));
    const mails = await mailsTo(email, "password-reset");
    expect(mails).toHaveLength(3);
    expect(new Set(mails.map(({ props }) => props.tokenId)).size).toBe(1);
    const rows = await asSystem("test", (db) => db.select().from(signInTokens).where(eq(signInTokens.accountId, id)));
    expect(rows).toHaveLength(1);
    await set(tokenFor("reset", rows[0]?.id ?? ""));
  });

  it("run twice for a link that goes out again mails it once", async () => {
    const { email } = await contact();
    await needToken(email);
    const payload = { email, brand: "cimsoft", tokenId: uuidv7() };
    for (const seconds of [5, 6, 7]) await runResetTask(payload, at(seconds));
    expect(await mailsTo(email)).toHaveLength(2);
    expect(await resetToken(email, { now: at(8) })).toBeNull();
    expect(await mailsTo(email)).toHaveLength(3);
  });

  it("leaves one valid link when several run at once", async () => {
    const { email, id } = await contact();
    await Promise.all(Array.from({ length: 6 }, () => resetToken(email)));
    const alive = await asSystem("test", (db) =>
      db.select().from(signInTokens).where(sql`account_id = ${id} and replaced_at is null and used_at is null`),
    );
    expect(alive).toHaveLength(1);
  });

  it("stores the token nowhere: not in the row, the mail, the job or the audit log", async () => {
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
