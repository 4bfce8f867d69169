import fc from "fast-check";
import { v7 as uuidv7 } from "uuid";
import { allocations, invoices, paymentRefunds, payments } from "@/db/schema";
import type { AllocationState, PaymentState } from "@/db/schema/constants";
import { asSystem } from "@/db/viewer";
import { addDays } from "@/lib/kit/time";
import { type createCompany, unique } from "@/tests/support/world";

/* Random ledgers that the importer and Stripe could have left behind, and what a statement of them must say. */

export const START = "2026-01-01";
/** Days of the ledger; the last few lie after today. */
export const DAYS = 200;
export const TODAY = addDays(START, 190);

interface Doc {
  readonly id: string;
  readonly kind: "invoice" | "credit_note";
  readonly total: number;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly voidedOn: string | null;
}
interface Paid {
  readonly id: string;
  readonly source: "erp" | "portal";
  readonly state: PaymentState;
  readonly amount: number;
  readonly receivedOn: string;
  returned: number;
}
interface Part {
  readonly payment: Paid | null;
  readonly note: Doc | null;
  readonly invoice: Doc;
  readonly amount: number;
  readonly state: AllocationState;
  readonly appliedOn: string | null;
  readonly refundedOn: string | null;
}
interface Refund {
  readonly payment: Paid;
  readonly amount: number;
  readonly refundedOn: string;
}
export interface Ledger {
  readonly docs: Doc[];
  readonly paid: Paid[];
  readonly parts: Part[];
  readonly refunds: Refund[];
}

const amount = fc.integer({ min: 0, max: 50_000 });
const offset = fc.integer({ min: 0, max: DAYS - 1 });
const share = fc.integer({ min: 1, max: 40_000 });

const docSeed = fc.record({
  kind: fc.constantFrom("invoice" as const, "invoice" as const, "credit_note" as const),
  total: amount,
  issued: offset,
  term: fc.integer({ min: 0, max: 90 }),
  voided: fc.option(offset, { freq: 4 }),
});
const partSeed = fc.record({
  invoice: fc.nat(),
  amount: share,
  applied: fc.option(offset),
  refunded: fc.option(offset),
  turn: fc.nat(),
});
const paidSeed = fc.record({
  source: fc.constantFrom("erp" as const, "portal" as const),
  state: fc.constantFrom<PaymentState>(
    "started",
    "processing",
    "succeeded",
    "succeeded",
    "failed",
    "cancelled",
    "refunded",
    "partly_refunded",
    "disputed",
  ),
  amount: fc.integer({ min: 1, max: 60_000 }),
  received: offset,
  returned: offset,
  parts: fc.array(partSeed, { maxLength: 4 }),
});
const noteSeed = fc.record({ note: fc.nat(), part: partSeed });

/** What the parts of a payment may be, by its source and state. The ERP reports each row with a state of its own. */
const STATES_OF: Record<"erp" | "portal", Partial<Record<PaymentState, readonly AllocationState[]>>> = {
  portal: {
    started: ["planned"],
    processing: ["pending"],
    succeeded: ["applied", "released"],
    failed: ["released"],
    cancelled: ["released"],
    refunded: ["refunded"],
    partly_refunded: ["applied", "refunded"],
    disputed: ["disputed", "refunded"],
  },
  erp: {
    processing: ["pending", "applied", "refunded"],
    succeeded: ["applied"],
    refunded: ["refunded"],
    partly_refunded: ["applied", "refunded"],
    disputed: ["disputed", "pending", "applied", "refunded"],
  },
};

export const arbitraryLedger: fc.Arbitrary<Ledger> = fc
  .record({
    docs: fc.array(docSeed, { maxLength: 7 }),
    paid: fc.array(paidSeed, { maxLength: 6 }),
    notes: fc.array(noteSeed, { maxLength: 4 }),
  })
  .map(({ docs: docSeeds, paid: paidSeeds, notes }) => {
    const docs = docSeeds.map((seed): Doc => {
      const issuedOn = addDays(START, seed.issued);
      return {
        id: uuidv7(),
        kind: seed.kind,
        total: seed.total,
        issuedOn,
        dueOn: addDays(issuedOn, seed.kind === "invoice" ? seed.term : 0),
        voidedOn: seed.voided === null ? null : addDays(START, seed.voided),
      };
    });
    const invoices = docs.filter(({ kind }) => kind === "invoice");
    const room = new Map(docs.map((doc) => [doc.id, doc.voidedOn ? 0 : doc.total]));
    const planned = new Set<string>();
    const ledger: Ledger = { docs, paid: [], parts: [], refunds: [] };

    /** Allocates as much of what is wanted as fits the document; 0 when nothing does. */
    const take = (doc: Doc, wanted: number, state: AllocationState) => {
      if (state === "released" || state === "refunded") return wanted;
      if (state === "planned" || state === "pending") {
        if (doc.voidedOn || planned.has(doc.id)) return 0;
        planned.add(doc.id);
        return Math.min(wanted, doc.total);
      }
      const fits = Math.min(wanted, room.get(doc.id) ?? 0);
      room.set(doc.id, (room.get(doc.id) ?? 0) - fits);
      return fits;
    };

    for (const { note: pick, part } of notes) {
      const candidates = docs.filter((doc) => doc.kind === "credit_note" && !doc.voidedOn);
      const note = candidates[pick % candidates.length];
      const invoice = invoices[part.invoice % invoices.length];
      if (!note || !invoice) continue;
      const fits = take(invoice, Math.min(part.amount, room.get(note.id) ?? 0), "applied");
      if (fits === 0) continue;
      room.set(note.id, (room.get(note.id) ?? 0) - fits);
      const appliedOn = part.applied === null ? null : addDays(START, part.applied);
      ledger.parts.push({ payment: null, note, invoice, amount: fits, state: "applied", appliedOn, refundedOn: null });
    }

    for (const seed of paidSeeds) {
      const allowed = STATES_OF[seed.source][seed.state];
      if (!allowed) continue;
      const payment: Paid = {
        id: uuidv7(),
        source: seed.source,
        state: seed.state,
        amount: seed.amount,
        receivedOn: addDays(START, seed.received),
        returned: 0,
      };
      ledger.paid.push(payment);
      let left = seed.amount;
      for (const part of seed.parts) {
        const invoice = invoices[part.invoice % invoices.length];
        const state = allowed[part.turn % allowed.length];
        if (!invoice || !state) continue;
        const fits = take(invoice, Math.min(part.amount, left), state);
        if (fits === 0) continue;
        if (state !== "released") left -= fits;
        const appliedOn = part.applied === null ? null : addDays(START, part.applied);
        const back = part.refunded === null ? null : later(addDays(START, part.refunded), payment.receivedOn);
        const refundedOn = state === "refunded" ? back : null;
        ledger.parts.push({ payment, note: null, invoice, amount: fits, state, appliedOn, refundedOn });
        if (seed.source === "portal" && state === "refunded") {
          ledger.refunds.push({ payment, amount: fits, refundedOn: refundedOn ?? payment.receivedOn });
        }
      }
      // Of a portal payment that was refunded as a whole, the credit went back too.
      if (seed.source === "portal" && seed.state === "refunded" && left > 0) {
        payment.returned = left;
        const refundedOn = later(addDays(START, seed.returned), payment.receivedOn);
        ledger.refunds.push({ payment, amount: left, refundedOn });
      }
    }
    return ledger;
  });

const later = (a: string, b: string) => (a > b ? a : b);

/** Writes a ledger down for a company, in one currency. */
export async function write(company: Awaited<ReturnType<typeof createCompany>>, ledger: Ledger, currency = "USD") {
  const own = { brand: company.brand, companyId: company.id };
  await asSystem("test ledger", async (db) => {
    if (ledger.docs.length > 0) {
      await db.insert(invoices).values(
        ledger.docs.map(({ total, ...doc }) => ({
          ...{ ...own, ...doc, currency, subtotalMinor: total, totalMinor: total },
          ...{ externalId: unique("inv"), number: unique("INV") },
        })),
      );
    }
    if (ledger.paid.length > 0) {
      await db.insert(payments).values(
        ledger.paid.map(({ amount, returned, ...payment }) => ({
          ...{ ...own, ...payment, currency, amountMinor: amount, returnedMinor: returned, method: "card" as const },
          ...(payment.source === "portal" ? { reference: unique("CP") } : { externalId: unique("pay") }),
        })),
      );
    }
    if (ledger.parts.length > 0) {
      await db.insert(allocations).values(
        ledger.parts.map(({ payment, note, invoice, amount, ...part }) => ({
          ...{ ...own, ...part, amountMinor: amount, invoiceId: invoice.id },
          ...{ paymentId: payment?.id ?? null, creditNoteId: note?.id ?? null },
        })),
      );
    }
    if (ledger.refunds.length > 0) {
      await db.insert(paymentRefunds).values(
        ledger.refunds.map(({ payment, amount, refundedOn }) => ({
          ...{ ...own, paymentId: payment.id, amountMinor: amount, refundedOn },
          ...{ kind: "refund" as const, stripeId: unique("re") },
        })),
      );
    }
  });
}

const CAME_IN: readonly PaymentState[] = ["succeeded", "refunded", "partly_refunded", "disputed"];
const sum = <T>(rows: readonly T[], of: (row: T) => number) => rows.reduce((total, row) => total + of(row), 0);
const lowers = ({ state }: Part) => state === "applied" || state === "disputed";

/** Every movement of a ledger, as [day, amount]. */
export function movementsOf({ docs, paid, parts, refunds }: Ledger): [string, number][] {
  const moves: [string, number][] = [];
  for (const doc of docs) {
    const sign = doc.kind === "invoice" ? 1 : -1;
    moves.push([doc.issuedOn, sign * doc.total]);
    if (doc.voidedOn) moves.push([later(doc.voidedOn, doc.issuedOn), -sign * doc.total]);
  }
  for (const payment of paid) {
    const own = parts.filter((part) => part.payment === payment);
    const isIn = CAME_IN.includes(payment.state);
    const stillOut = sum(
      own.filter((part) => part.state === "pending"),
      (part) => part.amount,
    );
    if (isIn) moves.push([payment.receivedOn, -(payment.amount - stillOut)]);
    if (payment.state === "processing" && own.some(lowers)) {
      moves.push([payment.receivedOn, -sum(own.filter(lowers), (part) => part.amount)]);
    }
    if (payment.source !== "erp" || !isIn) continue;
    const wentBack = own.filter((part) => part.state === "refunded");
    for (const part of wentBack) moves.push([part.refundedOn ?? payment.receivedOn, part.amount]);
    if (payment.state === "refunded") {
      moves.push([payment.receivedOn, payment.amount - sum(wentBack, (part) => part.amount)]);
    }
  }
  for (const refund of refunds) moves.push([refund.refundedOn, refund.amount]);
  return moves;
}

/** What counts of an allocation at the end of a day. */
function counts(part: Part, day: string): boolean {
  const came = part.payment?.receivedOn ?? part.note?.issuedOn ?? "";
  const backOn = part.refundedOn ?? part.payment?.receivedOn ?? "";
  const wasThere =
    lowers(part) || (part.state === "refunded" && part.payment && CAME_IN.includes(part.payment.state) && backOn > day);
  return Boolean(wasThere) && later(part.appliedOn ?? came, came) <= day;
}

/** Open amounts of the invoices at the end of a day, by invoice. */
export function openOn({ docs, parts }: Ledger, day: string): { dueOn: string; minor: number }[] {
  return docs
    .filter((doc) => doc.kind === "invoice" && doc.issuedOn <= day && !(doc.voidedOn && doc.voidedOn <= day))
    .map((doc) => ({
      dueOn: doc.dueOn,
      minor:
        doc.total -
        sum(
          parts.filter((part) => part.invoice === doc && counts(part, day)),
          (part) => part.amount,
        ),
    }));
}
