import { get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "./errors.mjs";

const PATIENCE_MS = 120_000;

/**
 * Waits until an address answers 200. Node does not resolve *.localhost everywhere, so it takes a number for the host.
 * @param {string} host
 * @param {number} port
 * @param {string} path
 * @param {string} name Who is waited for.
 */
export async function waitUntilHealthy(host, port, path, name) {
  const deadline = performance.now() + PATIENCE_MS;
  let last = "no answer";
  while (performance.now() < deadline) {
    last = await status(host, port, path);
    if (last === "200") return;
    await delay(100);
  }
  throw new StartError(`The ${name} did not get ready in ${PATIENCE_MS / 1000} seconds (${last}).`);
}

/**
 * @param {string} host
 * @param {number} port
 * @param {string} path
 * @returns {Promise<string>}
 */
function status(host, port, path) {
  return new Promise((resolve) => {
    const request = get({ host, port, path, timeout: 30_000, agent: false }, (response) => {
      response.resume();
      resolve(String(response.statusCode));
    });
    request.once("error", (error) => resolve(error.message));
    request.once("timeout", () => request.destroy(new Error("no answer")));
  });
}
