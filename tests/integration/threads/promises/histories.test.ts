import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it } from "vitest";
import { brandByKey } from "@/lib/gate/brand/load";
import type { BusinessCalendar } from "@/lib/kit/time";
import { closeCase, replyToCase } from "@/lib/threads/cases/service";
import { answerCase } from "@/lib/threads/cases/staff/service";
import { setStatus, triageCase } from "@/lib/threads/cases/staff/triage/service";
import { countMinutes } from "@/lib/threads/promises/tasks";
import { act, answer, filedCase, type Member, member } from "../cases/staff/support";
import { as, type Contact } from "../cases/support";
import { letPass, movesOf, openMinutes, promisesOf, threadRow } from "./support";

let agent: Member;
let hours: BusinessCalendar;
beforeAll(async () => {
  agent = await member(["support_agent"]);
  hours = (await brandByKey("cimsoft")).chatCalendar;
});

/** What may happen to a case, in any order; `minutes` go by before it does. */
const deeds = fc.record({
  deed: fc.constantFrom("answers", "replies", "closes", "solves", "sets aside", "reopens", "raises", "lowers"),
  minutes: fc.constantFrom(0, 30, 100, 3_000, 12_000),
});
const histories = fc.array(deeds, { minLength: 1, maxLength: 9 });

interface Case {
  readonly id: string;
  readonly number: string;
  readonly filer: Contact;
}

const SEVERITY = { raises: "impaired", lowers: "question" } as const;

/** Does it as people do; false where the portal would not let them. */
async function doIt(
  { id, number, filer }: Case,
  deed: (typeof deeds extends fc.Arbitrary<infer T> ? T : never)["deed"],
) {
  const { status, closeReason, severity, product } = await threadRow(id);
  const isClosed = status === "closed";
  switch (deed) {
    case "answers":
      await act(agent, (context) => answerCase(context, answer(number)));
      return true;
    case "replies":
      await as(filer, (context) =>
        replyToCase(context, { id: uuidv7(), number, body: "It stops again.", files: [] }, "portal"),
      );
      return true;
    case "closes":
      if (isClosed) return false;
      await as(filer, (context) => closeCase(context, { number, reason: "withdrawn" }));
      return true;
    case "solves":
    case "sets aside":
    case "reopens": {
      const choice = { solves: "closed:solved", "sets aside": "waiting_on_you", reopens: "in_progress" } as const;
      if (isClosed !== (deed === "reopens") || (isClosed && closeReason === null)) return false;
      if (choice[deed] === status) return false;
      await act(agent, (context) => setStatus(context, { number, status: choice[deed], from: status } as never));
      return true;
    }
    case "raises":
    case "lowers": {
      const wanted = SEVERITY[deed];
      if (severity === wanted) return false;
      const was = { severity: severity ?? "question", product: product ?? "" };
      await act(agent, (context) => triageCase(context, { number, ...was, severity: wanted, was } as never));
      return true;
    }
  }
}

/** The outcomes that a history leads to, told by a model that knows nothing of tables. */
interface Told {
  kind: "first" | "next";
  outcome: "made" | "kept" | "missed" | "withdrawn";
}

describe("the promises of a case", () => {
  it("have one outcome each, whatever happens in whatever order, and their minutes equal an independent count", async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const { row, number, filer } = await filedCase({ severity: "impaired" });
        const told: Told[] = [{ kind: "first", outcome: "made" }];
        let isAnswered = false;
        for (const { deed, minutes } of history) {
          await letPass(row.id, minutes);
          const before = await threadRow(row.id);
          const isLate = before.answerDueAt !== null && before.answerDueAt.getTime() < Date.now();
          if (!(await doIt({ id: row.id, number, filer }, deed))) continue;
          const standing = told.find(({ outcome }) => outcome === "made");
          if (deed === "answers") {
            if (standing) standing.outcome = isLate ? "missed" : "kept";
            isAnswered = true;
          } else if (["closes", "solves", "sets aside"].includes(deed)) {
            if (standing) standing.outcome = isLate ? "missed" : "withdrawn";
          } else if (deed === "replies" && !standing) {
            told.push({ kind: isAnswered ? "next" : "first", outcome: "made" });
          }
        }
        const made = await promisesOf(row.id);
        expect(made.map(({ kind, outcome }) => ({ kind, outcome }))).toEqual(told);
        const now = await threadRow(row.id);
        const standing = made.filter(({ outcome }) => outcome === "made");
        expect(standing.map(({ dueAt, madeAt }) => [dueAt, madeAt])).toEqual(
          now.answerDueAt ? [[now.answerDueAt, now.answerSince]] : [],
        );
        expect(made.filter(({ kind, ending }) => kind === "first" && ending === "answered").length).toBeLessThanOrEqual(
          1,
        );
        await countMinutes();
        for (const one of await promisesOf(row.id)) {
          const counts = one.outcome === "kept" || one.outcome === "missed";
          expect(one.minutes).toBe(counts && one.endedAt ? openMinutes(hours, one.madeAt, one.endedAt) : null);
        }
        for (const move of await movesOf(row.id)) {
          expect(move).toMatchObject({ bySeverity: true, movedBy: agent.id, movedByName: agent.name });
          expect(made.map(({ id }) => id)).toContain(move.promiseId);
        }
      }),
      { numRuns: process.env.PORTAL_TEST_LONG ? 200 : 14 },
    );
  });
});
