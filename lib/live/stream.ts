import type { Listener } from "./queries";

/** Why a stream ends: only the first two are told, since for them coming back at once is of no use. */
export type Ending = "session" | "crowded" | "shutdown" | "slow" | "failed" | "gone";

/** Whose stream it is, and whether their session still holds. */
export interface StreamOwner extends Listener {
  readonly isAlive: () => Promise<boolean>;
}

/** What a browser is told: ids and, of who types, a name. Never content. */
export type News =
  | { readonly type: "event"; readonly thread: string; readonly kind: string }
  | { readonly type: "typing"; readonly thread: string; readonly person: string; readonly name: string }
  | { readonly type: "reset" };

/** What may wait for a reader who does not read; beyond it the stream ends, and the browser comes back by itself. */
const MAX_WAITING_BYTES = 256 * 1024;
/** When a browser comes back, at random within, so that not all do at once after a restart. */
const RETRY_MS = { from: 1_500, to: 4_500 };

const encoder = new TextEncoder();

/** One open stream of server-sent events. */
export class LiveStream {
  readonly body: ReadableStream<Uint8Array>;
  /** Set once what it had missed was told: from here on it takes part. */
  isLive = false;
  private controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(
    readonly owner: StreamOwner,
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

  /** `position`: where the browser stands once it has this, sealed. */
  send(news: News, position?: string): void {
    this.write(`${position ? `id: ${position}\n` : ""}data: ${JSON.stringify(news)}\n\n`);
  }

  /** Keeps the connection, and the browser's position up to date without an event. */
  beat(position: string): void {
    this.write(`: \nid: ${position}\n\n`);
  }

  close(ending: Ending): void {
    const controller = this.controller;
    if (!controller) return;
    if (ending === "session" || ending === "crowded") this.write(`event: end\ndata: ${ending}\n\n`);
    this.controller = undefined;
    try {
      controller.close();
    } catch {
      // The reader has let go of it already.
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
