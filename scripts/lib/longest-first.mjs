import { BaseSequencer } from "vitest/node";

/** @typedef {import("vitest/node").TestSpecification} TestSpecification */

/**
 * Files that take half a minute and more, mostly waiting for processes and pauses. A new clone knows no times and sorts
 * by the size of files, so that the longest of them began last and the other core stood idle beside it.
 */
const LONGEST = [
  "tests/integration/jobs/recovery.test.ts",
  "tests/integration/gate/page-trips.test.ts",
  "tests/integration/scripts/demo-days.test.ts",
  "tests/integration/gate/auth/flood-time.test.ts",
  "tests/integration/gate/auth/flood.test.ts",
];

/** @param {TestSpecification} file */
function placeOf({ moduleId }) {
  const found = LONGEST.findIndex((file) => moduleId.replaceAll("\\", "/").endsWith(file));
  return found < 0 ? LONGEST.length : found;
}

/** The usual order, behind the files of which it is known that they take longest. */
export class LongestFirst extends BaseSequencer {
  /**
   * @override
   * @param {TestSpecification[]} files
   */
  async sort(files) {
    return (await super.sort(files)).sort((one, other) => placeOf(one) - placeOf(other));
  }
}
