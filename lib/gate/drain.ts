import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { log } from "@/lib/log";

/** What has not ended by then after a signal is cut: large files on a slow line, mostly. The framework's own end comes after. */
const REQUESTS_END_MS = 4_000;
const PROCESS_ENDS_MS = 4_800;
const LOOK_MS = 50;

const shared = globalThis as typeof globalThis & { portalServers?: Set<Server> };

/** The HTTP servers of this process that were ever asked anything. */
function servers(): Set<Server> {
  shared.portalServers ??= new Set();
  return shared.portalServers;
}

/**
 * Lets this process end soon and without dropping a request. The framework stops taking connections at a signal and waits
 * until those that are open have ended, which browsers and proxies keep open for reuse as long as they like: here each
 * request that comes then is the last of its connection.
 */
export function prepareDrain(): void {
  let isEnding = false;
  subscribe("http.server.request.start", (message) => {
    const { server, response } = message as { server: Server; request: IncomingMessage; response: ServerResponse };
    if (!servers().has(server)) {
      servers().add(server);
      closeBehindWhoKnocked(server);
    }
    if (isEnding) response.shouldKeepAlive = false;
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      isEnding = true;
      drain();
    });
  }
}

/** Who had knocked when the signal came is let in first: closing the door resets connections that nobody took yet. */
function closeBehindWhoKnocked(server: Server): void {
  const close = server.close.bind(server);
  server.close = (done) => {
    setImmediate(() => close(done));
    return server;
  };
}

function drain(): void {
  // Those that were busy at the signal are idle behind their answer.
  setInterval(() => {
    for (const server of servers()) server.closeIdleConnections();
  }, LOOK_MS).unref();
  setTimeout(() => {
    log.warn("requests that had not ended are cut, the process ends");
    for (const server of servers()) server.closeAllConnections();
  }, REQUESTS_END_MS).unref();
  setTimeout(() => process.exit(143), PROCESS_ENDS_MS).unref();
}
