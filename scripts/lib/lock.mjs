import {
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { identify, isRunning } from "./process-identity.mjs";

/*
 * A lock that a killed holder does not keep. It is a row of numbered files of which the highest counts. Whoever finds
 * the highest one's holder dead makes the next number, and making a file that exists fails, so of many only one gets
 * it. A single file would have to be removed first, and a slow process could then remove its successor's.
 */

/**
 * @typedef {import("./process-identity.mjs").Identity} Identity
 * @typedef {Identity & { ending: boolean, launchers: Identity[] }} Holder
 * @typedef {{ held: true, replaced: boolean, announceEnd: () => void, release: () => void }} Held
 * @typedef {{ held: false, holder: Holder }} Refused
 */

/**
 * Takes the lock `name` in `folder`, or says who has it. `replaced` is true when its last holder was killed.
 * @param {string} folder
 * @param {string} name
 * @param {Identity[]} [launchers] Processes without which the holder will not go on.
 * @returns {Held | Refused}
 */
export function acquireLock(folder, name, launchers = []) {
  mkdirSync(folder, { recursive: true });
  /** @type {Holder} */
  const me = { ...identify(process.pid), ending: false, launchers };
  const draft = path.join(folder, `${name}.draft-${process.pid}`);
  for (;;) {
    const numbers = lockNumbers(folder, name);
    const highest = numbers[0] ?? 0;
    const holder = highest === 0 ? null : readHolder(lockFile(folder, name, highest));
    if (holder && isRunning(holder)) return { held: false, holder };

    const mine = highest + 1;
    const file = lockFile(folder, name, mine);
    writeFileSync(draft, JSON.stringify(me), { mode: 0o600 });
    const made = createFrom(draft, file);
    rmSync(draft, { force: true });
    if (!made) continue;
    if (lockNumbers(folder, name)[0] !== mine) {
      rmSync(file, { force: true });
      continue;
    }
    for (const number of numbers) rmSync(lockFile(folder, name, number), { force: true });
    return held(file, me, highest > 0);
  }
}

/**
 * Waits until the lock is free, for work that another process may be doing already.
 * @param {string} folder
 * @param {string} name
 * @param {(holder: Holder) => void} onWait Called once, when there is something to wait for.
 * @returns {Promise<Held>}
 */
export async function waitForLock(folder, name, onWait) {
  for (let told = false; ; ) {
    const lock = acquireLock(folder, name);
    if (lock.held) return lock;
    if (!told) onWait(lock.holder);
    told = true;
    await delay(200);
  }
}

/**
 * @param {string} file
 * @param {Holder} me
 * @param {boolean} replaced
 * @returns {Held}
 */
function held(file, me, replaced) {
  const release = () => {
    process.off("exit", release);
    rmSync(file, { force: true });
  };
  process.on("exit", release);
  return {
    held: true,
    replaced,
    announceEnd: () => {
      writeFileSync(`${file}.new`, JSON.stringify({ ...me, ending: true }), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
    release,
  };
}

/**
 * Highest first.
 * @param {string} folder
 * @param {string} name
 */
function lockNumbers(folder, name) {
  return readdirSync(folder)
    .filter((entry) => entry.startsWith(`${name}.lock-`) && /^\d+$/.test(entry.slice(name.length + 6)))
    .map((entry) => Number(entry.slice(name.length + 6)))
    .sort((a, b) => b - a);
}

/**
 * @param {string} folder
 * @param {string} name
 * @param {number} number
 */
function lockFile(folder, name, number) {
  return path.join(folder, `${name}.lock-${number}`);
}

/**
 * @param {string} file
 * @returns {Holder | null} Null when it was released in between.
 */
function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/**
 * A link appears with its whole content at once; not every file system has links.
 * @param {string} draft
 * @param {string} file
 */
function createFrom(draft, file) {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
  }
  try {
    copyFileSync(draft, file, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}
