import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { StartError } from "./errors.mjs";

const LIBRARIES = "/usr/lib";
const DAY_SECONDS = 86_400;

/**
 * Environment variables that move the date of a process and its children by one offset. Timers and durations are
 * unchanged, and files have the machine's times. Uses datefudge: under libfaketime PostgreSQL's timers never fire,
 * because it returns the machine's time inside signal handlers. Throws a sentence where datefudge is not installed.
 * @param {string} offset Days from today, such as `+28` or `-3`.
 * @returns {Record<string, string>}
 */
export function movedDay(offset) {
  if (!/^[+-]?\d{1,5}$/.test(offset))
    throw new StartError(`--day takes days from today, such as +28: not "${offset}".`);
  const folders = existsSync(LIBRARIES) ? readdirSync(LIBRARIES) : [];
  const files = folders.map((name) => path.join(LIBRARIES, name, "datefudge/datefudge.so"));
  const library = files.find((file) => existsSync(file));
  if (!library) throw new StartError("Moving the day needs datefudge, a package of Debian: apt-get install datefudge.");
  return { LD_PRELOAD: library, DATEFUDGE: String(-Number(offset) * DAY_SECONDS) };
}
