import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";

/**
 * @typedef {{ part: string, file: string, test: string, error: string }} Failure
 *   `file` from the root, with "/"; empty for what belongs to none. `test` is empty for a file that could not be loaded.
 * @typedef {{ message?: string, value?: string }} PlaywrightError
 * @typedef {{ status: string, results: { error?: PlaywrightError }[] }} PlaywrightTest
 * @typedef {{ title: string, file: string, specs: { title: string, tests: PlaywrightTest[] }[],
 *   suites?: PlaywrightSuite[] }} PlaywrightSuite
 */

/** A run in which everything fails has one cause, and its first lines tell it. */
const MOST_FAILURES = 30;
const MOST_CHARACTERS = 240;

/**
 * What failed by Vitest's JSON report: tests, and files that could not be loaded or failed outside any test.
 * @param {string} part
 * @param {string} root
 * @param {string} report
 * @returns {Failure[]}
 */
export function vitestFailures(part, root, report) {
  if (!existsSync(report)) return [];
  /**
   * @type {{ testResults: { name: string, status: string, message: string,
   *   assertionResults: { status: string, ancestorTitles: string[], title: string, failureMessages: string[] }[] }[] }}
   */
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = path.relative(root, name).replaceAll(path.sep, "/");
    const failed = assertionResults
      .filter((assertion) => assertion.status === "failed")
      .map(({ ancestorTitles, title, failureMessages }) => ({
        ...{ part, file, test: [...ancestorTitles, title].join(" › ") },
        error: firstLine(failureMessages[0]),
      }));
    return status === "failed" && failed.length === 0 ? [{ part, file, test: "", error: firstLine(message) }] : failed;
  });
}

/**
 * What failed by Playwright's JSON report: tests, those that passed at another try, and errors outside any test.
 * @param {string} part
 * @param {string} root
 * @param {string} report
 * @returns {Failure[]}
 */
export function playwrightFailures(part, root, report) {
  if (!existsSync(report)) return [];
  /**
   * @type {{ config: { rootDir: string }, suites: PlaywrightSuite[],
   *   errors: (PlaywrightError & { location?: { file: string } })[] }}
   */
  const { config, suites, errors } = JSON.parse(readFileSync(report, "utf8"));
  const named = (/** @type {string} */ file) =>
    path.relative(root, path.resolve(config.rootDir, file)).replaceAll(path.sep, "/");
  const outside = errors.map((error) => ({
    ...{ part, file: error.location ? named(error.location.file) : "", test: "" },
    error: firstLine(error.message ?? error.value),
  }));
  /**
   * @param {PlaywrightSuite} suite
   * @param {string[]} titles
   * @returns {Failure[]}
   */
  const within = ({ file, specs, suites: inner = [] }, titles) => [
    ...specs.flatMap(({ title, tests }) =>
      tests
        .filter(({ status }) => status === "unexpected" || status === "flaky")
        .map(({ status, results }) => {
          const error = results.find((result) => result.error)?.error;
          const said = firstLine(error?.message ?? error?.value);
          return {
            ...{ part, file: named(file), test: [...titles, title].join(" › ") },
            error: status === "flaky" ? `passed at another try: ${said}` : said,
          };
        }),
    ),
    ...inner.flatMap((suite) => within(suite, [...titles, suite.title])),
  ];
  // The outermost suites are the files.
  return [...outside, ...suites.flatMap((suite) => within(suite, []))];
}

/**
 * The list for the end of a run: none for a run without failures. A part that failed, but not by a test of its own, is
 * named with the hint to read its output.
 * @param {Failure[]} failures
 * @param {string[]} failedParts
 * @returns {string[]}
 */
export function failureLines(failures, failedParts) {
  const all = [
    ...failures,
    ...failedParts
      .filter((name) => !failures.some(({ part }) => part === name))
      .map((part) => ({ part, file: "", test: "", error: `what is wrong stands above, under ── ${part}` })),
  ];
  if (all.length === 0) return [];
  const lines = all.slice(0, MOST_FAILURES).flatMap(({ part, file, test, error }) => {
    const where = [part, file, test].filter(Boolean).join(" › ");
    return [`  ${where}`, `      ${error}`];
  });
  const more = all.length - MOST_FAILURES;
  return ["Failed:", ...lines, ...(more > 0 ? [`  and ${more} more`] : [])];
}

/** @param {string | undefined} text */
function firstLine(text) {
  const lines = stripVTControlCharacters(text ?? "").split("\n");
  const line = lines.map((one) => one.trim()).find(Boolean) ?? "no message";
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1)}…` : line;
}
