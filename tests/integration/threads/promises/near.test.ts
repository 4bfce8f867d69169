import { and, asc, eq, like } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { notices, onCallRotas, outbox, promiseSteps } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { answerCase } from "@/lib/threads/cases/staff/service";
import { assignCase } from "@/lib/threads/cases/staff/triage/service";
import { tellNearing } from "@/lib/threads/promises/tasks";
import { act, answer, filedCase, type Member, member } from "../cases/staff/support";
import { letPass } from "./support";

let owner: Member;
let lead: Member;
beforeEach(async () => {
  owner = await member(["support_agent"], "Kim Duarte");
  lead = await member(["support_agent"], "Lea Holm");
  await asSystem("test: a brand with a lead and its usual steps", async (db) => {
    const rota = { brand: "cimsoft", phone: "+17175550101", handoverWeekday: 1, handoverTime: "08:30" };
    await db.delete(onCallRotas);
    await db.insert(onCallRotas).values({ ...rota, firstDay: "2026-11-02", leadId: lead.id });
    await db.delete(promiseSteps);
  });
});

/** A case whose answer is due in an hour, with an owner. */
async function owned() {
  const filed = await filedCase();
  await act(lead, (context) => assignCase(context, { number: filed.number, assignee: owner.id }));
  return filed;
}

/** Who was mailed about the case's time, in the order of the mails. */
async function toldOf(threadId: string): Promise<string[]> {
  const rows = await asSystem("test reads mails", (db) =>
    db
      .select({ name: outbox.toName })
      .from(outbox)
      .where(and(eq(outbox.threadId, threadId), like(outbox.kind, "%-answer-near")))
      .orderBy(asc(outbox.createdAt)),
  );
  return rows.map(({ name }) => name ?? "");
}

it("tells the owner, then the lead, each once for a time, and of a new time anew", async () => {
  const { row } = await owned();
  await tellNearing();
  expect(await toldOf(row.id)).toEqual([]);
  await letPass(row.id, 35);
  await tellNearing();
  await tellNearing();
  expect(await toldOf(row.id)).toEqual(["Kim Duarte"]);
  const bell = await asSystem("test reads the bell", (db) =>
    db
      .select()
      .from(notices)
      .where(and(eq(notices.personId, owner.id), eq(notices.kind, "case-answer-near"))),
  );
  expect(bell.map(({ title }) => title)).toEqual([expect.stringContaining(`${row.number} is to be answered by`)]);
  await letPass(row.id, 17);
  await Promise.all([tellNearing(), tellNearing()]);
  // The clock of the test moved the promise, so the owner's step is due for the new time too.
  expect((await toldOf(row.id)).filter((name) => name === "Lea Holm")).toEqual(["Lea Holm"]);
});

it("tells nobody of what is answered or late already, and the lead where nobody owns the case", async () => {
  const answered = await owned();
  await letPass(answered.row.id, 35);
  await act(owner, (context) => answerCase(context, answer(answered.number)));
  const late = await owned();
  await letPass(late.row.id, 70);
  const nobodys = await filedCase();
  await letPass(nobodys.row.id, 35);
  await tellNearing();
  expect(await toldOf(answered.row.id)).toEqual([]);
  expect(await toldOf(late.row.id)).toEqual([]);
  expect(await toldOf(nobodys.row.id)).toEqual(["Lea Holm"]);
});

it("goes by the steps that the brand has", async () => {
  await asSystem("test: one step, four hours before", (db) =>
    db.insert(promiseSteps).values({ brand: "cimsoft", duty: "lead", beforeMinutes: 240 }),
  );
  const { row } = await owned();
  await tellNearing();
  expect(await toldOf(row.id)).toEqual(["Lea Holm"]);
});
