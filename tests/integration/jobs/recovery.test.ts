import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { Load, until } from "@/tests/support/chaos/load";
import { ChaosWorld } from "@/tests/support/chaos/world";
import { passableFolder } from "@/tests/support/temporary";

/* The short form of `npm run chaos`: a database of its own, because it is taken away, and workers as operators run them. */
const RECOVERED_WITHIN_MS = 30_000;
let world: ChaosWorld;
/** How the provider takes its time with a mail. */
let hold = () => delay(100);

beforeAll(async () => {
  world = await ChaosWorld.start(passableFolder(), () => hold());
});
afterAll(() => world.end());
afterEach(() => {
  hold = () => delay(100);
  world.mail.faults.set({ mode: "ok", times: 1 });
});

/** How many jobs of a task wait or run. */
const jobsOf = (task: string) =>
  world.ask(async (sql) => {
    const [row] = await sql<
      { count: string }[]
    >`select count(*) from graphile_worker.jobs where task_identifier = ${task}`;
    return Number(row?.count);
  });

const HARM: [string, () => Promise<void>][] = [
  ["a fast stop of the database", () => world.stopDatabase("SIGINT", 3_000)],
  ["an immediate stop of the database", () => world.stopDatabase("SIGQUIT")],
  ["the end of every connection", () => world.terminateConnections()],
  ["a killed worker", () => world.killWorker()],
];

it.each(HARM)(
  "after %s under load mail flows again, and none is lost or doubled",
  async (_, harm) => {
    const load = new Load(world);
    await until(() => load.count > 20, 20_000, "load");
    await harm();
    const tally = await load.settle(RECOVERED_WITHIN_MS);
    expect(tally.acknowledged).toBeGreaterThan(20);
    expect(tally).toMatchObject({ kept: tally.acknowledged, lost: 0, doubled: 0 });
  },
  120_000,
);

it("ends within five seconds of SIGTERM while every mail takes half a minute, which payments do not wait for, and nothing is lost", async () => {
  // No job of a mail ends by itself before the process has to.
  hold = () => delay(30_000);
  const load = new Load(world);
  await until(() => load.count > 15, 20_000, "load");
  for (const task of ["stripe.reconcile", "live.clean"]) {
    await world.ask((sql) => sql`select graphile_worker.add_job(${task}, '{}'::json)`);
    await until(async () => (await jobsOf(task)) === 0, 10_000, task);
  }
  const { code, milliseconds } = await world.endWorker();
  expect(code).toBe(0);
  expect(milliseconds).toBeLessThan(5_000);
  hold = () => delay(100);
  await world.reviveWorker();
  const tally = await load.settle(RECOVERED_WITHIN_MS);
  expect(tally).toMatchObject({ kept: tally.acknowledged, lost: 0, doubled: 0 });
}, 120_000);
