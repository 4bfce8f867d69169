/*
 * `npm test`: everything, on a fresh clone too. `--check` is types, lint, unused and unit; `--long` runs unit and
 * integration in their long forms; `--day +28` is everything on another day, moved for all processes alike. At the end
 * stands what failed, and the last line adds up all parts.
 */
import "./lib/node-version.mjs";
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "./lib/build.mjs";
import { requireChromium } from "./lib/chromium.mjs";
import { report } from "./lib/errors.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { movedDay } from "./lib/moved-day.mjs";
import { Processes } from "./lib/processes.mjs";
import { buildSecrets } from "./lib/settings.mjs";
import { seconds } from "./lib/steps.mjs";
import { ONE_FAILED, ONE_PASSED, playwrightCounts, totalLine, vitestCounts, withExitCode } from "./lib/test-counts.mjs";
import { failureLines, playwrightFailures, vitestFailures } from "./lib/test-failures.mjs";
import { playwrightTimes } from "./lib/test-times.mjs";

/** @typedef {import("./lib/test-counts.mjs").Counts} Counts */
/** @typedef {import("./lib/test-failures.mjs").Failure} Failure */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const reports = mkdtempSync(path.join(tmpdir(), "portal-test-"));
const processes = new Processes(root, path.join(root, ".data/test-logs"));
const seed = process.env.PORTAL_TEST_SEED || String(randomInt(2 ** 31));
const mode = process.argv[2];
const long = mode === "--long";
const day = mode === "--day" ? String(process.argv[3] ?? "") : null;

/** What a shell has set for a demo or a deployment must not reach the tests. */
const FOREIGN = /^(NODE_ENV|DATABASE_.*|HOST|PORT|SANDBOX_.*|PORTAL_.*|AUTH_.*|MAIL_.*|RESEND_.*|STRIPE_.*)$/;

/** @type {NodeJS.ProcessEnv} */
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name))),
  NEXT_TELEMETRY_DISABLED: "1",
  PORTAL_TEST_SEED: seed,
  ...(long ? { PORTAL_TEST_LONG: "1" } : {}),
};

/** @type {Record<string, () => Promise<Counts>>} */
const parts = {
  types: async () => {
    const generated = await run("node_modules/next/dist/bin/next", ["typegen"]);
    const checked = await run("node_modules/typescript/bin/tsc", ["--noEmit"]);
    return generated === 0 && checked === 0 ? ONE_PASSED : ONE_FAILED;
  },
  lint: async () => ((await run("node_modules/@biomejs/biome/bin/biome", ["check"])) === 0 ? ONE_PASSED : ONE_FAILED),
  unused: async () => ((await run("node_modules/knip/bin/knip.js", [])) === 0 ? ONE_PASSED : ONE_FAILED),
  unit: () => vitest("unit"),
  integration: () => vitest("integration"),
  build: async () => {
    await ensureBuilt(processes, { ...env, ...buildSecrets(root), NODE_ENV: "production" });
    return ONE_PASSED;
  },
  "end-to-end": async () => {
    if (counts.get("build")?.failed) {
      console.log("Not run, because the build failed.");
      return ONE_FAILED;
    }
    const CHROMIUM_PATH = await requireChromium(root);
    const file = path.join(reports, "end-to-end.json");
    const code = await run("node_modules/@playwright/test/cli.js", ["test"], {
      CHROMIUM_PATH,
      PORTAL_TEST_REPORT: file,
    });
    failures.push(...playwrightFailures("end-to-end", root, file));
    const times = playwrightTimes(file);
    if (times) console.log(times);
    return withExitCode(playwrightCounts(file), code);
  },
};

/** @param {string} project */
async function vitest(project) {
  const file = path.join(reports, `${project}.json`);
  const options = ["--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await run("node_modules/vitest/vitest.mjs", ["run", ...options]);
  failures.push(...vitestFailures(project, root, file));
  return withExitCode(vitestCounts(file), code);
}

/**
 * Runs a program of Node and shows what it says.
 * @param {string} script
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [more]
 * @returns {Promise<number>} Its exit code; 1 for a signal.
 */
function run(script, args, more = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, env: { ...env, ...more }, stdio: "inherit" });
    child.once("exit", (code) => resolve(code ?? 1));
    child.once("error", () => resolve(1));
  });
}

/** @returns {string[]} */
function chosenParts() {
  if (mode === undefined || day !== null) return Object.keys(parts);
  if (mode === "--check") return ["types", "lint", "unused", "unit"];
  if (long) return ["unit", "integration"];
  console.error("Use: node scripts/test.mjs [--check|--long|--day <days from today>]");
  process.exit(2);
}

/** @type {Map<string, Counts>} */
const counts = new Map();
/** @type {Failure[]} */
const failures = [];

for (const name of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  process.on(name, () => {
    processes.killAll();
    process.exit(130);
  });
}
process.on("exit", () => rmSync(reports, { recursive: true, force: true }));

const chosen = chosenParts();
if (day !== null) console.log(`All of it on a day that is ${day} days from today`);
console.log(`Seed of the property tests: ${seed} (PORTAL_TEST_SEED=${seed} repeats them)`);
try {
  await ensureInstalled(processes, true);
  if (day !== null) Object.assign(env, movedDay(day));
  for (const name of chosen) {
    console.log(`\n── ${name} ${"─".repeat(Math.max(0, 74 - name.length))}`);
    const start = performance.now();
    const result = await parts[name]().catch((error) => {
      report(error);
      return ONE_FAILED;
    });
    counts.set(name, result);
    console.log(`${name}: ${totalLine([result])} in ${seconds(performance.now() - start)}`);
  }
} catch (error) {
  report(error);
  counts.set("install", ONE_FAILED);
}

console.log(`\n── all ${"─".repeat(71)}`);
for (const [name, result] of counts) console.log(`${name.padEnd(12)} ${totalLine([result])}`);
const failedParts = [...counts].filter(([, { failed }]) => failed > 0).map(([name]) => name);
for (const line of failureLines(failures, failedParts)) console.log(line);
const all = [...counts.values()];
process.exitCode = all.some(({ failed }) => failed > 0) ? 1 : 0;
console.log(totalLine(all));
