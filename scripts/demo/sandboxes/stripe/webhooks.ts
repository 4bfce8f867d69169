import { createHmac } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { NewestFirst } from "@/scripts/demo/sandboxes/newest";
import type { StripeAccount } from "./account";
import type { StripeEvent } from "./objects";

export const WEBHOOK_MODES = ["deliver", "hold", "duplicate", "reverse"] as const;
export const webhookModeSchema = z.strictObject({ mode: z.enum(WEBHOOK_MODES) });
export type WebhookMode = (typeof WEBHOOK_MODES)[number];

/** One event with its delivery to the portal. */
export type Delivery = {
  event: string;
  type: string;
  brand: string;
  state: "waiting" | "delivered" | "failed";
  tries: number;
  /** HTTP status of the last try; null while there was none, and when nobody answered. */
  status: number | null;
};

export type WebhookOptions = {
  /** How a webhook is sent; over HTTP unless a test replaces it. */
  send?: (request: Request) => Promise<Response>;
  /** Milliseconds before the second and the third try, for an endpoint that refuses. */
  pausesMs?: readonly number[];
  /** Milliseconds before each further try while nothing listens, so that a portal that is restarted loses no event. */
  awayPausesMs?: readonly number[];
};

const PATIENCE_MS = 30_000;
const PAUSES_MS = [500, 2_000];
const AWAY_PAUSES_MS = [200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 20_000];

/** Sends events as Stripe does: signed, each account's one after the other. */
export class Webhooks {
  readonly #options: WebhookOptions;
  readonly #deliveries = new NewestFirst<Delivery>(5_000);
  readonly #queues = new Map<StripeAccount, Promise<void>>();
  readonly #end = new AbortController();
  #held: { account: StripeAccount; event: StripeEvent }[] = [];
  #mode: WebhookMode = "deliver";

  constructor(options: WebhookOptions) {
    this.#options = options;
  }

  get mode(): WebhookMode {
    return this.#mode;
  }

  /** How many events wait for `release`. */
  get held(): number {
    return this.#held.length;
  }

  /** For events of later actions; events that are held stay held. */
  setMode(mode: WebhookMode): void {
    this.#mode = mode;
  }

  /** Delivers the held events in the order in which they happened, and sets the mode to `deliver`. */
  release(): number {
    const held = this.#held;
    this.#held = [];
    this.#mode = "deliver";
    for (const { account, event } of held) this.deliver(account, event);
    return held.length;
  }

  /** Newest first. */
  deliveries(): Delivery[] {
    return this.#deliveries.list();
  }

  /** The events of one action. */
  publish(account: StripeAccount, events: readonly StripeEvent[]): void {
    if (!account.options.webhookUrl) return;
    if (this.#mode === "hold") {
      this.#held.push(...events.map((event) => ({ account, event })));
      return;
    }
    const ordered = this.#mode === "reverse" ? events.toReversed() : events;
    for (const event of ordered) {
      this.deliver(account, event);
      if (this.#mode === "duplicate") this.deliver(account, event);
    }
  }

  /** Delivers one event, whatever the mode. */
  deliver(account: StripeAccount, event: StripeEvent): void {
    const delivery: Delivery = {
      event: event.id,
      type: event.type,
      brand: account.brand,
      state: "waiting",
      tries: 0,
      status: null,
    };
    this.#deliveries.add(delivery);
    const before = this.#queues.get(account) ?? Promise.resolve();
    this.#queues.set(
      account,
      before.then(() => this.#carry(account, event, delivery)),
    );
  }

  /** Resolves when nothing is being sent any more. */
  async idle(): Promise<void> {
    let seen: Promise<void>[] = [];
    for (;;) {
      const queues = [...this.#queues.values()];
      if (queues.length === seen.length && queues.every((queue, index) => queue === seen[index])) return;
      seen = queues;
      await Promise.all(queues);
    }
  }

  /** Aborts everything that is being sent, for good. */
  async close(): Promise<void> {
    this.#end.abort();
    await this.idle();
  }

  async #carry(account: StripeAccount, event: StripeEvent, delivery: Delivery): Promise<void> {
    const refusedPauses = [...(this.#options.pausesMs ?? PAUSES_MS)];
    const awayPauses = [...(this.#options.awayPausesMs ?? AWAY_PAUSES_MS)];
    while (!this.#end.signal.aborted) {
      delivery.status = await this.#try(account, event);
      delivery.tries += 1;
      if (delivery.status !== null && delivery.status >= 200 && delivery.status < 300) {
        delivery.state = "delivered";
        account.markDelivered(event);
        return;
      }
      const pause = (delivery.status === null ? awayPauses : refusedPauses).shift();
      if (pause === undefined) break;
      await delay(pause, undefined, { signal: this.#end.signal }).catch(() => undefined);
    }
    delivery.state = "failed";
  }

  /** The status of the answer, or null when there was none. */
  async #try(account: StripeAccount, event: StripeEvent): Promise<number | null> {
    const body = JSON.stringify(event, null, 2);
    // Signed with the machine's clock even when a test has moved the sandbox's, because the portal checks against that.
    const request = new Request(account.options.webhookUrl ?? "", {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "stripe-signature": sign(body, account.options.webhookSecret, Date.now()),
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
      },
      body,
      redirect: "manual",
      signal: AbortSignal.any([this.#end.signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    try {
      const response = await (this.#options.send ?? fetch)(request);
      await response.body?.cancel();
      return response.status;
    } catch {
      return null;
    }
  }
}

/** The header Stripe-Signature: https://docs.stripe.com/webhooks/signature#verify-manually */
export function sign(body: string, secret: string, nowMs: number): string {
  const timestamp = Math.floor(nowMs / 1000);
  return `t=${timestamp},v1=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`;
}
