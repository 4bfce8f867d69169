import { subscribe } from "node:diagnostics_channel";
import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { log } from "@/lib/log";

/** What has not ended by then after a signal is cut: large files on a slow line, mostly. The framework's own end comes after. */
const REQUESTS_END_MS = 3_800;
const PROCESS_ENDS_MS = 4_500;
/** Who says nothing for so long has nothing under way: a connection that is kept for reuse, or was made in advance. */
const SAYS_NOTHING_MS = 500;
const LOOK_MS = 50;
/** Of the event loop, before a door at which somebody always knocks is closed. */
const MOST_TURNS = 1_000;

interface Line {
  /** What was taken and not answered to the end. */
  readonly owed: Set<ServerResponse>;
  lastHeard: number;
}

/** A server of this process that was ever asked anything, and its connections. */
type Lines = Map<Socket, Line>;

// Next bundles modules once per entry; the servers are the process's.
const shared = globalThis as typeof globalThis & { portalServers?: Map<Server, Lines> };

function servers(): Map<Server, Lines> {
  shared.portalServers ??= new Map();
  return shared.portalServers;
}

/**
 * Lets this process end soon and without dropping a request. The framework stops taking connections at a signal and waits
 * until those that are open have ended, which browsers and proxies keep open for reuse as long as they like: here each
 * answer that goes out then is the last of its connection.
 */
export function prepareDrain(): void {
  let isEnding = false;
  subscribe("http.server.request.start", (message) => {
    const { server, socket, response } = message as { server: Server; socket: Socket; response: ServerResponse };
    const line = lineOf(servers().get(server) ?? watch(server), socket);
    line.owed.add(response);
    if (isEnding) response.shouldKeepAlive = false;
    response.once("close", () => {
      line.owed.delete(response);
      line.lastHeard = performance.now();
    });
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      isEnding = true;
      drain();
    });
  }
}

function lineOf(lines: Lines, socket: Socket): Line {
  const known = lines.get(socket);
  if (known) return known;
  const line: Line = { owed: new Set(), lastHeard: performance.now() };
  lines.set(socket, line);
  socket.once("close", () => lines.delete(socket));
  return line;
}

function watch(server: Server): Lines {
  const lines: Lines = new Map();
  servers().set(server, lines);
  server.on("connection", (socket) => lineOf(lines, socket));
  // Node's own takes an answer for ended that is still being written.
  server.closeIdleConnections = () => endIdle(lines);
  closeBehindWhoKnocked(server);
  return lines;
}

function endIdle(lines: Lines): void {
  for (const [socket, { owed, lastHeard }] of lines) {
    if (owed.size === 0 && performance.now() - lastHeard > SAYS_NOTHING_MS) socket.end();
  }
}

/**
 * Who had knocked when the signal came is let in first: closing the door resets connections that nobody took yet. Each turn
 * of the event loop lets one in, so it closes behind whole turns in which nobody came.
 */
function closeBehindWhoKnocked(server: Server): void {
  const close = server.close.bind(server);
  server.close = (done) => {
    let turns = 0;
    let quietTurns = 0;
    const note = () => {
      quietTurns = 0;
    };
    server.on("connection", note);
    const look = () => {
      turns += 1;
      quietTurns += 1;
      // The first began in the middle of a turn.
      if (quietTurns <= 2 && turns < MOST_TURNS) return void setImmediate(look);
      server.off("connection", note);
      close(done);
    };
    look();
    return server;
  };
}

function drain(): void {
  const lines = [...servers().values()].flatMap((each) => [...each.values()]);
  // An answer whose head is out promised that its connection stays: what comes on it next is answered, and is the last.
  for (const { owed } of lines)
    for (const response of owed) if (!response.headersSent) response.shouldKeepAlive = false;
  setInterval(() => {
    for (const lines of servers().values()) endIdle(lines);
  }, LOOK_MS).unref();
  setTimeout(() => {
    log.warn("requests that had not ended are cut, the process ends");
    for (const server of servers().keys()) server.closeAllConnections();
  }, REQUESTS_END_MS).unref();
  setTimeout(() => process.exit(143), PROCESS_ENDS_MS).unref();
}
