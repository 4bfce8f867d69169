import { StripeAccount } from "./account";
import { parseAccounts, type StripeAccountOptions } from "./accounts";
import { StripeFaults } from "./faults";
import { Journal } from "./journal";
import type { Intent, Session, StripeEvent } from "./objects";
import { expireSession } from "./payments";
import { type WebhookOptions, Webhooks } from "./webhooks";

/** An object together with the account that it is in. */
type In<K extends string, T> = { account: StripeAccount } & Record<K, T>;

/** Stripe's sandbox: accounts that are independent of each other, and the webhooks of all of them. */
export class StripeSandbox {
  readonly accounts: readonly StripeAccount[];
  readonly webhooks: Webhooks;
  readonly faults = new StripeFaults();
  /** Origin of the hosted pages, as browsers reach it. */
  origin: string;

  /**
   * `now`: milliseconds since the epoch. State from `stateFile` is restored, and its undelivered events are sent.
   * Throws a ZodError for invalid accounts.
   */
  constructor(options: {
    accounts: StripeAccountOptions[];
    now: () => number;
    origin: string;
    webhooks: WebhookOptions;
    stateFile?: string;
  }) {
    this.origin = options.origin;
    this.webhooks = new Webhooks(options.webhooks);
    const journal = new Journal(options.stateFile);
    this.accounts = parseAccounts(options.accounts).map(
      (account) =>
        new StripeAccount({
          options: account,
          now: options.now,
          publish: (from, events) => this.webhooks.publish(from, events),
          keep: (from, entries) => journal.add(from.brand, entries),
        }),
    );
    for (const { brand, ...entry } of journal.read()) {
      this.accounts.find((account) => account.brand === brand)?.restore(entry);
    }
    journal.rewrite(
      this.accounts.flatMap((account) => account.entries().map((entry) => ({ brand: account.brand, ...entry }))),
    );
    for (const account of this.accounts) {
      this.webhooks.publish(
        account,
        [...account.events.values()].filter((event) => event.pending_webhooks > 0),
      );
    }
  }

  /** Throws for a brand without an account. */
  account(brand: string): StripeAccount {
    const account = this.accounts.find((entry) => entry.brand === brand);
    if (!account) throw new Error(`The sandbox has no account of ${brand}.`);
    return account;
  }

  accountByKey(secretKey: string): StripeAccount | undefined {
    return this.accounts.find(({ options }) => options.secretKey === secretKey);
  }

  /** Expires all sessions whose time is over by now. */
  expireOverdue(): void {
    for (const account of this.accounts) {
      for (const session of account.sessions.values()) {
        if (session.status === "open" && session.expires_at <= account.now()) expireSession(account, session);
      }
    }
  }

  findSession(id: string): In<"session", Session> | undefined {
    return this.#find("session", id, (account) => account.sessions);
  }

  findIntent(id: string): In<"intent", Intent> | undefined {
    return this.#find("intent", id, (account) => account.intents);
  }

  findEvent(id: string): In<"event", StripeEvent> | undefined {
    return this.#find("event", id, (account) => account.events);
  }

  #find<K extends string, T>(
    name: K,
    id: string,
    objects: (account: StripeAccount) => ReadonlyMap<string, T>,
  ): In<K, T> | undefined {
    for (const account of this.accounts) {
      const found = objects(account).get(id);
      if (found) return { account, [name]: found } as In<K, T>;
    }
    return undefined;
  }
}
