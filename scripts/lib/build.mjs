import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { StartError } from "./errors.mjs";
import { waitForLock } from "./lock.mjs";
import { step } from "./steps.mjs";

const SOURCES = [
  "app",
  "components",
  "lib",
  "db",
  "public",
  "proxy.ts",
  "instrumentation.ts",
  "instrumentation-node.ts",
  "next.config.ts",
  "package-lock.json",
  "tsconfig.json",
  "postcss.config.mjs",
];

/**
 * Builds for production unless there is a complete build of the same sources and settings.
 * @param {import("./processes.mjs").Processes} processes
 * @param {NodeJS.ProcessEnv} env
 */
export async function ensureBuilt(processes, env) {
  const { root } = processes;
  const dist = path.join(root, env.NEXT_DIST_DIR ?? ".next");
  const stamp = path.join(dist, "portal-build");
  const lock = await waitForLock(path.join(root, ".data"), "build", ({ pid }) =>
    console.log(`Waiting for another build in this folder (process ${pid}).`),
  );
  try {
    const wanted = fingerprint(root, env);
    const isComplete = () => existsSync(path.join(dist, "BUILD_ID"));
    if (isComplete() && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
    rmSync(stamp, { force: true });
    await step("Building for production", () =>
      processes.run(
        "build",
        ["node_modules/next/dist/bin/next", "build"],
        env,
        "The build failed; the lines above say why.",
      ),
    );
    if (!isComplete()) throw new StartError("The build ended without a result.", processes.tail("build"));
    writeFileSync(stamp, wanted);
  } finally {
    lock.release();
  }
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
function fingerprint(root, env) {
  const hash = createHash("sha256");
  hash.update(`${process.versions.node} ${env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY} ${env.DEPLOYMENT_ID ?? ""}`);
  for (const source of SOURCES) addToHash(hash, root, source);
  return hash.digest("hex");
}

/**
 * Names and contents of a file or folder; tests are not part of the build.
 * @param {import("node:crypto").Hash} hash
 * @param {string} root
 * @param {string} name
 */
function addToHash(hash, root, name) {
  const file = path.join(root, name);
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found || /\.test\.tsx?$/.test(name)) return;
  if (found.isDirectory()) {
    for (const entry of readdirSync(file).sort()) addToHash(hash, root, `${name}/${entry}`);
    return;
  }
  const content = readFileSync(file);
  hash.update(`\0${name}\0${content.length}\0`).update(content);
}
