/*
 * Runs the embedded PostgreSQL. The starter runs this program with a folder and gets the address over IPC. It closes
 * the database when the starter says so or is gone.
 */
import { setTimeout as delay } from "node:timers/promises";
import { startEmbedded } from "../../db/embedded.ts";

/** Time for worker and web server, which see the starter go at the same moment, to finish with the database. */
const CLIENTS_GRACE_MS = 2000;

/**
 * `mode`: `fresh` deletes the existing data. A port means a restart under the address that other processes already
 * know.
 */
const [dir, mode] = process.argv.slice(2);
/** @type {import("../../db/embedded").EmbeddedDatabase | undefined} */
let database;
let closing = false;

/** @param {number} graceMs */
async function close(graceMs) {
  if (closing) return;
  closing = true;
  if (database) {
    await delay(graceMs);
    await database.stop();
  }
  process.exit(0);
}

process.on("message", () => close(0));
process.on("disconnect", () => close(CLIENTS_GRACE_MS));
process.on("SIGTERM", () => close(CLIENTS_GRACE_MS));
process.on("SIGINT", () => {});

try {
  const log = (/** @type {string} */ text) => process.send?.({ type: "note", text });
  const port = Number(mode);
  database = await startEmbedded({ dir, fresh: mode === "fresh", log, ...(port > 0 ? { port, keepPort: true } : {}) });
  process.send?.({ type: "ready", url: database.url });
  await database.exited;
  if (!closing) {
    console.error("PostgreSQL ended by itself; its log is postgres.log in its folder.");
    process.exit(1);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
