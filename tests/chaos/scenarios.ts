import { execFile, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import type { Demo, Part } from "./demo";
import { Load } from "./load";

const run = promisify(execFile);

/** What else is to be told of a harm, and what was not as it must be. */
export interface Harmed {
  readonly told: string;
  readonly faults?: readonly string[];
}

const PAY_ANSWERS_S = 10;
const PROCESS_ENDS_S = 5;

export interface Scenario {
  readonly name: string;
  /** Does harm. Settles when it is done, from where seconds are counted. */
  readonly harm: (demo: Demo, load: Load) => Promise<Harmed>;
  /** Takes part in the short form. */
  readonly isShort?: boolean;
}

const kill =
  (...parts: Part[]) =>
  async (demo: Demo) => {
    for (const part of parts) demo.signal(part, "SIGKILL");
    return { told: "" };
  };

const stopDatabase = (name: NodeJS.Signals) => async (demo: Demo) => {
  demo.signal("database", name);
  return { told: "" };
};

/** For as long: from when it ends, the rest is counted. */
const mailFault = (mode: string, milliseconds: number) => async (demo: Demo) => {
  await demo.fault("mail", mode);
  await delay(milliseconds);
  const asked = await demo.ask(async (sql) => {
    const [row] = await sql`select state, failures from providers where name = 'mail'`;
    return row ? `provider: ${row.state}, ${row.failures} failures` : "provider: never asked";
  });
  await demo.fault("mail", "ok");
  return { told: asked };
};

/** A stopped process takes connections and answers nothing: as a machine that hangs. */
async function freezeDatabase(demo: Demo): Promise<Harmed> {
  const pids = spawnSync("pgrep", ["-P", String(demo.pidOf("database"))], { encoding: "utf8" }).stdout.split("\n");
  const all = [demo.pidOf("database"), ...pids.filter(Boolean).map(Number)];
  const tell = (name: NodeJS.Signals) => {
    for (const pid of all) {
      try {
        process.kill(pid, name);
      } catch {
        // It has ended.
      }
    }
  };
  tell("SIGSTOP");
  await delay(8_000);
  tell("SIGCONT");
  return { told: "held for 8 s" };
}

async function rollingRestart(demo: Demo, load: Load): Promise<Harmed> {
  await demo.startSecond();
  const from = load.looks.length;
  const first = await demo.end("web server");
  await delay(1_000);
  await demo.answers(demo.ports.web);
  const second = await demo.stopSecond();
  demo.proxy.targets = [demo.ports.web];
  const bad = load.looks.slice(from).filter(({ status }) => status !== 200).length;
  const ended = [first, second].map((milliseconds) => milliseconds / 1_000);
  return {
    told: `ended in ${ended.map((seconds) => seconds.toFixed(1)).join(" and ")} s, pages dropped: ${bad}`,
    faults: [...(bad > 0 ? ["pages dropped"] : []), ...(Math.max(...ended) > PROCESS_ENDS_S ? ["ended late"] : [])],
  };
}

/** A database beside this one gets what a backup under load holds, by the scripts that operators have. */
async function dumpAndRestore(demo: Demo): Promise<Harmed> {
  const [backups, files] = ["backups", "restored"].map((name) => path.join(demo.folder, name)) as [string, string];
  const there = new URL(demo.databaseUrl);
  there.pathname = "/portal_copy";
  const script = (name: string, argument: string, url: string, folder: string) =>
    run(`deploy/${name}`, [argument], { env: { ...process.env, DATABASE_URL: url, FILES_DIR: folder } });
  const begun = performance.now();
  const messages = async (url: string) =>
    demo.ask(async (sql) => Number((await sql`select count(*) from messages`)[0]?.count), url);
  const before = await messages(demo.databaseUrl);
  try {
    const { stdout } = await script("backup.sh", backups, demo.databaseUrl, path.join(demo.folder, "files"));
    await demo.ask((sql) => sql`create database portal_copy`);
    await script("restore.sh", stdout.trim(), there.href, files);
    const restored = await messages(there.href);
    if (restored < before) throw new Error("The restored database is not whole");
    const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
    return { told: `restored in ${seconds} s: ${restored} messages, ${before} at its begin` };
  } finally {
    for (const folder of [backups, files]) rmSync(folder, { recursive: true, force: true });
    await demo.ask((sql) => sql`drop database if exists portal_copy with (force)`);
  }
}

async function fullDisk(demo: Demo): Promise<Harmed> {
  const files = path.join(demo.folder, "files");
  const mount = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", files], { encoding: "utf8" });
  if (mount.status !== 0) return { told: "not done: a file system of its own takes rights that this user lacks" };
  try {
    const browser = await new Load(demo).signIn({ brand: "cimsoft", email: "plant.engineer@keystone.example" });
    const answer = await browser.upload("/api/files", "large.bin", Buffer.alloc(400_000, 7));
    const [row] = await demo.ask((sql) => sql`select state from providers where name = 'files'`);
    const said = (JSON.parse(answer.body) as { error: string }).error;
    return {
      told: `${answer.status} “${said}”, staff see: ${row?.state}`,
      faults: answer.status === 507 && row?.state === "refusing" ? [] : ["the full disk is not told"],
    };
  } finally {
    spawnSync("umount", [files]);
  }
}

/** Pay answers in time, and the payment is found by itself. */
async function slowStripe(demo: Demo, load: Load): Promise<Harmed> {
  await demo.fault("stripe", "slow");
  const from = load.deeds.length;
  await delay(25_000);
  await demo.fault("stripe", "ok");
  const answers = load.deeds
    .slice(from)
    .filter(({ kind }) => kind === "payment")
    .map(({ answeredMs }) => answeredMs ?? 0);
  const seconds = Math.max(0, ...answers) / 1_000;
  return {
    told: `Pay answered after at most ${seconds.toFixed(1)} s`,
    faults: answers.length > 0 && seconds <= PAY_ANSWERS_S ? [] : ["Pay answered late or was not asked"],
  };
}

const terminate = async (demo: Demo) => {
  const ended = await demo.ask(
    (sql) => sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
  );
  return { told: `${ended.length} connections` };
};

export const SCENARIOS: readonly Scenario[] = [
  { name: "kill -9 of the web process", harm: kill("web server"), isShort: true },
  { name: "kill -9 of the worker", harm: kill("worker"), isShort: true },
  { name: "kill -9 of the database", harm: kill("database"), isShort: true },
  { name: "kill -9 of all three", harm: kill("web server", "worker", "database") },
  { name: "SIGINT of the database", harm: stopDatabase("SIGINT"), isShort: true },
  { name: "SIGINT of the database, again", harm: stopDatabase("SIGINT") },
  { name: "SIGQUIT of the database", harm: stopDatabase("SIGQUIT") },
  { name: "every connection terminated", harm: terminate, isShort: true },
  { name: "a database that hangs", harm: freezeDatabase },
  { name: "mail provider slow (30 s)", harm: mailFault("slow", 20_000) },
  { name: "mail provider answers 500", harm: mailFault("error-500", 15_000) },
  { name: "mail provider answers 429", harm: mailFault("rate-limit", 15_000) },
  { name: "mail provider cuts after accepting", harm: mailFault("timeout-after-accept", 15_000) },
  { name: "Stripe slow (30 s)", harm: slowStripe },
  { name: "files disk full", harm: fullDisk },
  { name: "rolling restart of two web processes", harm: rollingRestart },
  { name: "dump and restore", harm: dumpAndRestore },
];
