import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import path from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type EmbeddedDatabase, stagedFolder, startEmbedded } from "@/db/embedded";
import { chooseHome } from "@/db/embedded/home";
import { shutDown } from "@/db/embedded/server";
import { passableFolder, temporaryFolder } from "../../support/temporary";

const root = path.resolve(import.meta.dirname, "../../..");
const isRoot = process.getuid?.() === 0;
const notes: string[] = [];
const start = (dir: string, fresh = false) =>
  startEmbedded({ dir, fresh, fast: true, log: (line) => notes.push(line) });

async function query<T extends postgres.Row>(database: { url: string }, text: string): Promise<T[]> {
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  try {
    return [...(await sql.unsafe<T[]>(text))];
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function withDatabase<T>(dir: string, use: (database: EmbeddedDatabase) => Promise<T>): Promise<T> {
  const database = await start(dir);
  try {
    return await use(database);
  } finally {
    await database.stop();
  }
}

function serverPid(cluster: string): number {
  return Number(readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n")[0]);
}

function accepts(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}`).then(
    () => true,
    (error: { cause?: { code?: string } }) => error.cause?.code !== "ECONNREFUSED",
  );
}

/** Beside its state, or staged elsewhere when this very checkout lies where the database's user cannot read. */
function homeOf(dir: string): string {
  const staged = stagedFolder(dir);
  return existsSync(staged) ? staged : path.join(dir, "home");
}

/** The process that keeps the database for the starter, as the starter runs it. */
function keep(dir: string): { child: ChildProcess; ready: Promise<string> } {
  const child = fork(path.join(root, "scripts/lib/database-process.mjs"), [dir], {
    cwd: root,
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    detached: true,
  });
  const ready = new Promise<string>((resolve, reject) => {
    child.on("message", (message: { type: string; url?: string }) => message.url && resolve(message.url));
    child.once("exit", (code) => reject(new Error(`ended with ${code}`)));
  });
  ready.catch(() => {});
  return { child, ready };
}

async function keeper(dir: string): Promise<{ child: ChildProcess; url: string }> {
  const { child, ready } = keep(dir);
  return { child, url: await ready };
}

describe("an embedded PostgreSQL", () => {
  const parent = passableFolder();
  const dir = path.join(parent, "postgres");
  const half = path.join(parent, "half");
  let cluster: string;
  let firstUrl: string;

  beforeAll(async () => {
    // Without any language the server's own defaults would make an SQL_ASCII cluster.
    for (const name of ["LANG", "LC_ALL", "LC_CTYPE"]) delete process.env[name];
    const database = await start(dir);
    firstUrl = database.url;
    cluster = path.join(homeOf(dir), "cluster");
    await query(database, "create table kept (word text); insert into kept values ('kept')");
    await database.stop();
  });

  afterAll(() => {
    for (const folder of [stagedFolder(dir), stagedFolder(half)]) rmSync(folder, { recursive: true, force: true });
  });

  it.skipIf(process.platform === "win32")(
    "is stopped by the process that started it alone, and the next one on its folder goes on",
    async () => {
      const dir = temporaryFolder();
      await withDatabase(dir, async (database) => {
        const { id } = JSON.parse(readFileSync(path.join(dir, "state.json"), "utf8")) as { id: string };
        const home = await chooseHome(dir, id, () => {});
        // A server that another process ended as left over, while its keeper has not noticed it yet.
        const child = spawn("sleep", ["60"], { stdio: "ignore" });
        const exited = once(child, "exit").then(() => {});
        await shutDown(home, { child, exited });
        expect(child.signalCode).toBe("SIGINT");
        expect(await query(database, "select 1 as one")).toEqual([{ one: 1 }]);
      });
    },
  );

  it("is a Unicode cluster, listens locally, and lets the portal in as a role that is no superuser", async () => {
    await withDatabase(dir, async (database) => {
      const [row] = await query(
        database,
        `select upper('é') as upper, getdatabaseencoding() as encoding, current_setting('listen_addresses') as listens,
          current_setting('max_connections') as connections, current_setting('TimeZone') as zone, rolsuper, rolcreaterole,
          rolcreatedb, pg_get_userbyid(datdba) as owner
        from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
      );
      expect(row).toEqual({
        upper: "É",
        encoding: "UTF8",
        listens: "127.0.0.1",
        connections: "200",
        zone: "UTC",
        rolsuper: false,
        rolcreaterole: true,
        rolcreatedb: true,
        owner: "portal",
      });
      const wrong = new URL(database.url);
      wrong.password = "wrong";
      await expect(query({ url: wrong.href }, "select 1")).rejects.toMatchObject({ code: "28P01" });
    });
    expect(statSync(path.join(dir, "state.json")).mode & 0o777).toBe(0o600);
  });

  it("keeps its address and data over a restart", async () => {
    await withDatabase(dir, async (database) => {
      expect(database.url).toBe(firstUrl);
      expect(await query(database, "select word from kept")).toEqual([{ word: "kept" }]);
    });
  });

  it("starts again after a kill -9 of the server", async () => {
    const database = await start(dir);
    process.kill(serverPid(cluster), "SIGKILL");
    await database.exited;
    await withDatabase(dir, async (again) => {
      expect(await query(again, "select word from kept")).toEqual([{ word: "kept" }]);
    });
  });

  it("takes over from a server whose keeper process was killed", async () => {
    const { child } = await keeper(dir);
    const orphan = serverPid(cluster);
    child.kill("SIGKILL");
    await once(child, "exit");
    await withDatabase(dir, async (database) => {
      expect(serverPid(cluster)).not.toBe(orphan);
      expect(await query(database, "select word from kept")).toEqual([{ word: "kept" }]);
    });
  });

  it("is closed by its keeper process when the starter is gone", async () => {
    const { child, url } = await keeper(dir);
    child.disconnect();
    const [code] = await once(child, "exit");
    expect(code).toBe(0);
    expect(existsSync(path.join(cluster, "postmaster.pid"))).toBe(false);
    expect(await accepts(Number(new URL(url).port))).toBe(false);
  });

  it("is not misled by a pid file whose number belongs to another program", async () => {
    const { uid, gid } = statSync(cluster);
    const stranger = spawn("sleep", ["60"], { cwd: "/", stdio: "ignore", uid, gid });
    try {
      writeFileSync(path.join(cluster, "postmaster.pid"), `${stranger.pid}\n${cluster}\n`, { mode: 0o600 });
      await withDatabase(dir, async (database) => {
        expect(await query(database, "select word from kept")).toEqual([{ word: "kept" }]);
      });
      expect(stranger.exitCode).toBeNull();
    } finally {
      stranger.kill();
    }
  });

  it("moves to another port when its own is taken", async () => {
    const other = await new Promise<Server>((resolve) => {
      const server = createServer().listen(Number(new URL(firstUrl).port), "127.0.0.1", () => resolve(server));
    });
    try {
      await withDatabase(dir, async (database) => {
        expect(new URL(database.url).port).not.toBe(new URL(firstUrl).port);
        expect(await query(database, "select word from kept")).toEqual([{ word: "kept" }]);
      });
    } finally {
      other.close();
    }
  });

  it("says so when its password file is lost, and keeps the data", async () => {
    const state = path.join(dir, "state.json");
    const content = readFileSync(state);
    rmSync(state);
    await expect(start(dir)).rejects.toThrow(/state\.json is missing/);
    writeFileSync(state, content, { mode: 0o600 });
    await withDatabase(dir, async (database) => {
      expect(await query(database, "select word from kept")).toEqual([{ word: "kept" }]);
    });
  });

  it("does not take a cluster for whole whose making was cut short", async () => {
    const made = () =>
      existsSync(homeOf(half)) ? readdirSync(homeOf(half)).filter((name) => name.startsWith("cluster")) : [];
    const { child } = keep(half);
    await vi.waitFor(() => expect(made()).toHaveLength(1), { timeout: 20_000, interval: 5 });
    await vi.waitFor(() => expect(readdirSync(path.join(homeOf(half), made()[0] ?? ""))).toContain("PG_VERSION"), {
      timeout: 20_000,
      interval: 5,
    });
    // The whole group, so that the program which makes the cluster is cut short as well.
    process.kill(-Number(child.pid), "SIGKILL");
    await once(child, "exit");
    expect(made()).not.toContain("cluster");
    await withDatabase(half, async (database) => {
      expect(await query(database, "select 1 as one")).toEqual([{ one: 1 }]);
    });
    expect(made()).toEqual(["cluster"]);
  });

  it("starts empty when that is asked for, even beside a server left over", async () => {
    const { child } = await keeper(dir);
    child.kill("SIGKILL");
    await once(child, "exit");
    const database = await start(dir, true);
    const [row] = await query(database, "select to_regclass('kept') as kept");
    await database.stop();
    expect(row).toEqual({ kept: null });
  });
});

describe.skipIf(!isRoot)("an embedded PostgreSQL in a folder that the database's user cannot reach", () => {
  const parent = temporaryFolder();
  const dir = path.join(parent, "postgres");
  const staged = stagedFolder(dir);

  afterAll(() => rmSync(staged, { recursive: true, force: true }));

  it("keeps its files elsewhere, says where, and finds them again", async () => {
    notes.length = 0;
    await withDatabase(dir, (database) => query(database, "create table kept (word text)"));
    expect(notes).toEqual([expect.stringContaining(staged)]);
    expect(statSync(staged).mode & 0o777).toBe(0o700);
    await withDatabase(dir, async (database) => {
      expect(await query(database, "select to_regclass('kept')::text as kept")).toEqual([{ kept: "kept" }]);
    });
  });

  it("starts with an empty database when the folder was removed", async () => {
    rmSync(dir, { recursive: true });
    await withDatabase(dir, async (database) => {
      expect(await query(database, "select to_regclass('kept')::text as kept")).toEqual([{ kept: null }]);
    });
  });

  it("refuses a folder elsewhere that somebody else has prepared", async () => {
    chmodSync(staged, 0o777);
    await expect(start(dir)).rejects.toThrow(/does not belong to the user/);
    chmodSync(staged, 0o700);
  });
});
