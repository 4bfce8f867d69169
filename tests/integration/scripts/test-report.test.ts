import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { playwrightCounts, vitestCounts } from "../../../scripts/lib/test-counts.mjs";
import { failureLines, playwrightFailures, vitestFailures } from "../../../scripts/lib/test-failures.mjs";
import { temporaryFolder } from "../../support/temporary";

const REPOSITORY = path.resolve(import.meta.dirname, "../../..");
const root = temporaryFolder();
const report = path.join(root, "report.json");

const files = {
  "unit/sums.test.js": `
    import { describe, expect, it } from "vitest";
    describe("sums", () => {
      it("hold", () => expect(1 + 1).toBe(2));
      describe("of three", () => it("do not", () => expect(1 + 1, "the sum").toBe(3)));
    });`,
  "unit/broken.test.js": `import "./no-such-file.js";`,
  "e2e/pages.spec.js": `
    import { expect, test } from "@playwright/test";
    test("holds", () => {});
    test.describe("a page", () => {
      test.describe("in the dark", () => test("is read", () => expect(1, "contrast").toBe(2)));
      test("comes at the second try", ({}, info) => expect(info.retry).toBe(1));
    });`,
  "e2e/playwright.config.js": `export default { testDir: ".", retries: 1, reporter: [["json", { outputFile: ${JSON.stringify(report)} }]] };`,
  "torn/torn.spec.js": `throw new Error("no such page\\nsecond line");`,
  "torn/playwright.config.js": `export default { testDir: ".", reporter: [["json", { outputFile: ${JSON.stringify(report)} }]] };`,
  "package.json": `{ "type": "module" }`,
};

beforeAll(() => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(root, "node_modules"), "junction");
});

/** Runs a program of the repository in the small one, as it would be run by hand: nothing of this run reaches it. */
async function run(script: string, args: readonly string[]): Promise<number> {
  const own = Object.entries(process.env).filter(([name]) => !/^(VITEST|PLAYWRIGHT|PORTAL_|NODE_ENV|TEST)/.test(name));
  const child = spawn(process.execPath, [path.join(REPOSITORY, "node_modules", script), ...args], {
    cwd: root,
    env: { ...Object.fromEntries(own), NODE_ENV: "test", FORCE_COLOR: "1" },
    stdio: "ignore",
  });
  const [code] = await once(child, "exit");
  return code;
}

describe("the report at the end of npm test", () => {
  it("names tests that failed, and files that could not be loaded", async () => {
    const options = ["run", "--root", root, "--dir", "unit", "--reporter=json", `--outputFile.json=${report}`];
    expect(await run("vitest/vitest.mjs", options)).toBe(1);
    expect(vitestCounts(report)).toEqual({ passed: 1, failed: 2, skipped: 0 });
    const failures = vitestFailures("unit", root, report);
    expect(failures.toSorted((one, other) => one.file.localeCompare(other.file))).toEqual([
      { part: "unit", file: "unit/broken.test.js", test: "", error: expect.stringContaining("no-such-file.js") },
      {
        part: "unit",
        file: "unit/sums.test.js",
        test: "sums › of three › do not",
        error: "AssertionError: the sum: expected 2 to be 3 // Object.is equality",
      },
    ]);
  }, 120_000);

  it("names browser tests that failed, or passed only at a second try", async () => {
    expect(await run("@playwright/test/cli.js", ["test", "--config", "e2e/playwright.config.js"])).toBe(1);
    expect(playwrightCounts(report)).toEqual({ passed: 1, failed: 2, skipped: 0 });
    const failures = playwrightFailures("end-to-end", root, report);
    expect(failureLines(failures, ["end-to-end"])).toEqual([
      "Failed:",
      "  end-to-end › e2e/pages.spec.js › a page › comes at the second try",
      "      passed at another try: Error: expect(received).toBe(expected) // Object.is equality",
      "  end-to-end › e2e/pages.spec.js › a page › in the dark › is read",
      "      Error: contrast",
    ]);
  }, 120_000);

  it("names a browser test file that could not be loaded", async () => {
    expect(await run("@playwright/test/cli.js", ["test", "--config", "torn/playwright.config.js"])).toBe(1);
    const failures = playwrightFailures("end-to-end", root, report);
    expect(playwrightCounts(report).failed).toBe(failures.length);
    expect(failures[0]).toEqual({
      ...{ part: "end-to-end", file: "torn/torn.spec.js", test: "" },
      error: "Error: no such page",
    });
  }, 120_000);

  it("names parts that failed without a failed test, is short, and says nothing when all passed", () => {
    expect(failureLines([], [])).toEqual([]);
    expect(failureLines([], ["lint"])).toEqual([
      "Failed:",
      "  lint",
      "      what is wrong stands above, under ── lint",
    ]);
    const many = Array.from({ length: 33 }, (_, index) => ({
      ...{ part: "unit", file: "a.test.ts", test: `test ${index}`, error: "no" },
    }));
    const lines = failureLines(many, ["unit"]);
    expect(lines).toHaveLength(1 + 2 * 30 + 1);
    expect(lines.at(-1)).toBe("  and 3 more");
    expect(vitestFailures("unit", root, path.join(root, "none.json"))).toEqual([]);
    expect(playwrightFailures("end-to-end", root, path.join(root, "none.json"))).toEqual([]);
  });
});
