import { defineConfig, devices } from "@playwright/test";
import { installedChromium } from "./scripts/lib/chromium.mjs";

const PORT = 3100;
const SANDBOX_PORT = 3901;
const report = process.env.PORTAL_TEST_REPORT;
/** Tests that measure the seconds of a page. In a whole run nothing runs beside them. */
const TIMED = "gate/away.spec.ts";
const executablePath = process.env.CHROMIUM_PATH ?? installedChromium() ?? undefined;

export default defineConfig({
  testDir: "tests/e2e",
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // In milliseconds. Most tests take seconds on two idle cores, but easily a minute beside other work.
  timeout: 180_000,
  // For a busy machine; an expectation that holds sooner does not wait.
  expect: { timeout: 30_000 },
  reporter: report ? [["list"], ["json", { outputFile: report }]] : "list",
  projects: [
    { name: "together", testIgnore: TIMED },
    // `dependencies` would run every other test before the one file that somebody asks for.
    { name: "alone", testMatch: TIMED, dependencies: report ? ["together"] : [] },
  ],
  use: {
    ...devices["Desktop Chrome"],
    baseURL: `http://cimsoft.localhost:${PORT}`,
    // Recording a trace of every test costs an eighth of the time; `--trace on` does so when asked.
    screenshot: "only-on-failure",
    launchOptions: { executablePath },
  },
  webServer: {
    // The same start script that people use, with a database of its own, new at every run.
    command: "node scripts/start.mjs demo --data .data/e2e --fresh --no-install",
    url: `http://127.0.0.1:${PORT}/api/health`,
    env: {
      PORT: String(PORT),
      SANDBOX_PORT: String(SANDBOX_PORT),
      HOST: "127.0.0.1",
      // An empty value counts as not set: what the shell has for a demo or a deployment must not apply here.
      DATABASE_URL: "",
      DATABASE_WEB_URL: "",
      // Not moved into the hours of chat: tests judge times by the machine's clock.
      PORTAL_CLOCK: "system",
      // The origins of the demo's brands, and those of brands that tests add.
      PORTAL_ORIGINS: [
        ...["cimsoft", "insource", "northwind", "eastport", "westgate"].map(
          (key) => `${key}=http://${key}.localhost:${PORT}`,
        ),
        `cimsoft=http://localhost:${PORT}`,
      ].join(","),
    },
    timeout: 240_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
  },
});
