import { execFile, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import type { Demo, Part } from "./demo";
import { Load } from "./load";

const run = promisify(execFile);

export interface Scenario {
  readonly name: string;
  /** Does harm. Settles when it is done, from where seconds are counted. Answers what else is to be told. */
  readonly harm: (demo: Demo, load: Load) => Promise<string>;
  /** Takes part in the short form. */
  readonly isShort?: boolean;
}

const kill =
  (...parts: Part[]) =>
  async (demo: Demo) => {
    for (const part of parts) demo.signal(part, "SIGKILL");
    return "";
  };

const stopDatabase = (name: NodeJS.Signals) => async (demo: Demo) => {
  demo.signal("database", name);
  return "";
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
  return asked;
};

/** A stopped process takes connections and answers nothing: as a machine that hangs. */
async function freezeDatabase(demo: Demo): Promise<string> {
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
  return "held for 8 s";
}

async function rollingRestart(demo: Demo, load: Load): Promise<string> {
  await demo.startSecond();
  const from = load.looks.length;
  const first = await demo.end("web server");
  await delay(1_000);
  await demo.answers(demo.ports.web);
  const second = await demo.stopSecond();
  demo.proxy.targets = [demo.ports.web];
  const bad = load.looks.slice(from).filter(({ status }) => status !== 200).length;
  return `ended in ${(first / 1_000).toFixed(1)} and ${(second / 1_000).toFixed(1)} s, pages dropped: ${bad}`;
}

/** A database beside this one gets what a backup under load holds, by the scripts that operators have. */
async function dumpAndRestore(demo: Demo): Promise<string> {
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
    return `restored in ${((performance.now() - begun) / 1_000).toFixed(1)} s: ${restored} messages, ${before} at its begin`;
  } finally {
    for (const folder of [backups, files]) rmSync(folder, { recursive: true, force: true });
    await demo.ask((sql) => sql`drop database if exists portal_copy with (force)`);
  }
}

async function fullDisk(demo: Demo): Promise<string> {
  const files = path.join(demo.folder, "files");
  const mount = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", files], { encoding: "utf8" });
  if (mount.status !== 0) return "not done: a file system of its own takes rights that this user lacks";
  try {
    const browser = await new Load(demo).signIn({ brand: "cimsoft", email: "plant.engineer@keystone.example" });
    const answer = await browser.upload("/api/files", "large.bin", Buffer.alloc(400_000, 7));
    const [row] = await demo.ask((sql) => sql`select state from providers where name = 'files'`);
    const said = (JSON.parse(answer.body) as { error: string }).error;
    return `${answer.status} “${said}”, staff see: ${row?.state}`;
  } finally {
    spawnSync("umount", [files]);
  }
}

/** Pay answers in time, and the payment is found by itself. */
async function slowStripe(demo: Demo, load: Load): Promise<string> {
  await demo.fault("stripe", "slow");
  const from = load.deeds.length;
  await delay(25_000);
  await demo.fault("stripe", "ok");
  const answers = load.deeds
    .slice(from)
    .filter(({ kind }) => kind === "payment")
    .map(({ answeredMs }) => answeredMs ?? 0);
  return `Pay answered after at most ${(Math.max(0, ...answers) / 1_000).toFixed(1)} s`;
}

const terminate = async (demo: Demo) => {
  const ended = await demo.ask(
    (sql) => sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`,
  );
  return `${ended.length} connections`;
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
