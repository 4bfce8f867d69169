import { type AddressInfo, createServer } from "node:net";
import { parseArgs } from "node:util";
import { Demo } from "./demo";
import { Load } from "./load";
import { type Harmed, SCENARIOS, type Scenario } from "./scenarios";
import { count, type Tally, watchRecovery } from "./tally";

/*
 * `npm run chaos`: harms the demo's own processes while people write, chat, pay and look at pages, and counts what became of it.
 * `--short`: the five harms that ever did harm. `--only <words>`, as often as wanted: those whose name has the words.
 * `--dev`: with `next dev`, which needs no build and is slow. Ports are whatever is free.
 */
/** For the load to be at work before the harm. */
const WARM_UP_DEEDS = 12;
const RECOVERED_WITHIN_S = 30;

const { values } = parseArgs({
  options: {
    short: { type: "boolean" },
    dev: { type: "boolean" },
    only: { type: "string", multiple: true, default: [] },
  },
});
const chosen = SCENARIOS.filter(
  ({ name, isShort }) =>
    (!values.short || isShort) && (values.only.length === 0 || values.only.some((words) => name.includes(words))),
);

async function run(demo: Demo, { name, harm }: Scenario): Promise<Tally & Harmed & { name: string }> {
  // What somebody may do in ten minutes is no part of this.
  await demo.ask((sql) => sql`delete from rate_limits`);
  const load = new Load(demo);
  await load.begin();
  await load.reach(WARM_UP_DEEDS);
  const from = performance.now();
  const harmed = await harm(demo, load);
  const isEnded = /provider|Stripe|hangs|rolling|dump|disk/.test(name);
  const harmedAt = isEnded ? performance.now() : from;
  const recovery = await watchRecovery(demo, load, harmedAt);
  await load.end();
  const looks = load.looks.filter(({ at }) => at >= from - 1_000);
  return { name, ...harmed, ...recovery, ...(await count(demo, load.deeds, looks)) };
}

const COLUMNS = [
  "sent",
  "acknowledged",
  "kept",
  "lost",
  "doubled",
  "disordered",
  "page",
  "mail",
  "payment",
  "longestMs",
  "statuses",
] as const;

/** Why it was not well; empty where it was. */
function faultsOf(tally: Tally & Harmed): string[] {
  const late = (["page", "mail", "payment"] as const).filter(
    (what) => tally[what] === null || Number(tally[what]) > RECOVERED_WITHIN_S,
  );
  return [
    ...(tally.faults ?? []),
    ...(tally.lost > 0 ? [`${tally.lost} lost`] : []),
    ...(tally.doubled > 0 ? [`${tally.doubled} doubled`] : []),
    ...(tally.disordered > 0 ? [`${tally.disordered} out of order`] : []),
    ...late.map((what) => `${what} after ${tally[what] ?? "never"} s`),
  ];
}

/** Four that are free; the second is for a second web process. */
async function freePorts() {
  const servers = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const [web = 0, second = 0, sandbox = 0, proxy = 0] = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return { web, second, sandbox, proxy };
}

const mode = values.dev ? "dev" : "demo";
console.log("Starting the demo …");
const demo = await Demo.start(mode, `.data/chaos-${mode}`, await freePorts());
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void demo.stop().finally(() => process.exit(130)));
}
let bad = 0;
console.log(`| harm | ${COLUMNS.join(" | ")} | told |`);
console.log(`|---|${COLUMNS.map(() => "---").join("|")}|---|`);
try {
  for (const scenario of chosen) {
    const tally = await run(demo, scenario);
    const faults = faultsOf(tally);
    if (faults.length > 0) bad += 1;
    const cells = COLUMNS.map((column) => tally[column] ?? "—");
    console.log(
      `| ${tally.name} | ${cells.join(" | ")} | ${[tally.told, ...faults.map((one) => `**${one}**`)].filter(Boolean).join("; ")} |`,
    );
  }
} finally {
  await demo.stop();
}
process.exit(bad > 0 ? 1 : 0);
