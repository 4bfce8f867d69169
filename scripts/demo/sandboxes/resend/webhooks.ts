import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

export type WebhookOptions = {
  /** Address of the webhook; nothing is sent when left out. */
  webhookUrl?: string | undefined;
  /** `whsec_` and the key in base64, as Resend shows it. */
  webhookSecret?: string | undefined;
  /** How a webhook is sent; over HTTP unless a test replaces it. */
  send?: (request: Request) => Promise<Response>;
  /** Milliseconds before each further try. */
  pausesMs?: readonly number[];
};

const PATIENCE_MS = 30_000;
const PAUSES_MS = [200, 500, 1_000, 2_000, 5_000, 10_000, 20_000];

/** Sends the webhook for mail: signed, and again until it is accepted. */
export class Webhooks {
  readonly #options: WebhookOptions;
  readonly #end = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(options: WebhookOptions) {
    this.#options = options;
  }

  /** Whether a webhook's address is set. */
  get isOn(): boolean {
    return Boolean(this.#options.webhookUrl && this.#options.webhookSecret);
  }

  /** Sends events one after the other, each once the one before was accepted or given up. */
  tell(...events: readonly object[]): void {
    if (!this.isOn) return;
    const telling = this.#carryAll(events).finally(() => this.#running.delete(telling));
    this.#running.add(telling);
  }

  /** Resolves when nothing is being sent any more. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Aborts everything that is being sent, for good. */
  async close(): Promise<void> {
    this.#end.abort();
    await this.idle();
  }

  async #carryAll(events: readonly object[]): Promise<void> {
    for (const event of events) await this.#carry(JSON.stringify(event));
  }

  async #carry(body: string): Promise<void> {
    const pauses = [...(this.#options.pausesMs ?? PAUSES_MS)];
    const id = `msg_${randomUUID().replaceAll("-", "")}`;
    while (!this.#end.signal.aborted) {
      if (await this.#try(id, body)) return;
      const pause = pauses.shift();
      if (pause === undefined) return;
      await delay(pause, undefined, { signal: this.#end.signal }).catch(() => undefined);
    }
  }

  async #try(id: string, body: string): Promise<boolean> {
    const { webhookUrl = "", webhookSecret = "" } = this.#options;
    const request = new Request(webhookUrl, {
      method: "POST",
      headers: { "content-type": "application/json", ...signature(body, webhookSecret, id, Date.now()) },
      body,
      redirect: "manual",
      signal: AbortSignal.any([this.#end.signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    try {
      const response = await (this.#options.send ?? fetch)(request);
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }
}

/** The headers of a signed webhook: https://docs.svix.com/receiving/verifying-payloads/how-manual */
export function signature(body: string, secret: string, id: string, nowMs: number): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signed = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": `v1,${signed}` };
}
