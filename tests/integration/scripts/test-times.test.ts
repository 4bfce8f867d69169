import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { playwrightTimes } from "../../../scripts/lib/test-times.mjs";
import { temporaryFolder } from "../../support/temporary";

const root = temporaryFolder();

const spec = (...durations: number[]) => ({ tests: [{ results: durations.map((duration) => ({ duration })) }] });

function reported(suites: object[]): string {
  const file = path.join(root, "report.json");
  writeFileSync(file, JSON.stringify({ suites }));
  return file;
}

describe("the times of browser tests by file", () => {
  it("add up tests at every depth, second tries too, the longest file first", () => {
    const inner = { specs: [spec(30_000)], suites: [{ specs: [spec(40_000)] }] };
    const report = reported([
      { file: "quick.spec.ts", specs: [spec(1_200)] },
      { file: "long.spec.ts", specs: [spec(1_000, 2_000)], suites: [inner] },
    ]);
    expect(playwrightTimes(report)).toBe("By file: long 1 min 13 s, quick 1.2 s");
  });

  it("are none of a run without tests", () => {
    expect(playwrightTimes(reported([]))).toBeNull();
    expect(playwrightTimes(path.join(root, "none.json"))).toBeNull();
  });
});
