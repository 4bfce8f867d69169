import http from "node:http";
import { type HeldThread, holdThread, mergeNews } from "@/components/threads/merge";
import { routes } from "@/lib/routes";
import type { ThreadPage } from "@/lib/threads/types";
import type { PlainBrowser } from "./plain-browser";

/** In milliseconds: how long a browser waits before it opens a stream anew. The server tells browsers more. */
const AGAIN_MS = 500;

/**
 * What a browser with a chat open holds: it listens to the stream, reconnects with the last position, and reads the chat
 * only where the stream tells it to. It never asks by the clock, so what it holds has come by the stream.
 */
export class ChatReader {
  private held: HeldThread | null = null;
  private position: string | null = null;
  private request: http.ClientRequest | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isClosed = false;
  private isReading = false;
  private isAsked = false;
  /** Threads that the stream named. */
  readonly named = new Set<string>();

  constructor(
    private readonly browser: PlainBrowser,
    private readonly port: number,
    private readonly threadId: string,
  ) {
    this.connect();
  }

  get bodies(): string[] {
    return (this.held?.items ?? []).flatMap((item) => (item.kind === "message" ? [item.body] : []));
  }

  /** The network is gone: the stream ends, and no other one begins. */
  goOffline(): void {
    clearTimeout(this.timer);
    this.request?.destroy();
    this.request = undefined;
  }

  goOnline(): void {
    this.connect();
  }

  close(): void {
    this.isClosed = true;
    this.goOffline();
  }

  private connect(): void {
    const own = http.get({
      ...{ host: "127.0.0.1", port: this.port, path: routes.apiLive, agent: false },
      headers: { ...this.browser.headers, ...(this.position ? { "last-event-id": this.position } : {}) },
    });
    this.request = own;
    const again = () => {
      if (this.isClosed || this.request !== own) return;
      this.request = undefined;
      this.timer = setTimeout(() => this.connect(), AGAIN_MS);
    };
    own.on("response", (response) => {
      if (response.statusCode !== 200) own.destroy();
      let rest = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => {
        const frames = (rest + text).split("\n\n");
        rest = frames.pop() ?? "";
        for (const frame of frames) this.hear(frame);
      });
      response.on("error", () => {});
      response.on("close", again);
      // The first reading, as a page has it; later ones only where the stream tells.
      if (!this.held) void this.read();
    });
    own.on("error", again);
  }

  private hear(frame: string): void {
    this.position = /^id: (.*)$/m.exec(frame)?.[1] ?? this.position;
    const data = /^data: (\{.*\})$/m.exec(frame)?.[1];
    if (!data) return;
    const news = JSON.parse(data) as { type: string; thread?: string };
    if (news.thread) this.named.add(news.thread);
    if (news.type === "reset" || (news.type === "event" && news.thread === this.threadId)) void this.read();
  }

  /** Reads again until there is an answer, as often as it is told meanwhile. */
  private async read(): Promise<void> {
    this.isAsked = true;
    if (this.isReading) return;
    this.isReading = true;
    while (this.isAsked && !this.isClosed) {
      this.isAsked = false;
      const after = this.held ? `?after=${encodeURIComponent(this.held.place)}` : "";
      const answer = await this.browser.get(routes.apiThread(this.threadId) + after).catch(() => null);
      if (answer?.status === 200) {
        const page = JSON.parse(answer.body) as ThreadPage;
        this.held = this.held ? mergeNews(this.held, page) : holdThread(page);
      } else {
        this.isAsked = true;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
    this.isReading = false;
  }
}
