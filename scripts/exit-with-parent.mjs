/*
 * Loaded with --import into every process that the starter runs. A starter that is killed with SIGKILL cannot stop its
 * children, but the cut of the IPC channel tells them. They are asked first, so that the worker gives its jobs back.
 */
import { isMainThread } from "node:worker_threads";

const GRACE_MS = 5000;

// Processes that a child makes inherit --import, but their channel is another's, and must not be let go here.
const isChildOfStarter = process.env.PORTAL_STARTER_PID === String(process.ppid);

if (isMainThread && isChildOfStarter && process.channel) {
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    process.kill(process.pid, "SIGTERM");
  });
  // Listening keeps the channel, and with it a process that has finished its work, alive.
  process.channel.unref();
}
