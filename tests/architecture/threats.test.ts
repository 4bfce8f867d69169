import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { THREAT_COUNT, THREATS } from "../security/threats";
import { ROOT } from "./source";

const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

/** Numbers of the list in docs/security.md of what cannot occur: `- **T14** …`. */
const impossible = [...read("docs/security.md").matchAll(/^- \*\*T(\d+)\*\* \S/gm)].map(([, number]) => Number(number));

describe("a class of flaws that was published of other portals", () => {
  it("is shown absent by a test, or docs/security.md says why it cannot occur", () => {
    const told = [...THREATS.map(({ number }) => number), ...impossible].sort((a, b) => a - b);
    expect(told).toEqual(Array.from({ length: THREAT_COUNT }, (_, at) => at + 1));
  });

  it("is shown absent by tests that are there, by the titles that they have", () => {
    const missing = THREATS.flatMap(({ number, proof }) =>
      proof
        .filter(([file, title]) => !existsSync(path.join(ROOT, file)) || !read(file).includes(title))
        .map(([file, title]) => `T${number}: no test "${title}" in ${file}: name the one that shows it`),
    );
    expect(missing).toEqual([]);
    expect(THREATS.filter(({ proof }) => proof.length === 0)).toEqual([]);
  });
});
