import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";

/** A proxy to the database of DATABASE_URL that counts round trips and can be cut. */
export interface Wire {
  readonly url: string;
  /** Number of times that this side sent something and then got an answer. */
  trips(): number;
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
  const server = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname);
    let asked = false;
    near.on("data", (bytes) => {
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
