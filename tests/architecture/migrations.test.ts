import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./source";

it("migrations are in order: drizzle skips, without an error, one that is older than the last applied", () => {
  const journal = JSON.parse(readFileSync(path.join(ROOT, "drizzle/meta/_journal.json"), "utf8")) as {
    entries: { idx: number; when: number; tag: string }[];
  };
  expect(journal.entries.length).toBeGreaterThan(0);
  journal.entries.forEach((entry, index) => {
    expect(entry.idx).toBe(index);
    expect(entry.when, `${entry.tag} is older than the one before it: generate it anew`).toBeGreaterThan(
      journal.entries[index - 1]?.when ?? 0,
    );
  });
});
