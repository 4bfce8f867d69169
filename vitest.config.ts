import path from "node:path";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/lib/longest-first.mjs";

const alias = { "@": path.resolve(import.meta.dirname) };

/** Time limit of a test in milliseconds. The long forms of property tests (`npm run test:long`) take minutes. */
const patience = (usualMs: number) => (process.env.PORTAL_TEST_LONG ? 600_000 : usualMs);

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["{lib,components,db,scripts,tests/architecture}/**/*.test.{ts,tsx}"],
          environment: "node",
          // Tests of the architecture parse all code, which takes seconds on idle cores and more beside other work.
          testTimeout: patience(30_000),
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["tests/{integration,security}/**/*.test.{ts,tsx}"],
          environment: "node",
          globalSetup: ["tests/support/cluster.ts"],
          setupFiles: ["tests/support/database.ts"],
          pool: "forks",
          maxWorkers: 2,
          testTimeout: patience(30_000),
          hookTimeout: 60_000,
          // In milliseconds, for a busy machine: what is polled for usually holds at once.
          expect: { poll: { timeout: 20_000 } },
          // It imports "next/server" without an extension, which Node by itself does not resolve.
          server: { deps: { inline: ["next-auth"] } },
        },
      },
    ],
  },
});
