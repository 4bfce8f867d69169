import { existsSync, readFileSync } from "node:fs";
import { seconds } from "./steps.mjs";

/**
 * @typedef {{ file: string, specs: { tests: { results: { duration: number }[] }[] }[],
 *   suites?: PlaywrightSuite[] }} PlaywrightSuite
 */

/**
 * How long the tests of each file took together, the longest file first, on one line; null for a run without tests.
 * Files run side by side, so they add up to more than the run took.
 * @param {string} report Playwright's JSON report.
 */
export function playwrightTimes(report) {
  if (!existsSync(report)) return null;
  /** @type {{ suites: PlaywrightSuite[] }} */
  const { suites } = JSON.parse(readFileSync(report, "utf8"));
  /** @type {(suite: PlaywrightSuite) => number} */
  const timeOf = ({ specs, suites: inner = [] }) =>
    [
      ...specs.flatMap(({ tests }) => tests.flatMap(({ results }) => results.map(({ duration }) => duration))),
      ...inner.map(timeOf),
    ].reduce((sum, one) => sum + one, 0);
  // The outermost suites are the files.
  const times = suites.map((suite) => ({ file: suite.file.replace(/\.spec\.[jt]s$/, ""), time: timeOf(suite) }));
  if (times.length === 0) return null;
  times.sort((one, other) => other.time - one.time);
  return `By file: ${times.map(({ file, time }) => `${file} ${seconds(time)}`).join(", ")}`;
}
