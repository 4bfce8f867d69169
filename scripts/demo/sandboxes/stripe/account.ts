import Stripe from "stripe";
import type { StripeAccountOptions } from "./accounts";
import { StripeIdempotencyKeys } from "./idempotency";
import { newId } from "./ids";
import type { AccountEntry } from "./journal";
import {
  type Charge,
  type Dispute,
  type Extras,
  type Intent,
  newSession,
  type Refund,
  type Session,
  type StripeEvent,
  type Subject,
} from "./objects";
import type { SessionParams } from "./session-params";

export type Emit = (type: Stripe.Event["type"], object: Subject) => void;

/** The API request that caused an action; null for actions of the payer or the bank. */
export type Cause = { id: string | null; idempotency_key: string | null };
const NO_REQUEST: Cause = { id: null, idempotency_key: null };

export type AccountParts = {
  options: StripeAccountOptions;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Takes the events of one action, in the order in which they happened. */
  publish: (account: StripeAccount, events: readonly StripeEvent[]) => void;
  /** Called with every object that has changed, to store it. */
  keep: (account: StripeAccount, entries: readonly AccountEntry[]) => void;
};

/** Everything that one account holds. Objects are kept in the order of creation. */
export class StripeAccount {
  readonly options: StripeAccountOptions;
  readonly idempotencyKeys: StripeIdempotencyKeys;
  readonly sessions = new Map<string, Session>();
  readonly intents = new Map<string, Intent>();
  readonly charges = new Map<string, Charge>();
  readonly refunds = new Map<string, Refund>();
  readonly disputes = new Map<string, Dispute>();
  readonly events = new Map<string, StripeEvent>();
  readonly #extras = new Map<string, Extras>();
  readonly #parts: AccountParts;

  constructor(parts: AccountParts) {
    this.options = parts.options;
    this.#parts = parts;
    this.idempotencyKeys = new StripeIdempotencyKeys(parts.now, (key) => this.#keep([{ kind: "key", object: key }]));
  }

  get brand(): string {
    return this.options.brand;
  }

  /** Seconds since the epoch. */
  now(): number {
    return Math.floor(this.#parts.now() / 1000);
  }

  addSession(params: SessionParams, origin: string): Session {
    const session = newSession(params, this.now(), origin);
    const lines = params.line_items.map(({ price_data: price, quantity }) => ({
      name: price.product_data.name,
      description: price.product_data.description ?? null,
      quantity,
      amount: price.unit_amount * quantity,
    }));
    this.#extras.set(session.id, { lines, intentData: params.payment_intent_data ?? {} });
    this.sessions.set(session.id, session);
    this.#keep([this.#sessionEntry(session)]);
    return session;
  }

  extras(session: Session): Extras {
    return this.#extras.get(session.id) ?? { lines: [], intentData: {} };
  }

  sessionOf(intent: Intent): Session | undefined {
    return [...this.sessions.values()].findLast((session) => session.payment_intent === intent.id);
  }

  chargeOf(intent: Intent): Charge | undefined {
    return this.charges.get(intent.latest_charge ?? "");
  }

  /** Runs one action and publishes its events with the objects as they were at that moment. */
  act<T>(happen: (emit: Emit) => T, cause: Cause = NO_REQUEST): T {
    const events: StripeEvent[] = [];
    const changed = new Set<Subject>();
    const result = happen((type, object) => {
      const event: StripeEvent = {
        id: newId("evt_"),
        object: "event",
        api_version: Stripe.API_VERSION,
        created: this.now(),
        data: { object: structuredClone(object) },
        livemode: false,
        pending_webhooks: this.options.webhookUrl ? 1 : 0,
        request: cause,
        type,
      };
      this.events.set(event.id, event);
      events.push(event);
      for (const related of this.#related(object)) changed.add(related);
    });
    this.#keep([
      ...[...changed].map((object) => this.#entry(object)),
      ...events.map((object) => ({ kind: "event" as const, object })),
    ]);
    if (events.length > 0) this.#parts.publish(this, events);
    return result;
  }

  /** The event needs no further delivery. */
  markDelivered(event: StripeEvent): void {
    if (event.pending_webhooks === 0) return;
    event.pending_webhooks = 0;
    this.#keep([{ kind: "event", object: event }]);
  }

  /** Restores what was stored before a restart. */
  restore(entry: AccountEntry): void {
    if (entry.kind === "key") this.idempotencyKeys.restore(entry.object);
    else if (entry.kind === "session") {
      this.#extras.set(entry.object.id, entry.extras);
      this.sessions.set(entry.object.id, entry.object);
    } else if (entry.kind === "intent") this.intents.set(entry.object.id, entry.object);
    else if (entry.kind === "charge") this.charges.set(entry.object.id, entry.object);
    else if (entry.kind === "refund") this.refunds.set(entry.object.id, entry.object);
    else if (entry.kind === "dispute") this.disputes.set(entry.object.id, entry.object);
    else this.events.set(entry.object.id, entry.object);
  }

  /** Everything that `restore` takes. */
  entries(): AccountEntry[] {
    const objects = [this.sessions, this.intents, this.charges, this.refunds, this.disputes].flatMap(
      (map): Subject[] => [...map.values()],
    );
    return [
      ...objects.map((object) => this.#entry(object)),
      ...[...this.events.values()].map((object) => ({ kind: "event" as const, object })),
      ...this.idempotencyKeys.kept().map((object) => ({ kind: "key" as const, object })),
    ];
  }

  #keep(entries: readonly AccountEntry[]): void {
    this.#parts.keep(this, entries);
  }

  /** The object of an event, and related ones that the same action may have changed. */
  #related(object: Subject): Subject[] {
    if (object.object === "checkout.session") return [object];
    if (object.object === "payment_intent") {
      return [object, this.chargeOf(object), this.sessionOf(object)].filter((found) => found !== undefined);
    }
    if (object.object === "charge") return [object];
    const charge = this.charges.get(object.charge ?? "");
    return charge ? [object, charge] : [object];
  }

  #sessionEntry(session: Session): AccountEntry {
    return { kind: "session", object: session, extras: this.extras(session) };
  }

  #entry(object: Subject): AccountEntry {
    switch (object.object) {
      case "checkout.session":
        return this.#sessionEntry(object);
      case "payment_intent":
        return { kind: "intent", object };
      case "charge":
        return { kind: "charge", object };
      case "refund":
        return { kind: "refund", object };
      case "dispute":
        return { kind: "dispute", object };
    }
  }
}
