/** @typedef {{ type: string, text?: string, url?: string }} Message */

/**
 * Starts the embedded database as one of the starter's processes. If it dies, it is started again with the same address
 * and the same data.
 * @param {import("./processes.mjs").Processes} processes
 * @param {NodeJS.ProcessEnv} env
 * @param {string} folder
 * @param {boolean} fresh Deletes the folder's existing data.
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
        // The other processes know this address, so a restart must use the same port.
        again.splice(0, again.length, ...args, new URL(message.url).port);
        resolve(message.url);
      },
    });
    child.once("exit", () => reject(new Error(processes.tail("database"))));
  });
}
