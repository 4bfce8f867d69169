import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { outbox, providers } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { howItAnswers } from "@/lib/gate/providers";
import { MAIL_PROVIDER, resumeMail } from "@/lib/mail/pace";
import { enqueueChanged, MINUTE, newAddress, outboxRow, runTask, startMail } from "./support";

let mail: Awaited<ReturnType<typeof startMail>>;
beforeAll(async () => {
  mail = await startMail();
});
afterAll(() => mail.close());
beforeEach(async () => {
  mail.fault("ok");
  await asSystem("test world", async (db) => {
    await db.delete(providers);
    await db.delete(outbox);
    await db.execute(sql`select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))`);
  });
});

afterEach(() => {
  vi.useRealTimers();
});

/** `soon`: whether the job may run at `at`, by default now. */
const jobs = (task: string, at = new Date(Date.now() + MINUTE)) =>
  asSystem("test look", async (db) => {
    const rows = await db.execute<{ key: string; soon: boolean }>(
      sql`select key, run_at <= ${at.toISOString()}::timestamptz as soon from graphile_worker.jobs where task_identifier = ${task} order by key`,
    );
    return [...rows];
  });
const queue = async (count: number) => {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push(await enqueueChanged(newAddress()));
  return ids;
};
const states = async (ids: readonly string[]) => (await Promise.all(ids.map(outboxRow))).map((row) => row?.state);
/** What a worker does with each job: failed ones are forgotten here, as they would be for a while. */
const runAll = async (ids: readonly string[], after = 0) => {
  let retried = 0;
  for (const id of ids) {
    await runTask(id, mail.send, after).catch(() => {
      retried += 1;
    });
    await asSystem("test job", (db) =>
      db.execute(
        sql`select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs where key = ${`mail:${id}`}))`,
      ),
    );
  }
  return retried;
};

it.each(["error-500", "rate-limit"] as const)(
  "a provider that answers %s is asked by three mails, and by no other until its pause is over",
  async (mode) => {
    // The clock stands still, because the pause is a second and the machine may be slow.
    vi.useFakeTimers({ toFake: ["Date"] });
    const ids = await queue(12);
    mail.fault(mode, 1_000);
    expect(await runAll(ids)).toBe(3);
    expect(await howItAnswers(MAIL_PROVIDER)).toMatchObject({ state: "refusing" });
    expect(await states(ids)).toEqual(Array(12).fill("queued"));
    expect(await jobs("mail.resume", new Date())).toEqual([{ key: "mail.resume", soon: false }]);
    // The pause is over: one mail asks, finds it so still, and the pause is longer.
    await resumeMail(new Date(Date.now() + MINUTE));
    expect(await jobs("mail.send")).toEqual([{ key: `mail:${ids[0]}`, soon: true }]);
    expect(await runAll([ids[0] ?? ""], MINUTE)).toBe(1);
    expect(await runAll(ids.slice(1), MINUTE)).toBe(0);
  },
);

it("what waited for a provider gets its job with the first mail that it takes, and each is sent once", async () => {
  const ids = await queue(6);
  mail.fault("error-500", 1_000);
  await runAll(ids);
  mail.fault("ok");
  await resumeMail(new Date(Date.now() + MINUTE));
  await runTask(ids[0] ?? "", mail.send, MINUTE);
  expect(await howItAnswers(MAIL_PROVIDER)).toMatchObject({ state: "ok" });
  expect((await jobs("mail.send")).map(({ key }) => key)).toEqual(
    expect.arrayContaining(ids.slice(1).map((id) => `mail:${id}`)),
  );
  expect(await runAll(ids, MINUTE)).toBe(0);
  expect(await states(ids)).toEqual(Array(6).fill("sent"));
  for (const id of ids) {
    const row = await outboxRow(id);
    expect(mail.inbox(row?.toAddress ?? "")).toHaveLength(1);
  }
});

it("a mail that the provider refuses for what it is says nothing of the provider", async () => {
  const ids = await queue(5);
  for (const id of ids) await runTask(id, async () => ({ result: "refused", reason: "422 invalid_to" }));
  expect(await states(ids)).toEqual(Array(5).fill("dead"));
  expect(await howItAnswers(MAIL_PROVIDER)).toMatchObject({ state: "ok" });
});
