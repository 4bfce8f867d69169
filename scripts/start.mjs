/*
 * `npm run demo` and `npm run dev`: from a fresh clone to a running portal. Until the packages are installed there is only
 * Node itself, so this file and what it imports use nothing else.
 */
import "./lib/node-version.mjs";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { announcement } from "./lib/announcement.mjs";
import { ensureBuilt } from "./lib/build.mjs";
import { startDatabase } from "./lib/database.mjs";
import { STRIPE_STATE } from "./lib/demo-stripe.mjs";
import { environment, reachable, sandboxEnvironment } from "./lib/environment.mjs";
import { report, StartError } from "./lib/errors.mjs";
import { waitUntilHealthy } from "./lib/health.mjs";
import { ensureInstalled } from "./lib/install.mjs";
import { acquireLock } from "./lib/lock.mjs";
import { assertPortFree, portFrom } from "./lib/ports.mjs";
import { isRunning, launchers } from "./lib/process-identity.mjs";
import { Processes } from "./lib/processes.mjs";
import { clockOffset } from "./lib/settings.mjs";
import { step } from "./lib/steps.mjs";

const NEXT = "node_modules/next/dist/bin/next";
/** How long an earlier starter, killed or just stopping, may take to release lock and ports. */
const PREDECESSOR_PATIENCE_MS = 20_000;
/** A terminal sends Ctrl-C to the whole group and npm passes it on: a second one within this time is the same. */
const SAME_WISH_MS = 1000;

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** @typedef {import("./lib/environment.mjs").Place & { install: boolean, fresh: boolean }} Options */

/** @returns {Options} */
function readOptions() {
  const usage = "Use: node scripts/start.mjs demo|dev [--data <folder>] [--no-install] [--fresh]";
  let given;
  try {
    const data = /** @type {const} */ ({ type: "string", default: ".data" });
    const flag = /** @type {const} */ ({ type: "boolean", default: false });
    const options = { data, "no-install": flag, fresh: flag };
    given = parseArgs({ options, allowPositionals: true });
  } catch {
    throw new StartError(usage);
  }
  const [mode, ...rest] = given.positionals;
  if ((mode !== "demo" && mode !== "dev") || rest.length > 0) throw new StartError(usage);
  const [port, sandboxPort] = [portFrom("PORT", 3000), portFrom("SANDBOX_PORT", 3900)];
  if (port === sandboxPort) throw new StartError(`PORT and SANDBOX_PORT are both ${port}: set one to another number.`);
  return {
    mode,
    data: path.resolve(root, String(given.values.data)),
    install: !given.values["no-install"],
    fresh: Boolean(given.values.fresh),
    host: process.env.HOST || "127.0.0.1",
    port,
    sandboxPort,
  };
}

/**
 * Locks the data folder for this start. Waits for an earlier start that is ending, or whose npm is gone so that it will
 * end.
 * @param {string} data
 */
async function takeFolder(data) {
  const deadline = performance.now() + PREDECESSOR_PATIENCE_MS;
  for (;;) {
    const lock = acquireLock(data, "start", launchers());
    if (lock.held) return lock;
    const { pid, ending, launchers: its } = lock.holder;
    const willEnd = ending || !its.every(isRunning);
    if (!willEnd || performance.now() > deadline) {
      throw new StartError(`The portal is already running or just starting in this folder (process ${pid}).`);
    }
    await delay(100);
  }
}

/**
 * @param {Options} options
 * @param {Processes} processes
 * @param {boolean} afterKill
 */
async function bringUp(options, processes, afterKill) {
  const { mode, install, host, port, sandboxPort } = options;
  const patience = afterKill ? PREDECESSOR_PATIENCE_MS : 0;
  await assertPortFree("PORT", port, host, patience);
  await assertPortFree("SANDBOX_PORT", sandboxPort, host, patience);
  const env = environment(root, options, process.env);
  await ensureInstalled(processes, install);
  if (mode === "demo") await ensureBuilt(processes, env);

  const tsx = (/** @type {string} */ file) => ["--import", "tsx", file];
  const as = (/** @type {string} */ name) => ({ ...env, PORTAL_PROCESS: name });
  const customDatabase = Boolean(env.DATABASE_URL);
  if (!customDatabase) {
    env.DATABASE_URL = await step("Starting PostgreSQL", () =>
      startDatabase(processes, env, path.join(options.data, "postgres"), options.fresh),
    );
  }
  // Who set a clock gets that one.
  const moves = mode === "demo" && !process.env.PORTAL_CLOCK ? { PORTAL_CLOCK_MOVES: "1" } : {};
  await step("Preparing the database and the demo data", () =>
    processes.run(
      "demo-data",
      tsx("scripts/demo/database.ts"),
      { ...as("import"), ...moves },
      "The demo data could not be prepared.",
    ),
  );
  const offsetMs = clockOffset(options.data, process.env.PORTAL_CLOCK, Date.now());
  const hasMoved = String(offsetMs) !== env.PORTAL_CLOCK_OFFSET_MS;
  env.PORTAL_CLOCK_OFFSET_MS = String(offsetMs);
  await step("Starting the portal", async () => {
    const sandboxes = { ...as("sandbox"), ...sandboxEnvironment(options) };
    processes.start("sandboxes", tsx("scripts/demo/sandboxes/main.ts"), sandboxes, { patienceMs: 3000 });
    processes.start("worker", tsx("scripts/worker.ts"), as("worker"), { patienceMs: 10_000 });
    const command = mode === "demo" ? "start" : "dev";
    const web = [NEXT, command, "-H", host, "-p", String(port)];
    processes.start("web server", web, as("web"), { patienceMs: 10_000, shown: mode === "dev" });
    await waitUntilHealthy(reachable(host), sandboxPort, "/mail.json", "sandboxes");
    await waitUntilHealthy(reachable(host), port, "/api/health", "web server");
  });
  processes.keepRunning();
  const logs = path.relative(root, processes.logs);
  const clock = { offsetMs, hasMoved };
  console.log(announcement({ sandboxPort, logs, origins: env.PORTAL_ORIGINS ?? "", customDatabase, clock }));
}

/**
 * Resolves at the first request to stop: a signal, or the end of the npm that started this. A second signal kills
 * everything.
 * @param {Processes} processes
 */
function stopWish(processes) {
  return new Promise((resolve) => {
    let first = 0;
    const onSignal = () => {
      if (first === 0) {
        first = performance.now();
        resolve(undefined);
      } else if (performance.now() - first > SAME_WISH_MS) {
        processes.killAll();
        process.exit(130);
      }
    };
    for (const name of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(name, onSignal);
    const started = launchers();
    setInterval(() => {
      if (first === 0 && !started.every(isRunning)) onSignal();
    }, 500).unref();
  });
}

async function main() {
  const options = readOptions();
  mkdirSync(options.data, { recursive: true });
  const lock = await takeFolder(options.data);
  if (options.fresh)
    for (const name of ["secrets.json", "clock.json", STRIPE_STATE])
      rmSync(path.join(options.data, name), { force: true });
  const processes = new Processes(root, path.join(options.data, "logs"));
  const wish = stopWish(processes).then(() => {
    console.log("\nStopping …");
  });
  const run = bringUp(options, processes, lock.replaced).then(() => new Promise(() => {}));
  let code = 0;
  try {
    await Promise.race([wish, run, processes.failure]);
  } catch (error) {
    report(error);
    code = 1;
  }
  run.catch(() => {});
  lock.announceEnd();
  await processes.stopAll();
  process.exit(code);
}

main().catch((error) => {
  report(error);
  process.exit(1);
});
