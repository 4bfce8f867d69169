import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";

/** A proxy to the database of DATABASE_URL that counts round trips and statements and can be cut. */
export interface Wire {
  readonly url: string;
  /** Number of times that this side asked something after it had got an answer: so often it may have waited. */
  trips(): number;
  /** Number of statements that were asked for: simple queries, and executions of prepared or bound ones. */
  statements(): number;
  /** Ends every connection, as a network failure does. */
  cut(): void;
  /**
   * From now on bytes stay where they are, and new connections get no answer, as from a machine that hangs; or no more.
   * `new`: only of connections that are not open yet, as on a machine that is busy.
   */
  hold(isHeld: boolean, which?: "all" | "new"): void;
  close(): Promise<void>;
}

/**
 * `delayMs` holds each answer back for so long, as a network does: what is sent together then counts as one trip, also
 * where the server answers the first statement before the last is sent.
 */
export async function openWire(url: string, delayMs = 0): Promise<Wire> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let trips = 0;
  let isHeld = false;
  let statements = 0;
  const server = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname);
    // What this side sends to the server, and what the server answers. The first is a question of its own.
    const isAsked = readMessages(false);
    const isAnswered = readMessages(true);
    let answered = true;
    let isDescribing = false;
    near.on("data", (bytes) => {
      for (const type of isAsked(bytes)) {
        if (STATEMENTS.has(type)) statements += 1;
        if (type === DESCRIBE_NOW) isDescribing = true;
        else if (!ASKS.has(type)) continue;
        if (answered) trips += 1;
        answered = false;
      }
      far.write(bytes);
    });
    const answer = (bytes: Buffer) => {
      for (const type of isAnswered(bytes)) {
        if (type === READY || (isDescribing && DESCRIBED.has(type))) {
          answered = true;
          isDescribing = false;
        }
      }
      near.write(bytes);
    };
    far.on("data", (bytes) => {
      if (delayMs > 0) setTimeout(() => answer(bytes), delayMs);
      else answer(bytes);
    });
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      if (isHeld) socket.pause();
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const through = new URL(url);
  through.hostname = "127.0.0.1";
  through.port = String((server.address() as AddressInfo).port);
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: through.href,
    trips: () => trips,
    statements: () => statements,
    cut,
    hold: (held, which = "all") => {
      isHeld = held;
      if (held && which === "new") return;
      for (const socket of sockets) held ? socket.pause() : socket.resume();
    },
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Types of messages of PostgreSQL's protocol 3. A simple query, and the execution of a bound statement. */
const STATEMENTS = new Set(["Q", "E"]);
/** What the server answers at once: a simple query, the end of a group of messages, and the first of a connection. */
const ASKS = new Set(["Q", "S", ""]);
/** The same for what was sent so far: the driver asks so for the types of parameters. */
const DESCRIBE_NOW = "H";
const READY = "Z";
const DESCRIBED = new Set(["T", "n"]);

/**
 * Reads the types of the messages that one side sends: one byte of type (none, here "", in the first message of a
 * client), four of length, content.
 */
function readMessages(isServer: boolean): (bytes: Buffer) => string[] {
  let rest: Buffer = Buffer.alloc(0);
  let begun = isServer;
  return (bytes) => {
    const types: string[] = [];
    rest = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
    for (;;) {
      const head = begun ? 1 : 0;
      if (rest.length < head + 4) return types;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return types;
      types.push(begun ? String.fromCharCode(rest[0] ?? 0) : "");
      begun = true;
      rest = rest.subarray(end);
    }
  };
}
