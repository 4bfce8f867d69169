import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * When a process began, as a text that differs when its number is given to another program. Null when there is no such
 * process (one that has ended but was not yet collected counts as gone); empty where the system does not tell.
 * @param {number} pid
 * @returns {string | null}
 */
function processStart(pid) {
  if (process.platform === "linux") return linuxStart(pid);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPERM") return null;
  }
  if (process.platform === "win32") return "";
  const { stdout } = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return (stdout ?? "").trim();
}

/** @param {number} pid */
function linuxStart(pid) {
  const fields = linuxStat(pid);
  if (!fields || fields[0] === "Z" || fields[0] === "X") return null;
  return fields[19] ?? "";
}

/**
 * The fields of /proc/<pid>/stat after the program's name, which may itself hold spaces and brackets (proc(5)).
 * @param {number} pid
 */
function linuxStat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}

/**
 * @typedef {{ pid: number, start: string }} Identity
 * @param {number} pid
 * @returns {Identity}
 */
export function identify(pid) {
  return { pid, start: processStart(pid) ?? "" };
}

/** @param {Identity} identity */
export function isRunning({ pid, start }) {
  return processStart(pid) === start;
}

/** The npm that runs this script, with any shell between them; empty when it was started without npm. */
export function launchers() {
  if (!process.env.npm_lifecycle_event) return [];
  const parent = process.ppid;
  const grandparent = process.platform === "linux" && isShell(parent) ? Number(linuxStat(parent)?.[1]) : 0;
  return [parent, grandparent].filter((pid) => pid > 1).map(identify);
}

/** @param {number} pid */
function isShell(pid) {
  try {
    return /^(sh|dash|bash|zsh|ash|busybox)$/.test(readFileSync(`/proc/${pid}/comm`, "utf8").trim());
  } catch {
    return false;
  }
}
