import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { eq } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { auditEvents, contentVersions } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { withdrawHomePage } from "@/lib/site/home-page/service";
import { noteWhatCameOut } from "@/lib/site/versions/tasks";
import { type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { desk, home, inputOf, page, sent, to, withoutVersions, write } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

let marketing: Member;
beforeEach(async () => {
  marketing = await member(["marketing"], "Theo Lindqvist");
  await withoutVersions();
});

/** The day of a Sunday of a month, such as its second one. */
function sunday(year: number, month: number, which: number): string {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return first.add({ days: ((7 - first.dayOfWeek) % 7) + 7 * (which - 1) }).toString();
}

/** As if the time had come: the database's clock cannot be set. */
const comeOut = (id: string) =>
  asSystem("test", async (db) => {
    const at = new Date(Date.now() - 1_000);
    await db.update(contentVersions).set({ publishAt: at }).where(eq(contentVersions.id, id));
  });

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 16);

describe("a scheduled home page", () => {
  it("comes out at its time without any job, once, and is written down by one", async () => {
    const before = await home();
    const input = await inputOf({ move: "schedule", at: inDays(30) });
    await write(marketing, input);
    expect(await home()).toEqual(before);
    expect((await desk(marketing))?.versions[0]).toMatchObject({ id: input.id, state: "scheduled", isOut: false });
    expect(await page(marketing)).toContain("Theo Lindqvist’s version comes out on");
    await comeOut(input.id);
    expect((await home()).connectTitle).toBe(input.connectTitle);
    await noteWhatCameOut();
    await noteWhatCameOut();
    const events = await asSystem("test", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.entityId, input.id)),
    );
    expect(events.map(({ action }) => action).sort()).toEqual(["home-page.came-out", "home-page.scheduled"]);
    expect((await desk(marketing))?.versions[0]).toMatchObject({ state: "published", isOut: true });
  });

  it("is taken back until then, and not after it", async () => {
    const input = await inputOf({ move: "schedule", at: inDays(30) });
    await write(marketing, input);
    const take = (id: string) =>
      runAsViewer(marketing.viewer, "write", (context) =>
        withdrawHomePage({ ...context, name: "Theo" }, { brand: "cimsoft", version: id }),
      );
    await take(input.id);
    await take(input.id);
    await comeOut(input.id);
    expect((await home()).connectTitle).not.toBe(input.connectTitle);
    const second = await inputOf({ move: "schedule", at: inDays(30), seen: input.id });
    await write(marketing, second);
    await comeOut(second.id);
    await expect(take(second.id)).rejects.toMatchObject({ code: "CONFLICT" });
    // The second wall.
    const byHand = runAsViewer(marketing.viewer, "write", ({ db }) =>
      db.update(contentVersions).set({ state: "withdrawn" }).where(eq(contentVersions.id, second.id)),
    );
    await expect(byHand).rejects.toMatchObject({ cause: { code: "23514" } });
  });

  it("keeps its time on the brand's clocks over daylight saving", async () => {
    const at = async (local: string) => {
      await withoutVersions();
      const input = await inputOf({ move: "schedule", at: local });
      await write(marketing, input);
      const [row] = await asSystem("test", (db) =>
        db.select().from(contentVersions).where(eq(contentVersions.id, input.id)),
      );
      return row?.publishAt?.toISOString();
    };
    // In New York clocks go forward on the second Sunday of March, and back on the first of November.
    const year = Temporal.Now.plainDateISO().year + 1;
    const spring = sunday(year, 3, 2);
    const fall = sunday(year, 11, 1);
    expect(await at(`${spring}T01:30`)).toBe(`${spring}T06:30:00.000Z`);
    expect(await at(`${spring}T03:00`)).toBe(`${spring}T07:00:00.000Z`);
    expect(await sent(marketing, { move: "schedule", at: `${spring}T02:30` })).toMatchObject({
      result: { fieldErrors: { at: [expect.stringMatching(/^The clocks go forward then/)] } },
    });
    expect(await at(`${fall}T01:30`)).toBe(`${fall}T05:30:00.000Z`);
    expect(await at(`${fall}T03:00`)).toBe(`${fall}T08:00:00.000Z`);
  });

  it("needs a time that is to come", async () => {
    for (const at of ["", "soon", "2020-01-01T08:00"]) {
      const outcome = await sent(marketing, { move: "schedule", ...(at ? { at } : {}) });
      expect(outcome, at).toMatchObject({ kind: "refused", result: { fieldErrors: { at: [expect.any(String)] } } });
    }
  });
});

describe("another process", () => {
  it("shows what was published within 10 seconds, on its brand alone", { timeout: 60_000 }, async () => {
    const other = (await home("insource")).connectTitle;
    const program = "tests/support/watch-home-pages.ts";
    const child = spawn(process.execPath, ["--import", "tsx", program], {
      cwd: path.resolve("."),
      stdio: ["pipe", "pipe", "inherit"],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async () => JSON.parse(String((await lines.next()).value)) as Record<string, string>;
    try {
      expect((await next()).cimsoft).not.toBe("Talk to us");
      expect(to(await sent(marketing))).toContain("note=published");
      const published = performance.now();
      let seen = await next();
      while (seen.cimsoft !== "Talk to us" && performance.now() - published < 20_000) seen = await next();
      expect(performance.now() - published).toBeLessThan(10_000);
      expect(seen).toMatchObject({ cimsoft: "Talk to us", insource: other });
    } finally {
      child.stdin.end();
      await once(child, "exit");
    }
  });
});
