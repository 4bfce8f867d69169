import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { onCallPeople, onCallRotas, staff } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { businessInstant } from "@/lib/kit/time";
import { haveIt } from "@/lib/threads/alarms/service";
import { pageTask, sweepAlarms } from "@/lib/threads/alarms/tasks";
import { closeCase } from "@/lib/threads/cases/service";
import { answerCase } from "@/lib/threads/cases/staff/service";
import { assignCase, setStatus, takeCase, triageCase } from "@/lib/threads/cases/staff/triage/service";
import { as } from "@/tests/integration/threads/cases/support";
import { nobodysId } from "@/tests/support/world";
import {
  alarmOf,
  alarmsOf,
  asMember,
  bellOf,
  calledBy,
  createPlant,
  createRota,
  file,
  letPass,
  type Member,
  mailsOf,
  makeNight,
  run,
  statusOf,
} from "./support";

vi.stubEnv("PAGER_URL_CIMSOFT", "https://pager.example/hook");
vi.stubEnv("PAGER_SECRET_CIMSOFT", "a-secret-that-has-32-characters!");

let people: { marcus: Member; ana: Member; lead: Member };
let filer: Awaited<ReturnType<typeof createPlant>>["filer"];
beforeAll(() => makeNight());
beforeEach(async () => {
  await asSystem("test world", (db) => db.update(staff).set({ closedAt: new Date() }));
  people = await createRota();
  ({ filer } = await createPlant());
});

const triage = (number: string, severity: "impaired" | "production_stopped", was: typeof severity) => ({
  ...{ number, severity, product: "Another product" },
  was: { severity: was, product: "Another product" },
});

describe("an alarm", () => {
  it("begins with the case, and calls the person on call, then the next, then the lead, each once", async () => {
    const { id, alarm } = await file(filer);
    expect(await alarmOf(id)).toMatchObject({ state: "asked", endedAt: null });
    await run(alarm);
    expect(await alarmOf(id)).toMatchObject({ state: "calling", endedAt: null });
    expect(await calledBy(alarm)).toEqual(["0 Marcus Bell"]);
    await run(alarm);
    await sweepAlarms();
    expect(await mailsOf(id)).toEqual([people.marcus.email]);
    expect(await bellOf(people.marcus)).toBe(1);
    await letPass(alarm, 10);
    await sweepAlarms();
    await letPass(alarm, 10);
    await run(alarm);
    await run(alarm);
    expect(await calledBy(alarm)).toEqual(["0 Marcus Bell", "1 Ana Ito", "2 Lea Holm"]);
    expect(await mailsOf(id)).toEqual([people.marcus.email, people.ana.email, people.lead.email]);
  });

  it("calls all at once whom a worker that was away did not call", async () => {
    const { alarm } = await file(filer);
    await run(alarm);
    await letPass(alarm, 60);
    await sweepAlarms();
    expect(await calledBy(alarm)).toEqual(["0 Marcus Bell", "1 Ana Ito", "2 Lea Holm"]);
  });

  it("calls all administrators where there is no rota, and the lead where nobody is on it", async () => {
    await asSystem("test world", (db) => db.delete(onCallPeople).where(eq(onCallPeople.brand, "cimsoft")));
    const first = await file(filer);
    await run(first.alarm);
    expect(await calledBy(first.alarm)).toEqual(["0 Lea Holm"]);
    await asSystem("test world", (db) => db.delete(onCallRotas).where(eq(onCallRotas.brand, "cimsoft")));
    const second = await file(filer);
    await run(second.alarm);
    expect(await calledBy(second.alarm)).toEqual(["0 Lea Holm"]);
  });

  it("calls nobody for another severity, and nobody without coverage", async () => {
    const impaired = await file(filer, "impaired");
    expect(await alarmOf(impaired.id)).toBeUndefined();
    const { filer: other } = await createPlant("chat_hours");
    const { id, alarm } = await file(other);
    await run(alarm);
    expect(await alarmOf(id)).toMatchObject({ state: "uncovered", outcome: "uncovered" });
    expect(await calledBy(alarm)).toEqual([]);
    expect(await mailsOf(id)).toEqual([]);
  });

  it("is ended by **I have it**, which takes the case, and the next one is not called", async () => {
    const { id, number, alarm } = await file(filer);
    await run(alarm);
    await asMember(people.marcus, (context) => haveIt(context, { number, from: "alarm" }));
    await asMember(people.marcus, (context) => haveIt(context, { number, from: "alarm" }));
    expect(await alarmOf(id)).toMatchObject({
      outcome: "taken",
      endedByName: "Marcus Bell",
      seenByName: "Marcus Bell",
    });
    expect(await statusOf(id)).toMatchObject({ ownerId: people.marcus.id, status: "in_progress" });
    const late = asMember(people.ana, (context) => haveIt(context, { number, from: "case" }));
    await expect(late).rejects.toThrow("Marcus Bell has it already.");
    await letPass(alarm, 60);
    await run(alarm);
    await sweepAlarms();
    expect(await mailsOf(id)).toEqual([people.marcus.email]);
  });

  it("goes to one of two who press **I have it** at the same moment", async () => {
    const { id, number, alarm } = await file(filer);
    await run(alarm);
    const pressed = [people.marcus, people.ana].map((member) =>
      asMember(member, (context) => haveIt(context, { number, from: "alarm" })),
    );
    const outcomes = (await Promise.allSettled(pressed)).map(({ status }) => status).sort();
    expect(outcomes).toEqual(["fulfilled", "rejected"]);
    expect((await statusOf(id))?.ownerId).toBe((await alarmOf(id))?.endedBy);
  });

  it("ends with an answer, a closing and a lower severity, and not because somebody else was given the case", async () => {
    const { marcus, ana } = people;
    const answered = await file(filer);
    await asMember(marcus, (context) =>
      answerCase(context, { id: nobodysId(), number: answered.number, body: "On my way.", files: [] }),
    );
    expect(await alarmOf(answered.id)).toMatchObject({ outcome: "answered", endedByName: "Marcus Bell" });
    const closed = await file(filer);
    await as(filer, (context) => closeCase(context, { number: closed.number, reason: "solved" }));
    expect(await alarmOf(closed.id)).toMatchObject({ outcome: "closed", endedByName: null });
    const lowered = await file(filer);
    await asMember(marcus, (context) => triageCase(context, triage(lowered.number, "impaired", "production_stopped")));
    expect(await alarmOf(lowered.id)).toMatchObject({ outcome: "lowered" });
    const given = await file(filer);
    await asMember(marcus, (context) => assignCase(context, { number: given.number, assignee: ana.id }));
    expect(await alarmOf(given.id)).toMatchObject({ endedAt: null });
  });

  it("begins anew when the case is raised or opened again", async () => {
    const { marcus } = people;
    const { id, number } = await file(filer, "impaired");
    await asMember(marcus, (context) => triageCase(context, triage(number, "production_stopped", "impaired")));
    expect(await alarmsOf(id)).toMatchObject([{ endedAt: null }]);
    await asMember(marcus, (context) => setStatus(context, { number, status: "closed:solved", from: "new" }));
    await asMember(marcus, (context) => setStatus(context, { number, status: "in_progress", from: "closed" }));
    expect(await alarmsOf(id)).toMatchObject([{ outcome: "closed" }, { endedAt: null }]);
  });

  it("waits for closing time where the case was filed in chat hours, and calls if nobody has turned to it", async () => {
    // A Monday, ten in the morning: this brand has its chat hours.
    vi.stubEnv("PORTAL_CLOCK_OFFSET_MS", String(Date.parse("2026-11-30T15:00:00Z") - Date.now()));
    const { marcus } = await createRota("insource");
    const { filer: client } = await createPlant("around_the_clock", "insource");
    const [left, touched] = [await file(client), await file(client)];
    for (const { id, alarm } of [left, touched]) {
      await run(alarm);
      const row = await alarmOf(id);
      expect(row).toMatchObject({ state: "waiting", endedAt: null });
      expect(businessInstant(row?.callsAt ?? "").toString()).toBe("2026-11-30T21:30:00Z");
      expect(await mailsOf(id)).toEqual([]);
    }
    await asMember(marcus, (context) => takeCase(context, { number: touched.number }));
    for (const { alarm } of [left, touched]) await letPass(alarm, 6.5 * 60);
    await sweepAlarms();
    vi.stubEnv("PORTAL_CLOCK_OFFSET_MS", "0");
    expect(await calledBy(left.alarm)).toEqual(["0 Marcus Bell"]);
    expect(await alarmOf(left.id)).toMatchObject({ state: "calling" });
    expect(await calledBy(touched.alarm)).toEqual([]);
    expect(await alarmOf(touched.id)).toMatchObject({ outcome: "taken" });
  });

  it("posts each step to the brand's pager, without what the client wrote, and nothing once it has ended", async () => {
    const { number, alarm } = await file(filer);
    await run(alarm);
    const posted: { url: string; body: string; key: string }[] = [];
    const page = () => pageTask({ id: alarm, position: 0 }, async (one) => void posted.push(one), Date.now());
    await page();
    expect(posted).toMatchObject([{ url: "https://pager.example/hook", key: `${alarm}:0` }]);
    expect(JSON.parse(posted[0]?.body ?? "")).toMatchObject({
      event: "production_stopped",
      case: number,
      called: ["Marcus Bell"],
    });
    expect(posted[0]?.body).not.toContain("stands");
    const refused = pageTask({ id: alarm, position: 0 }, () => Promise.reject(new Error("answered 503")), 0);
    await expect(refused).rejects.toMatchObject({ name: "RetryLater", message: "answered 503" });
    await asMember(people.marcus, (context) => haveIt(context, { number, from: "alarm" }));
    await page();
    expect(posted).toHaveLength(1);
  });
});
