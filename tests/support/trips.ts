import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";

/** A proxy to the database of DATABASE_URL that counts round trips and statements and can be cut. */
export interface Wire {
  readonly url: string;
  /** Number of times that this side sent something and then got an answer. */
  trips(): number;
  /** Number of statements that were asked for: simple queries, and executions of prepared or bound ones. */
  statements(): number;
  /** Ends every connection, as a network failure does. */
  cut(): void;
  /** From now on bytes stay where they are, and new connections get no answer, as from a machine that hangs; or no more. */
  hold(isHeld: boolean): void;
  close(): Promise<void>;
}

export async function openWire(url: string): Promise<Wire> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let trips = 0;
  let isHeld = false;
  let statements = 0;
  const server = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname);
    let asked = false;
    const count = countStatements();
    near.on("data", (bytes) => {
      statements += count(bytes);
      if (!asked) trips += 1;
      asked = true;
      far.write(bytes);
    });
    far.on("data", (bytes) => {
      asked = false;
      near.write(bytes);
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
    hold: (held) => {
      isHeld = held;
      for (const socket of sockets) held ? socket.pause() : socket.resume();
    },
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/**
 * Counts the statements in what a client sends, by the messages of PostgreSQL's protocol 3: one byte of type (none in the
 * first message of a connection), four of length, content. Q is a simple query, E executes a bound statement.
 */
function countStatements(): (bytes: Buffer) => number {
  let rest = Buffer.alloc(0);
  let begun = false;
  return (bytes) => {
    let found = 0;
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const head = begun ? 1 : 0;
      if (rest.length < head + 4) return found;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return found;
      const type = begun ? String.fromCharCode(rest[0] ?? 0) : "";
      if (type === "Q" || type === "E") found += 1;
      begun = true;
      rest = rest.subarray(end);
    }
  };
}
