import { eq } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { beforeAll, expect, it } from "vitest";
import { promises, threads } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { addDays, businessToday, openSpansOf } from "@/lib/kit/time";
import { triageCase } from "@/lib/threads/cases/staff/triage/service";
import { setDue } from "@/lib/threads/requests/staff/work/service";
import { clientViewer } from "@/tests/support/world";
import { act, filedCase, type Member, member } from "../cases/staff/support";
import { askedRequest } from "../requests/staff/support";
import { movesOf, promisesOf, threadRow } from "./support";

let agent: Member;
let manager: Member;
beforeAll(async () => {
  agent = await member(["support_agent"]);
  manager = await member(["account_manager"], "Priya Nair");
});

/** Working days from tomorrow on. */
async function workingDays(count: number): Promise<string[]> {
  const { supportCalendar, zone } = await brandByKey("cimsoft");
  const today = businessToday(zone);
  const days = Array.from({ length: 60 }, (_, index) => addDays(today, index + 1));
  return days.filter((day) => openSpansOf(supportCalendar, Temporal.PlainDate.from(day)).length > 0).slice(0, count);
}

it("a new severity moves the promise: by whom, from when to when, because of the severity", async () => {
  // By no clock what the other severity promises.
  const due = new Date(Date.now() + 30 * 86_400_000);
  const { row, number } = await filedCase({ severity: "impaired", answerDueAt: due, firstAnswerDueAt: due });
  const [before] = await promisesOf(row.id);
  const was = { severity: "impaired" as const, product: row.product };
  const input = { number, severity: "production_stopped" as const, product: row.product, was };
  await act(agent, (context) => triageCase(context, input));
  await act(agent, (context) => triageCase(context, input));
  const { answerDueAt } = await threadRow(row.id);
  expect(await movesOf(row.id)).toMatchObject([
    { before: before?.dueAt, after: answerDueAt, bySeverity: true, movedBy: agent.id, movedByName: "Kim Duarte" },
  ]);
  expect(await promisesOf(row.id)).toMatchObject([
    { id: before?.id, kind: "first", outcome: "made", dueAt: answerDueAt, severity: "production_stopped" },
  ]);
});

it("the time that the team names moves the promise of a request, and is one where none was owed", async () => {
  const [first = "", second = ""] = await workingDays(2);
  const owed = await askedRequest();
  await act(manager, (context) => setDue(context, { number: owed.number, day: second }));
  expect(await movesOf(owed.row.id)).toMatchObject([
    { bySeverity: false, movedBy: manager.id, movedByName: "Priya Nair" },
  ]);
  const none = await askedRequest({ status: "answered", answerDueAt: null, answerSince: null });
  await act(manager, (context) => setDue(context, { number: none.number, day: first }));
  await act(manager, (context) => setDue(context, { number: none.number, day: first }));
  expect(await movesOf(none.row.id)).toEqual([]);
  expect((await promisesOf(none.row.id)).filter(({ outcome }) => outcome === "made")).toHaveLength(1);
});

it("clients read promises of cases alone, and the team's sentence goes with a person's words", async () => {
  const { row, asker } = await askedRequest();
  const seen = await runAsViewer(clientViewer(asker), "read", ({ db }) =>
    db.select({ thread: promises.threadId }).from(promises),
  );
  expect(seen.filter(({ thread }) => thread === row.id)).toEqual([]);
  await asSystem("test: a sentence about a person, who is erased", async (db) => {
    await db.update(promises).set({ causeNote: "Robin was away." }).where(eq(promises.threadId, row.id));
    await db.update(threads).set({ openedByName: "Former contact" }).where(eq(threads.id, row.id));
  });
  expect((await promisesOf(row.id)).map(({ causeNote }) => causeNote)).toEqual([null]);
});
