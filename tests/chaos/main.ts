import { parseArgs } from "node:util";
import { Demo } from "./demo";
import { Load } from "./load";
import { SCENARIOS, type Scenario } from "./scenarios";
import { count, type Tally, watchRecovery } from "./tally";

/*
 * `npm run chaos`: harms the demo's own processes while people write, pay and look at pages, and counts what became of it.
 * `--short`: the five harms that ever did harm. `--only <words>`: those whose name has the words.
 */
const PORTS = { web: 3140, sandbox: 3940, proxy: 3144 };
/** For the load to be at work before the harm. */
const WARM_UP_DEEDS = 12;
const RECOVERED_WITHIN_S = 30;

const { values } = parseArgs({ options: { short: { type: "boolean" }, only: { type: "string" } } });
const chosen = SCENARIOS.filter(
  ({ name, isShort }) => (!values.short || isShort) && (!values.only || name.includes(values.only)),
);

async function run(demo: Demo, { name, harm }: Scenario): Promise<Tally & { name: string; told: string }> {
  // What somebody may do in ten minutes is no part of this.
  await demo.ask((sql) => sql`delete from rate_limits`);
  const load = new Load(demo);
  await load.begin();
  await load.reach(WARM_UP_DEEDS);
  const from = performance.now();
  const told = await harm(demo, load);
  const isEnded = /provider|Stripe|hangs|rolling|dump|disk/.test(name);
  const harmedAt = isEnded ? performance.now() : from;
  const recovery = await watchRecovery(demo, load, harmedAt);
  await load.end();
  const looks = load.looks.filter(({ at }) => at >= from - 1_000);
  return { name, told, ...recovery, ...(await count(demo, load.deeds, looks)) };
}

const COLUMNS = [
  "sent",
  "acknowledged",
  "kept",
  "lost",
  "doubled",
  "page",
  "mail",
  "payment",
  "longestMs",
  "statuses",
] as const;

/** Why it was not well; empty where it was. */
function faultsOf(tally: Tally): string[] {
  const late = (["page", "mail", "payment"] as const).filter(
    (what) => tally[what] === null || Number(tally[what]) > RECOVERED_WITHIN_S,
  );
  return [
    ...(tally.lost > 0 ? [`${tally.lost} lost`] : []),
    ...(tally.doubled > 0 ? [`${tally.doubled} doubled`] : []),
    ...late.map((what) => `${what} after ${tally[what] ?? "never"} s`),
  ];
}

console.log(`Starting the demo on ports ${Object.values(PORTS).join(", ")} …`);
const demo = await Demo.start(".data/chaos", PORTS);
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
