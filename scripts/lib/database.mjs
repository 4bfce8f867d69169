/** @typedef {{ type: string, text?: string, url?: string }} Message */

/**
 * Starts the embedded database as one of the starter's processes. Should it die it comes back under the same address, and
 * with what it holds.
 * @param {import("./processes.mjs").Processes} processes
 * @param {NodeJS.ProcessEnv} env
 * @param {string} folder
 * @param {boolean} fresh Throws away what the folder holds.
 * @returns {Promise<string>} Its address.
 */
export function startDatabase(processes, env, folder, fresh) {
  const args = ["--import", "tsx", "scripts/lib/database-process.mjs", folder];
  /** @type {string[]} */
  const again = [];
  return new Promise((resolve, reject) => {
    const child = processes.start("database", fresh ? [...args, "fresh"] : args, env, {
      patienceMs: 30_000,
      farewell: true,
      again,
      onMessage: (/** @type {Message} */ message) => {
        if (message.type === "note") process.stdout.write(`\n${message.text}\n`);
        if (message.type !== "ready" || !message.url) return;
        // Everybody has this address by now.
        again.splice(0, again.length, ...args, new URL(message.url).port);
        resolve(message.url);
      },
    });
    child.once("exit", () => reject(new Error(processes.tail("database"))));
  });
}
