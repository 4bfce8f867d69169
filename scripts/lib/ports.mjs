import { connect, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { StartError } from "./errors.mjs";

/**
 * A port number from the environment. Throws a sentence when it is none.
 * @param {string} variable
 * @param {number} fallback
 */
export function portFrom(variable, fallback) {
  const text = process.env[variable];
  if (!text) return fallback;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  throw new StartError(`${variable} is "${text}", but a port is a number from 1 to 65535.`);
}

/**
 * Throws a sentence when somebody listens on the port already.
 * @param {string} variable The setting to change.
 * @param {number} port
 * @param {string} host
 * @param {number} patienceMs How long a process that is just ending may still have it.
 */
export async function assertPortFree(variable, port, host, patienceMs) {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const problem = (await listenProblem(port, host)) ?? ((await isAnswered(port)) ? "EADDRINUSE" : null);
    if (!problem) return;
    if (problem === "EADDRINUSE" && performance.now() < deadline) {
      await delay(200);
      continue;
    }
    if (problem === "EADDRINUSE") {
      throw new StartError(
        `Port ${port} is already in use. Stop the other program, or set ${variable} to a free port.`,
      );
    }
    if (problem === "EACCES") {
      throw new StartError(`Port ${port} needs rights that you do not have. Set ${variable} to a port above 1023.`);
    }
    throw new StartError(`Cannot listen on ${host}, port ${port} (${problem}). Check HOST and ${variable}.`);
  }
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<string | null>}
 */
function listenProblem(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (error) => resolve(/** @type {NodeJS.ErrnoException} */ (error).code ?? error.message));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(null)));
  });
}

/**
 * Browsers try ::1 first for localhost, so a stranger there would be shown in place of the portal.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
async function isAnswered(port) {
  const answers = await Promise.all(["127.0.0.1", "::1"].map((host) => connects(port, host)));
  return answers.includes(true);
}

/**
 * @param {number} port
 * @param {string} host
 * @returns {Promise<boolean>}
 */
function connects(port, host) {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 500 });
    const finish = (/** @type {boolean} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => finish(true));
    socket.once("error", () => finish(false));
    socket.once("timeout", () => finish(false));
  });
}
