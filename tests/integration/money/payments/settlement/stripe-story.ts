import fc from "fast-check";
import type { ChargeSnapshot, CheckoutSnapshot } from "@/lib/money/payments/settlement/snapshot";
import { charge, checkout, DAY, type Facts, NOON, type Started } from "./started";

/** What can happen to a payment at Stripe. What cannot happen where it stands is passed over. */
export type Happening =
  | { readonly do: "decline" | "expire" | "pay" | "debit" | "clear" | "bounce" | "dispute" | "win" | "lose" }
  | { readonly do: "refund"; readonly share: number }
  | { readonly do: "refund-fails"; readonly which: number };

const plain = fc.constantFrom("decline", "expire", "pay", "debit", "clear", "bounce", "dispute", "win", "lose");

export const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 5, arbitrary: plain.map((name): Happening => ({ do: name as "pay" })) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 100 }).map((share): Happening => ({ do: "refund", share })) },
  { weight: 1, arbitrary: fc.nat({ max: 3 }).map((which): Happening => ({ do: "refund-fails", which })) },
);

/** A payment as Stripe has it, and the facts of its snapshot after each thing that happens. */
export class Story {
  private session: CheckoutSnapshot;
  private came: ChargeSnapshot | null = null;
  private clearingSince: number | null = null;
  private day = 0;
  private serial = 0;

  constructor(
    readonly started: Started,
    private readonly amountMinor: number,
  ) {
    this.session = checkout(started);
  }

  facts(): Facts {
    const { session, came, clearingSince } = this;
    return {
      checkouts: [session],
      charge: came && { ...came, refunds: [...came.refunds] },
      processing: clearingSince === null ? null : { method: "bank_debit", at: clearingSince },
    };
  }

  /** Returns whether it could happen. */
  happen(what: Happening): boolean {
    const before = JSON.stringify(this.facts());
    this.day += 1;
    this.apply(what);
    return JSON.stringify(this.facts()) !== before;
  }

  private get now(): number {
    return NOON + this.day * DAY;
  }

  private apply(what: Happening): void {
    const { state } = this.session;
    switch (what.do) {
      case "decline":
        if (state === "open") this.session = { ...this.session, failureCode: "card_declined" };
        return;
      case "expire":
        if (state === "open") this.session = { ...this.session, state: "expired" };
        return;
      case "pay":
        if (state === "open") this.receive("card");
        return;
      case "debit":
        if (state !== "open") return;
        this.session = { ...this.session, state: "processing", failureCode: null };
        this.clearingSince = this.now;
        return;
      case "clear":
        if (state === "processing") this.receive("bank_debit");
        return;
      case "bounce":
        if (state !== "processing") return;
        this.session = { ...this.session, state: "failed", failureCode: "insufficient_funds" };
        this.clearingSince = null;
        return;
      default:
        this.afterwards(what);
    }
  }

  private receive(method: ChargeSnapshot["method"]): void {
    this.session = { ...this.session, state: "succeeded", failureCode: null };
    this.clearingSince = null;
    this.came = charge(this.amountMinor, { method, at: this.now });
  }

  private afterwards(what: Happening): void {
    const { came } = this;
    if (!came) return;
    const left = came.refunds.reduce((rest, refund) => rest - refund.amountMinor, came.amountMinor);
    const back = (kind: "refund" | "chargeback", amountMinor: number) => ({
      ...{ kind, amountMinor, at: this.now, stripeId: `${kind}_${++this.serial}_${this.started.id}` },
    });
    switch (what.do) {
      case "refund": {
        const amountMinor = Math.max(1, Math.floor((left * what.share) / 100));
        if (left > 0) this.came = { ...came, refunds: [...came.refunds, back("refund", amountMinor)] };
        return;
      }
      case "refund-fails":
        this.came = {
          ...came,
          refunds: came.refunds.filter((refund, index) => index !== what.which || refund.kind !== "refund"),
        };
        return;
      case "dispute":
        if (came.dispute === null) this.came = { ...came, dispute: "open" };
        return;
      case "win":
        if (came.dispute === "open") this.came = { ...came, dispute: "won" };
        return;
      case "lose":
        if (came.dispute !== "open") return;
        this.came = {
          ...came,
          dispute: "lost",
          refunds: left > 0 ? [...came.refunds, back("chargeback", left)] : came.refunds,
        };
        return;
      default:
    }
  }
}
