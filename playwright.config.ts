import { defineConfig, devices } from "@playwright/test";
import { installedChromium } from "./scripts/lib/chromium.mjs";

const PORT = 3100;
const SANDBOX_PORT = 3901;
const report = process.env.PORTAL_TEST_REPORT;
const executablePath = process.env.CHROMIUM_PATH ?? installedChromium() ?? undefined;

export default defineConfig({
  testDir: "tests/e2e",
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  // Patience for a machine that is busy; an expectation that holds sooner waits no longer.
  expect: { timeout: 15_000 },
  reporter: report ? [["list"], ["json", { outputFile: report }]] : "list",
  use: {
    ...devices["Desktop Chrome"],
    baseURL: `http://cimsoft.localhost:${PORT}`,
    // A trace of every test takes an eighth of the time; `--trace on` asks for one.
    screenshot: "only-on-failure",
    launchOptions: { executablePath },
  },
  webServer: {
    // The real starter with a database of its own, new at every run.
    command: "node scripts/start.mjs demo --data .data/e2e --fresh --no-install",
    url: `http://127.0.0.1:${PORT}/api/health`,
    env: {
      PORT: String(PORT),
      SANDBOX_PORT: String(SANDBOX_PORT),
      HOST: "127.0.0.1",
      // Empty counts as not set: what the shell has for a demo or a deployment stays out.
      DATABASE_URL: "",
      PORTAL_CLOCK: "",
      PORTAL_ORIGINS: "",
    },
    timeout: 240_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 30_000 },
  },
});
