import type { Listener } from "./queries";

/**
 * Why a stream ends. Only the first two are sent to the browser, because reconnecting at once is of no use for them.
 */
export type Ending = "session" | "crowded" | "shutdown" | "slow" | "failed" | "gone";

/** The owner of a stream, and whether their session is still valid. */
export interface StreamOwner extends Listener {
  readonly isAlive: () => Promise<boolean>;
}

/** What is sent to a browser: ids and, when somebody types, a name. Never content. */
export type News =
  | { readonly type: "event"; readonly thread: string; readonly kind: string }
  | { readonly type: "typing"; readonly thread: string; readonly person: string; readonly name: string }
  /** For staff alone: what a colleague does with the thread. */
  | {
      readonly type: "here";
      readonly thread: string;
      readonly person: string;
      readonly name: string;
      readonly doing: "looks" | "writes" | "left";
    }
  /** Who has the chat open, or what they have received and read, is different now. */
  | { readonly type: "presence"; readonly thread: string }
  | { readonly type: "reset" };

/**
 * The most bytes that wait for a reader who does not read. Beyond it the stream ends, and the browser reconnects by
 * itself.
 */
const MAX_WAITING_BYTES = 256 * 1024;
/**
 * After how long a browser reconnects, at random within these bounds, so that not all reconnect at once after a
 * restart.
 */
const RETRY_MS = { from: 1_500, to: 4_500 };

const encoder = new TextEncoder();

/** One open stream of server-sent events. */
export class LiveStream {
  readonly body: ReadableStream<Uint8Array>;
  /** Set when the stream has received what it had missed. From then on it gets new events. */
  isLive = false;
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(
    readonly owner: StreamOwner,
    /** The turn of each round in which it has its beat. */
    readonly turn: number,
    private readonly onClosed: (stream: LiveStream) => void,
  ) {
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.controller = controller;
        },
        cancel: () => this.close("gone"),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: MAX_WAITING_BYTES }),
    );
    this.write(`retry: ${Math.round(RETRY_MS.from + Math.random() * (RETRY_MS.to - RETRY_MS.from))}\n\n`);
  }

  get isOpen(): boolean {
    return this.controller !== undefined;
  }

  /** `position`: the sealed position of the browser after this message. */
  send(news: News, position?: string): void {
    this.write(`${position ? `id: ${position}\n` : ""}data: ${JSON.stringify(news)}\n\n`);
  }

  /**
   * Keeps the connection open, and keeps the browser's position current when there are no events. It is an event with a
   * name, because pages in hidden tabs, whose timers browsers hold back, say by it that they are still there.
   */
  beat(position: string): void {
    this.write(`event: beat\nid: ${position}\ndata: beat\n\n`);
  }

  close(ending: Ending): void {
    const controller = this.controller;
    if (!controller) return;
    if (ending === "session" || ending === "crowded") this.write(`event: end\ndata: ${ending}\n\n`);
    this.controller = undefined;
    try {
      controller.close();
    } catch {
      // The reader has closed it already.
    }
    this.onClosed(this);
  }

  private write(text: string): void {
    if (!this.controller) return;
    if ((this.controller.desiredSize ?? 0) <= 0) {
      this.controller.error(new Error("The reader does not read"));
      this.close("slow");
      return;
    }
    this.controller.enqueue(encoder.encode(text));
  }
}
