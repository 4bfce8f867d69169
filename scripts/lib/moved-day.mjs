import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { StartError } from "./errors.mjs";

const LIBRARIES = "/usr/lib";
const DAY_SECONDS = 86_400;

/**
 * Variables that move the day of a process and of all that it starts by one offset, so that they agree. What only counts
 * time (timers, durations) goes on as it is, and files keep the times of the machine. datefudge and not libfaketime, under
 * which PostgreSQL's own timers never fire: that one answers with the machine's time inside a signal handler. Throws a
 * sentence where it is not installed.
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
