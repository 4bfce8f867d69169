import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { changeRequests, contacts, mailEvents, messages, notices, outbox, staff } from "@/db/schema";
import { REQUEST_KINDS, REQUEST_STATUSES } from "@/db/schema/constants";
import { businessToday } from "@/lib/kit/time";
import { importFolder } from "@/lib/sync/import";
import { applyDemoAccounts } from "@/scripts/demo/data/accounts";
import { generateDemo } from "@/scripts/demo/data/generate";
import { REQUEST_STORIES } from "@/scripts/demo/data/request-stories";
import { applyDemoRequests } from "@/scripts/demo/data/requests";
import { applyDemoTold } from "@/scripts/demo/data/told";
import { folderWith } from "@/tests/integration/sync/folder";
import { requests } from "@/tests/support/threads";
import { look } from "./support";

beforeAll(async () => {
  const folder = await folderWith({});
  await generateDemo(folder, { today: businessToday("America/New_York"), seed: 27 });
  await importFolder(folder, { dryRun: false, allOrNothing: true });
  await look(applyDemoAccounts);
  await look(applyDemoRequests);
  await look(applyDemoRequests);
}, 120_000);

it("the demo has requests of every kind and status, once, with somebody to answer each, and mails nobody about them", async () => {
  const rows = await look((db) => db.select().from(requests));
  expect(rows).toHaveLength(REQUEST_STORIES.length);
  expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(REQUEST_KINDS));
  expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(REQUEST_STATUSES));
  expect(new Set(rows.map(({ brand }) => brand)).size).toBe(2);
  for (const row of rows) {
    expect(row.ownerId === null, row.subject).toBe(row.kind === "change");
    expect(row.answerDueAt === null, row.subject).toBe(
      row.status === "closed" || (row.lastAuthorKind === "staff" && row.firstAnsweredAt !== null),
    );
    expect(row.subject).not.toContain("undefined");
  }
  // The tests that look for outsiders ask for this one.
  expect(rows.find(({ number }) => number === "R-100001")).toMatchObject({ subject: "Copy of the signed contract" });
  // Somebody waits too long, so that what is overdue can be seen.
  expect(rows.some(({ answerDueAt }) => answerDueAt !== null && answerDueAt < new Date())).toBe(true);
  const [change] = await look((db) => db.select().from(changeRequests));
  expect(change).toMatchObject({ state: "waiting", before: "Leslie Brandt" });
  const said = await look((db) => db.select({ id: messages.id }).from(messages));
  expect(said.length).toBeGreaterThan(rows.length);
  const jobs = await look((db) => db.execute(sql`select key from graphile_worker.jobs where key like 'tell:%'`));
  expect(jobs).toHaveLength(0);
});

it("the demo has notices of its last days, and mails of which none is sent again", async () => {
  // Told as in the demo itself: anywhere else its accounts are none.
  await look((db) => db.update(contacts).set({ demo: false }));
  await look((db) => db.update(staff).set({ demo: false }));
  await look(applyDemoTold);
  const mails = await look((db) => db.select().from(outbox));
  expect(mails.length).toBeGreaterThan(10);
  expect(new Set(mails.map(({ state }) => state))).toEqual(new Set(["sent"]));
  expect(mails.every(({ createdAt }) => createdAt < new Date(Date.now() - 60_000))).toBe(true);
  const jobs = await look((db) => db.execute(sql`select key from graphile_worker.jobs where key like 'mail:%'`));
  expect(jobs).toHaveLength(0);
  const events = await look((db) => db.select().from(mailEvents));
  expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(["delivered", "bounced", "complained"]));
  const rung = await look((db) => db.select().from(notices));
  expect(new Set(rung.map(({ personKind }) => personKind))).toEqual(new Set(["contact", "staff"]));
  expect(rung.some(({ readAt }) => readAt === null)).toBe(true);
  expect(rung.some(({ readAt }) => readAt !== null)).toBe(true);
  expect(rung.every(({ readAt, createdAt }) => readAt === null || readAt > createdAt)).toBe(true);

  await look(applyDemoTold);
  expect(await look((db) => db.select({ id: notices.id }).from(notices))).toHaveLength(rung.length);
});
