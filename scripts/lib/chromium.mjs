import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { StartError } from "./errors.mjs";

/** The first is a Chromium without windows, which tests run in with a good third less work. */
const NAMES = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
];
const PLACES = [
  "/usr/lib/chromium/chromium-headless-shell",
  "/usr/lib/chromium/chromium",
  "/opt/google/chrome/chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** An installed Chromium that starts, or null. CHROMIUM_PATH comes before the usual places. */
export function installedChromium() {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const candidates = [process.env.CHROMIUM_PATH ?? "", ...found, ...PLACES];
  return candidates.find((file) => file && existsSync(file) && starts(file)) ?? null;
}

/**
 * Some distributions put a script there which only says what to install instead.
 * @param {string} file
 */
function starts(file) {
  if (process.platform === "win32") return true;
  return spawnSync(file, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;
}

/**
 * A Chromium for the tests: an installed one, Playwright's own, or one installed now by the system's package manager
 * (as root) or by Playwright. Throws a sentence when none of that works.
 * @param {string} root
 * @returns {Promise<string>}
 */
export async function requireChromium(root) {
  return (
    installedChromium() ??
    (await playwrightChromium()) ??
    installBySystem() ??
    (await installByPlaywright(root)) ??
    fail("No Chromium was found or could be installed. Install one, or set CHROMIUM_PATH to its program.")
  );
}

/** @param {string} sentence @returns {never} */
function fail(sentence) {
  throw new StartError(sentence);
}

async function playwrightChromium() {
  const { chromium } = await import("@playwright/test");
  const file = chromium.executablePath();
  return file && existsSync(file) && starts(file) ? file : null;
}

function installBySystem() {
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status !== 0) return null;
  console.log("Installing Chromium with apt-get …");
  const options = /** @type {const} */ ({
    stdio: "ignore",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    timeout: 600_000,
  });
  spawnSync("apt-get", ["update"], options);
  // Older systems have no package of the first.
  for (const name of ["chromium-headless-shell", "chromium"]) {
    const { status } = spawnSync("apt-get", ["install", "-y", "--no-install-recommends", name], options);
    if (status === 0) break;
  }
  return installedChromium();
}

/** @param {string} root */
async function installByPlaywright(root) {
  console.log("Installing Playwright's Chromium …");
  const cli = path.join(root, "node_modules/@playwright/test/cli.js");
  spawnSync(process.execPath, [cli, "install", "chromium"], { stdio: "ignore", timeout: 600_000 });
  return playwrightChromium();
}
