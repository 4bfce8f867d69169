import { readFile } from "node:fs/promises";
import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { promises } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { closeCase } from "@/lib/threads/cases/service";
import { answerCase } from "@/lib/threads/cases/staff/service";
import { act, answer, filedCase, type Member, member } from "../cases/staff/support";
import { as } from "../cases/support";
import { promisesOf, threadRow } from "./support";

let agent: Member;
beforeAll(async () => {
  agent = await member(["support_agent"]);
});

/** What the migration does with threads that were here before. */
async function carryOver(threadId: string) {
  const folder = path.resolve(import.meta.dirname, "../../../../drizzle");
  const { entries } = JSON.parse(await readFile(path.join(folder, "meta/_journal.json"), "utf8")) as {
    entries: { tag: string }[];
  };
  const texts = await Promise.all(entries.map(({ tag }) => readFile(path.join(folder, `${tag}.sql`), "utf8")));
  const statement = texts
    .flatMap((text) => text.split("--> statement-breakpoint"))
    .find((text) => /^SELECT promises_of_thread\(/m.test(text));
  if (!statement) throw new Error("no migration carries threads over");
  await asSystem("test: a thread from before promises", async (db) => {
    await db.delete(promises).where(eq(promises.threadId, threadId));
    await db.execute(sql.raw(statement));
    // Once more, as a migration of another branch might.
    await db.execute(sql.raw(statement));
  });
  return promisesOf(threadId);
}

it("gives a thread that waits for its first answer the promise that stands", async () => {
  const { row } = await filedCase();
  const { answerDueAt, answerSince } = await threadRow(row.id);
  expect(await carryOver(row.id)).toMatchObject([
    { kind: "first", outcome: "made", dueAt: answerDueAt, madeAt: answerSince, endedAt: null },
  ]);
});

it("gives an answered thread its first answer with who gave it, by the time that was promised", async () => {
  const { row, number } = await filedCase();
  await act(agent, (context) => answerCase(context, answer(number)));
  const { firstAnsweredAt, firstAnswerDueAt } = await threadRow(row.id);
  expect(await carryOver(row.id)).toMatchObject([
    { kind: "first", outcome: "kept", endedAt: firstAnsweredAt, dueAt: firstAnswerDueAt, staffId: agent.id },
  ]);
});

it("gives a thread that was closed unanswered a withdrawn promise", async () => {
  const { row, number, filer } = await filedCase();
  await as(filer, (context) => closeCase(context, { number, reason: "withdrawn" }));
  expect(await carryOver(row.id)).toMatchObject([{ kind: "first", outcome: "withdrawn", ending: "closed" }]);
});
