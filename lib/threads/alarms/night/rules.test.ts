import { describe, expect, it } from "vitest";
import type { AlarmLine } from "@/lib/threads/alarms/rules";
import { alarmWords } from "./rules";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 29, 7, minute));
const hour = (instant: Date) => `2:${String(instant.getUTCMinutes()).padStart(2, "0")} a.m.`;
const ALARM: AlarmLine = {
  ...{ state: "calling", callsAt: at(4), seenAt: null, seenByName: null },
  ...{ endedAt: null, outcome: null, endedByName: null },
  steps: [
    { position: 0, duty: "on_call", dueAt: at(4), calledAt: at(4), told: ["Marcus Bell"] },
    { position: 1, duty: "next", dueAt: at(14), calledAt: null, told: [] },
    { position: 2, duty: "lead", dueAt: at(24), calledAt: null, told: [] },
  ],
};
const words = (over: Partial<AlarmLine>, namesPeople = true) => alarmWords({ ...ALARM, ...over }, namesPeople, hour);

describe("what a client reads of an alarm", () => {
  it("is what was done and what will be, by its own steps", () => {
    expect(words({})).toEqual({
      ...{ kind: "reaching", isJudged: true, headline: "Support is being called", seen: null },
      steps: [
        { position: 0, isDone: true, words: "Called at 2:04 a.m.: Marcus Bell" },
        {
          ...{ position: 1, isDone: false },
          words: "At 2:14 a.m., unless somebody has it by then: the next person on the rota is called",
        },
        {
          ...{ position: 2, isDone: false },
          words: "At 2:24 a.m., unless somebody has it by then: the lead of support is called",
        },
      ],
    });
  });

  it("names nobody to whom the coverage does not name them", () => {
    const told = words({}, false);
    expect(told.steps[0]?.words).toBe("Called at 2:04 a.m.: the person on call");
    expect(JSON.stringify(told)).not.toContain("Marcus");
  });

  it("says by whom it was seen, who has it, and no longer what would have followed", () => {
    const seen = { seenAt: at(14), seenByName: "Marcus" };
    expect(words(seen).seen).toBe("Seen by Marcus 2:14 a.m.");
    const taken = words({ ...seen, endedAt: at(15), outcome: "taken", endedByName: "Marcus" });
    expect(taken).toMatchObject({ kind: "taken", headline: "Marcus has it since 2:15 a.m." });
    expect(taken.steps).toHaveLength(1);
  });

  it("promises nothing before it is judged, and nothing when everybody was called", () => {
    expect(words({ state: "asked", callsAt: null, steps: [] })).toMatchObject({ isJudged: false, steps: [] });
    const done = ALARM.steps.map((step) => ({ ...step, calledAt: step.dueAt, told: ["A", "B", "C"] }));
    const all = words({ steps: done });
    expect(all.headline).toBe("Everybody on the list has been called");
    expect(all.steps[2]?.words).toBe("Called at 2:24 a.m.: 3 people of support");
    const waiting = ALARM.steps.map((step) => ({ ...step, calledAt: null, told: [] }));
    expect(words({ state: "waiting", steps: waiting }).headline).toBe(
      "Support is called at 2:04 a.m. if nobody has turned to it by then",
    );
  });

  it.each([
    ["answered", "taken", "Marcus answered at 2:20 a.m."],
    ["closed", "over", "The case was closed at 2:20 a.m."],
    ["lowered", "over", "Production runs again, as support was told at 2:20 a.m."],
    ["uncovered", "none", "Nobody is called at this hour"],
  ] as const)("that ended as %s is %s", (outcome, kind, headline) => {
    expect(words({ endedAt: at(20), outcome, endedByName: "Marcus" })).toMatchObject({ kind, headline });
  });
});
