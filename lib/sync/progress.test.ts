import { describe, expect, it } from "vitest";
import { progressOn } from "./progress";

/** What is written while these files are read to these rows. */
function written(isTTY: boolean, ...steps: [file: string, rows: number][]): string {
  let text = "";
  const progress = progressOn({ isTTY, write: (part: string) => (text += part) });
  for (const [file, rows] of steps) progress.onProgress({ file, rows });
  progress.end();
  return text;
}

describe("the progress of an import", () => {
  it("is one line for each file on a terminal, written over", () => {
    expect(written(true, ["a.csv", 500], ["a.csv", 1_000], ["b.csv", 500])).toBe(
      "\ra.csv: 500 rows read\ra.csv: 1,000 rows read\n\rb.csv: 500 rows read\n",
    );
  });

  it("is a plain line for every 2000 rows elsewhere", () => {
    expect(written(false, ["a.csv", 500], ["a.csv", 2_100], ["a.csv", 3_900], ["a.csv", 4_000], ["b.csv", 500])).toBe(
      "a.csv: 2100 rows read\na.csv: 4000 rows read\n",
    );
  });
});
