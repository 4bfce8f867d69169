import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { databaseEnvironment, runAs } from "./account";
import type { Home } from "./home";

export interface Server {
  readonly child: ChildProcess;
  readonly exited: Promise<void>;
}

/**
 * Creates the cluster unless it exists. It is created under another name and renamed when complete, so that a kill on
 * the way leaves nothing that looks like a cluster.
 */
export async function initialise(home: Home, superuserPassword: string, fast: boolean): Promise<void> {
  for (const name of readdirSync(home.folder)) {
    if (name.startsWith("cluster.new-") || name.startsWith("password-")) {
      rmSync(path.join(home.folder, name), { recursive: true, force: true });
    }
  }
  if (existsSync(path.join(home.cluster, "PG_VERSION"))) return;
  const mark = randomBytes(6).toString("hex");
  const fresh = path.join(home.folder, `cluster.new-${mark}`);
  const passwordFile = path.join(home.folder, `password-${mark}`);
  writeFileSync(passwordFile, superuserPassword, { mode: 0o600 });
  if (home.account) chownSync(passwordFile, home.account.uid, home.account.gid);
  // Collation comes from ICU and everything else from the C locale, so that the result does not depend on LANG.
  const args = ["-D", fresh, "-U", "postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "--encoding=UTF8"];
  args.push("--locale-provider=icu", "--icu-locale=und", "--locale=C", ...(fast ? ["--no-sync"] : []));
  const { code, output } = await runAs(home.account, program(home, "initdb"), args, home.folder);
  rmSync(passwordFile, { force: true });
  if (code !== 0) throw new Error(`PostgreSQL could not create its data folder: ${output.trim()}`);
  renameSync(fresh, home.cluster);
}

/** Starts the server on 127.0.0.1 only. Its output goes to postgres.log in its home. */
export function launch(home: Home, port: number, fast: boolean): Server {
  const settings = [`port=${port}`, "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"];
  settings.push("timezone=UTC", "log_timezone=UTC", "logging_collector=off");
  if (fast) settings.push("fsync=off", "synchronous_commit=off", "full_page_writes=off");
  const logFile = openSync(logPath(home), "w", 0o600);
  // The server gets a process group of its own: Ctrl-C in a terminal reaches a whole group, and the database must
  // outlive its clients.
  const child = spawn(program(home, "postgres"), ["-D", home.cluster, ...settings.flatMap((one) => ["-c", one])], {
    cwd: home.folder,
    env: databaseEnvironment(),
    stdio: ["ignore", logFile, logFile],
    detached: process.platform !== "win32",
    ...(home.account ? { uid: home.account.uid, gid: home.account.gid } : {}),
  });
  closeSync(logFile);
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  return { child, exited };
}

/**
 * Ends the server after it has rolled back open transactions; kills it if it does not end within 20 seconds. Where the
 * platform has signals, they go to this child process, not to the server that the folder's pid file names: that may
 * already be another one, started by somebody who stopped this server as left over.
 */
export async function shutDown(home: Home, { child, exited }: Server): Promise<void> {
  // PostgreSQL takes SIGINT as a fast and SIGQUIT as an immediate shutdown.
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    if (child.exitCode !== null || child.signalCode !== null) return;
    if (process.platform === "win32") await stopWithControl(home);
    else child.kill(signal);
    const ended = exited.then(() => true);
    if (await Promise.race([ended, delay(10_000, false, { ref: false })])) return;
  }
  child.kill("SIGKILL");
  await exited;
}

/**
 * Ends a server that an earlier, killed process left running on this cluster. If the pid file names a process that is
 * another program, the file is removed: the server would take that program for a running server and refuse to start.
 */
export async function stopLeftOver(home: Home): Promise<void> {
  const pidFile = path.join(home.cluster, "postmaster.pid");
  const pid = Number(existsSync(pidFile) ? readFileSync(pidFile, "utf8").split("\n")[0] : Number.NaN);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return;
  if (await servesCluster(pid, home.cluster)) await stopWithControl(home);
  else rmSync(pidFile, { force: true });
}

async function stopWithControl(home: Home): Promise<void> {
  for (const mode of ["fast", "immediate"]) {
    const args = ["stop", "-D", home.cluster, "-m", mode, "-w", "-t", "10"];
    const { code } = await runAs(home.account, program(home, "pg_ctl"), args, home.folder);
    if (code === 0) return;
  }
}

async function servesCluster(pid: number, cluster: string): Promise<boolean> {
  if (process.platform === "win32") return true;
  if (process.platform === "linux") {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
    } catch {
      return false;
    }
  }
  const { output } = await runAs(null, "ps", ["-o", "command=", "-p", String(pid)], "/");
  return output.includes(cluster);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function program(home: Home, name: "initdb" | "postgres" | "pg_ctl"): string {
  return path.join(home.native, "bin", process.platform === "win32" ? `${name}.exe` : name);
}

function logPath(home: Home): string {
  return path.join(home.folder, "postgres.log");
}

/** The server's output since it was last started; empty when there is no log. */
export function serverLog(home: Home): string {
  return existsSync(logPath(home)) ? readFileSync(logPath(home), "utf8").trim() : "";
}
