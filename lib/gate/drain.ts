import { subscribe } from "node:diagnostics_channel";
import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { log } from "@/lib/log";

/**
 * Requests that have not ended this long after a signal are cut: mostly large files on a slow line. The framework's own
 * deadline comes later.
 */
const REQUESTS_END_MS = 3_800;
const PROCESS_ENDS_MS = 4_500;
/** A connection without a request for so long is idle: it is kept for reuse, or was opened in advance. */
const SAYS_NOTHING_MS = 500;
const LOOK_MS = 50;
/** So many turns of the event loop later, a server closes even if new connections still come. */
const MOST_TURNS = 1_000;

interface Line {
  /** Answers to accepted requests that have not ended. */
  readonly owed: Set<ServerResponse>;
  lastHeard: number;
}

/** The open connections of one server. */
type Lines = Map<Socket, Line>;

// Next bundles this module once per entry, but the servers belong to the process.
const shared = globalThis as typeof globalThis & { portalServers?: Map<Server, Lines>; portalIsEnding?: boolean };

/** Whether this process has got its signal: what is asked of it next may find nobody. */
export const isEnding = () => shared.portalIsEnding === true;

function servers(): Map<Server, Lines> {
  shared.portalServers ??= new Map();
  return shared.portalServers;
}

/**
 * Lets this process end soon and without dropping a request. At a signal the framework stops accepting connections and
 * waits until the open ones have ended, but browsers and proxies keep those open for reuse as long as they like. So,
 * after a signal, each answer is the last of its connection.
 */
export function prepareDrain(): void {
  subscribe("http.server.request.start", (message) => {
    const { server, socket, response } = message as { server: Server; socket: Socket; response: ServerResponse };
    const line = lineOf(servers().get(server) ?? watch(server), socket);
    line.owed.add(response);
    if (isEnding()) response.shouldKeepAlive = false;
    response.once("close", () => {
      line.owed.delete(response);
      line.lastHeard = performance.now();
    });
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      shared.portalIsEnding = true;
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
  // Node's own function treats an answer that is still being written as ended.
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
 * Accepts the connections that were waiting when the signal came, because closing the server resets those that are not
 * accepted yet. Each turn of the event loop accepts one, so the server closes after whole turns without a new one.
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
      // The first turn had already begun, so it was not a whole one.
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
  // An answer whose head is sent has promised to keep its connection: the next request on it is answered, as the last.
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
