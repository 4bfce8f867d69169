import { execFileSync, spawn } from "node:child_process";
import { statSync } from "node:fs";

/** The operating system's user that PostgreSQL runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/**
 * Who runs PostgreSQL: null for the current user, and a user without rights when the current one is root, because the
 * server refuses to run as root. An existing cluster keeps its owner, since the server insists on owning its folder.
 */
export function databaseAccount(cluster: string): Account | null {
  if (process.platform === "win32" || process.getuid?.() !== 0) return null;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, name: String(owner.uid) };
  for (const name of ["postgres", "nobody"]) {
    const account = lookUp(name);
    if (account) return account;
  }
  throw new Error(
    "PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody to run it as.",
  );
}

function lookUp(name: string): Account | null {
  try {
    const id = (flag: string) => Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
    const account = { uid: id("-u"), gid: id("-g"), name };
    return account.uid > 0 && Number.isInteger(account.gid) ? account : null;
  } catch {
    return null;
  }
}

/**
 * Variables by which datefudge shifts the clock of this process. The database gets them too, so that both have the same
 * time.
 */
const CLOCK = /^(LD_PRELOAD|DATEFUDGE)$/;

/** Only what the server's programs need: PGPORT, PGDATA or an unknown LANG of the caller must not reach them. */
export function databaseEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP, NODE_ENV } = process.env;
  const clock = Object.entries(process.env).filter(([name]) => CLOCK.test(name));
  return { ...Object.fromEntries(clock), LC_ALL: "C", PATH, SystemRoot, TEMP, NODE_ENV };
}

/** Runs a program to its end as the account. A program that cannot be started at all counts as code -1. */
export function runAs(
  account: Account | null,
  file: string,
  args: readonly string[],
  cwd: string,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(file, args, {
      cwd,
      env: databaseEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
    });
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on("error", (error) => resolve({ code: -1, output: `${output}${error.message}` }));
    child.on("close", (code) => resolve({ code: code ?? -1, output }));
  });
}
