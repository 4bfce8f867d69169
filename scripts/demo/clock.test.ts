import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { offsetInFile } from "@/lib/kit/clock-file";
import type { BusinessCalendar } from "@/lib/kit/time";
import { setClock, workingMorning } from "./clock";
import { createSandbox } from "./sandboxes/server";

const ZONE = "America/New_York";
const CHAT: BusinessCalendar = {
  zone: ZONE,
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "08:30", closes: "16:30" })),
  holidays: [
    { day: "2026-11-26", name: "Thanksgiving Day" },
    { day: "2026-11-27", name: "Day after Thanksgiving" },
    { day: "2026-12-24", name: "Christmas Eve", closes: "09:30" },
    { day: "2026-12-25", name: "Christmas Day" },
  ],
};
const at = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).toInstant();
const clockFile = () => path.join(mkdtempSync(path.join(tmpdir(), "clock-")), "clock.json");

// setClock changes it for its own process.
beforeEach(() => vi.stubEnv("PORTAL_CLOCK_OFFSET_MS", "0"));
afterEach(() => vi.unstubAllEnvs());

describe("the morning at which the demo begins", () => {
  it.each([
    ["on a Sunday", "2026-11-29T12:00", "2026-11-30T10:00"],
    ["before chat opens", "2026-11-30T08:29:59", "2026-11-30T10:00"],
    ["at closing time", "2026-11-30T16:30", "2026-12-01T10:00"],
    ["on the eve of Thanksgiving", "2026-11-25T18:00", "2026-11-30T10:00"],
    ["after a half day that closes before ten", "2026-12-23T20:00", "2026-12-28T10:00"],
    ["on the Saturday before the clocks change", "2027-03-13T12:00", "2027-03-15T10:00"],
  ])("is the next working day's at 10:00, %s", (_, now, morning) => {
    expect(workingMorning(CHAT, at(now))?.toString()).toBe(at(morning).toString());
  });

  it.each(["2026-11-30T08:30", "2026-11-30T16:29:59"])("is not needed while chat is open, at %s", (now) => {
    expect(workingMorning(CHAT, at(now))).toBeNull();
  });

  it("does not exist where chat is never open at ten", () => {
    expect(workingMorning({ ...CHAT, hours: [] }, at("2026-11-29T12:00"))).toBeNull();
    const hours = CHAT.hours.map((one) => ({ ...one, opens: "12:00" }));
    expect(workingMorning({ ...CHAT, hours }, at("2026-11-29T12:00"))).toBeNull();
  });
});

describe("the page of the sandboxes", () => {
  const post = (file: string, form: Record<string, string>) =>
    createSandbox({ clockFile: file }).app.request("/clock", { method: "POST", body: new URLSearchParams(form) });

  it("moves the portal's time to a moment, by hours, and back to the machine's", async () => {
    const file = clockFile();
    writeFileSync(file, JSON.stringify({ given: "2026-11-02T09:00:00Z", offsetMs: 1 }));
    expect((await post(file, { at: "2026-11-30T10:00" })).status).toBe(303);
    const set = Date.now() + (offsetInFile(file) ?? 0);
    expect(Math.abs(set - at("2026-11-30T10:00").epochMilliseconds)).toBeLessThan(5_000);
    // The next start knows that it was this PORTAL_CLOCK, and goes on from here.
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ given: "2026-11-02T09:00:00Z" });

    const before = offsetInFile(file) ?? 0;
    await post(file, { hours: "24" });
    expect(offsetInFile(file)).toBe(before + 24 * 3_600_000);
    const page = await (await createSandbox({ clockFile: file }).app.request("/")).text();
    expect(page).toContain("The portal’s time is Dec 1, 2026, 10:0");

    await post(file, { machine: "1" });
    expect(offsetInFile(file)).toBe(0);
  });

  it.each([
    {},
    { at: "tomorrow" },
    { at: "2026-02-30T10:00" },
    { hours: "0" },
    { hours: "1", machine: "1" },
    { x: "1" },
  ])("refuses %j and leaves the clock as it is", async (form) => {
    const file = clockFile();
    setClock(file, 7);
    expect((await post(file, form as Record<string, string>)).status).toBe(400);
    expect(offsetInFile(file)).toBe(7);
  });

  it("has no clock where there is none to move", async () => {
    const { app } = createSandbox();
    expect(await (await app.request("/")).text()).not.toContain("Clock");
    expect((await app.request("/clock", { method: "POST" })).status).toBe(404);
  });
});
