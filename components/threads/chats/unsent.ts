import { askForNews, sendOut, takeBack } from "@/components/threads/thread-store";
import { routes } from "@/lib/routes";

/*
 * Messages of chats on their way, one after the other in the order of writing. They are kept in this browser until the
 * server has them, so that none is lost with the connection or the page; each has its id from the beginning, so that one
 * sent again, also by another tab, is the same message.
 */

interface Unsent {
  readonly id: string;
  readonly body: string;
  readonly files: readonly string[];
}

/** Why the server did not take a message. It will not take it later either. */
export interface Refused {
  readonly message: Unsent;
  readonly sentence: string;
}

const PREFIX = "portal-unsent:";
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 10_000;

/** How one attempt ended: taken, refused for good with a sentence, or to be tried again. */
type Ending =
  | { readonly kind: "taken" }
  | { readonly kind: "refused"; readonly sentence: string }
  | { readonly kind: "later" };

async function postMessage(send: typeof fetch, threadId: string, message: Unsent): Promise<Ending> {
  try {
    const response = await send(routes.apiChatMessages(threadId), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(message),
    });
    if (response.ok) return { kind: "taken" };
    if (response.status >= 500 || response.status === 429 || response.status === 408) return { kind: "later" };
    const answer = (await response.json().catch(() => null)) as { error?: unknown } | null;
    const sentence = typeof answer?.error === "string" ? answer.error : "This chat is no longer open to you.";
    return { kind: "refused", sentence };
  } catch {
    return { kind: "later" };
  }
}

interface Options {
  readonly onRefused: (refused: Refused) => void;
  /** Whether messages wait for the connection. */
  readonly onWaiting: (isWaiting: boolean) => void;
  /** In place of the browser's own. */
  readonly fetch?: typeof fetch;
  readonly storage?: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  /** How long the first pause after a failure lasts, in place of a second. Each further one is twice as long. */
  readonly firstPauseMs?: number;
}

/** Sends the messages of one chat. `owner` is the person's id: what is kept is found by nobody else. */
export class Outbox {
  private readonly key: string;
  private queue: Unsent[];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isSending = false;
  private isClosed = false;
  private pause: number;

  constructor(
    private readonly threadId: string,
    owner: string,
    private readonly options: Options,
  ) {
    this.key = `${PREFIX}${owner}:${threadId}`;
    this.pause = this.firstPause;
    this.queue = this.readKept();
    for (const message of this.queue) this.show(message);
  }

  /** How many messages the server does not have yet. */
  get size(): number {
    return this.queue.length;
  }

  /** Begins to send what was kept, and tries again at once when the connection is back. */
  open(): void {
    this.isClosed = false;
    window.addEventListener("online", this.hurry);
    void this.pump();
  }

  close(): void {
    this.isClosed = true;
    window.removeEventListener("online", this.hurry);
    clearTimeout(this.timer);
  }

  send(message: Unsent): void {
    this.queue.push(message);
    this.keep((kept) => [...kept, message]);
    this.show(message);
    void this.pump();
  }

  private readonly hurry = () => {
    clearTimeout(this.timer);
    this.timer = undefined;
    void this.pump();
  };

  private async pump(): Promise<void> {
    if (this.isSending || this.timer !== undefined) return;
    this.isSending = true;
    try {
      for (let next = this.queue[0]; next && !this.isClosed; next = this.queue[0]) {
        const ending = await postMessage(this.options.fetch ?? fetch, this.threadId, next);
        if (ending.kind === "later") return this.wait();
        this.pause = this.firstPause;
        this.queue.shift();
        this.keep((kept) => kept.filter(({ id }) => id !== next.id));
        this.options.onWaiting(false);
        if (ending.kind === "refused") {
          takeBack(this.threadId, next.id);
          this.options.onRefused({ message: next, sentence: ending.sentence });
        }
        askForNews(this.threadId);
      }
    } finally {
      this.isSending = false;
    }
  }

  private wait(): void {
    if (this.isClosed) return;
    this.options.onWaiting(true);
    this.timer = setTimeout(this.hurry, this.pause * (0.75 + Math.random() / 2));
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }

  private show({ id, body, files }: Unsent): void {
    sendOut(this.threadId, { id, body, isNote: false, files: files.length });
  }

  private get firstPause() {
    return this.options.firstPauseMs ?? FIRST_PAUSE_MS;
  }

  private get storage() {
    return this.options.storage ?? localStorage;
  }

  private readKept(): Unsent[] {
    try {
      const kept: unknown = JSON.parse(this.storage.getItem(this.key) ?? "[]");
      return Array.isArray(kept) ? kept.filter(isUnsent) : [];
    } catch {
      return [];
    }
  }

  /** Changes what is kept, which another tab may have changed meanwhile. */
  private keep(change: (kept: readonly Unsent[]) => readonly Unsent[]): void {
    try {
      const kept = change(this.readKept());
      if (kept.length === 0) this.storage.removeItem(this.key);
      else this.storage.setItem(this.key, JSON.stringify(kept));
    } catch {
      // Where storage is full or forbidden, messages are kept as long as the page is open.
    }
  }
}

function isUnsent(value: unknown): value is Unsent {
  if (typeof value !== "object" || value === null) return false;
  const { id, body, files } = value as Record<string, unknown>;
  return typeof id === "string" && typeof body === "string" && Array.isArray(files);
}
