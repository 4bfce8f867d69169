import { v7 as uuidv7 } from "uuid";
import type { AllocationState } from "@/db/schema/constants";

/** One allocation of a payment. */
export interface Allocation {
  readonly id: string;
  readonly invoiceId: string;
  readonly amountMinor: number;
  readonly state: AllocationState;
  readonly appliedOn: string | null;
  readonly refundedOn: string | null;
  /** The contact who allocated a credit to the invoice; null for an allocation of the payment's own plan. */
  readonly appliedBy: string | null;
}

export interface AllocatedInvoice {
  readonly id: string;
  readonly number: string;
  readonly totalMinor: number;
  /** Applied and disputed amounts of all payments and credit notes. */
  readonly allocatedMinor: number;
  readonly voidedOn: string | null;
}

/** Money that went back, by a refund or a lost dispute. */
export interface MoneyBack {
  readonly stripeId: string;
  /** `YYYY-MM-DD` in the brand's zone. */
  readonly on: string;
  readonly amountMinor: number;
}

/** What one refund took from an invoice, or from the payment's credit if `invoiceId` is null. */
export interface Taken {
  readonly stripeId: string;
  readonly invoiceId: string | null;
  readonly amountMinor: number;
}

const collator = new Intl.Collator("en", { numeric: true });

/** Compares numbers so that INV-9 comes before INV-10. */
export const compareNumbers = (a: string, b: string) => collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);

export const lowers = (state: AllocationState) => state === "applied" || state === "disputed";

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

/**
 * How much of a payment each invoice can take: what the payment has allocated to it, and what the invoice still owes.
 */
export function limitsOf(invoices: readonly AllocatedInvoice[], parts: readonly Allocation[]): Map<string, number> {
  return new Map(
    invoices.map(({ id, totalMinor, allocatedMinor, voidedOn }) => {
      const own = sum(
        parts.filter((part) => part.invoiceId === id && lowers(part.state)).map((part) => part.amountMinor),
      );
      return [id, voidedOn === null ? totalMinor - allocatedMinor + own : own];
    }),
  );
}

/**
 * Allocates money that came to the invoices of the payment's plan: in the order of their numbers, each the planned
 * amount but no more than `limits` allow. A part that gets nothing is released, and money that is left over is the
 * payment's credit.
 */
export function allocatePlan(
  parts: readonly Allocation[],
  amountMinor: number,
  limits: ReadonlyMap<string, number>,
  invoices: readonly AllocatedInvoice[],
): Allocation[] {
  const room = new Map(limits);
  let left = amountMinor - sum(parts.filter(({ state }) => lowers(state)).map((part) => part.amountMinor));
  for (const part of parts) {
    if (lowers(part.state)) room.set(part.invoiceId, (room.get(part.invoiceId) ?? 0) - part.amountMinor);
  }
  return inNumberOrder(parts, invoices).map((part) => {
    if (part.appliedBy !== null || !["planned", "pending", "released"].includes(part.state)) return part;
    const allocated = Math.max(0, Math.min(part.amountMinor, room.get(part.invoiceId) ?? 0, left));
    if (allocated === 0) return { ...part, state: "released" };
    left -= allocated;
    room.set(part.invoiceId, (room.get(part.invoiceId) ?? 0) - allocated);
    return { ...part, state: "applied", amountMinor: allocated };
  });
}

/** The payment's plan by invoice number, then credits in the order in which they were allocated. */
function inNumberOrder(parts: readonly Allocation[], invoices: readonly AllocatedInvoice[]): Allocation[] {
  const byId = new Map(invoices.map(({ id, number }) => [id, number]));
  const numberOf = (part: Allocation) => byId.get(part.invoiceId) ?? "";
  return [...parts].sort((a, b) => {
    if ((a.appliedBy === null) !== (b.appliedBy === null)) return a.appliedBy === null ? -1 : 1;
    const byNumber = a.appliedBy === null ? compareNumbers(numberOf(a), numberOf(b)) : 0;
    return byNumber || (a.id < b.id ? -1 : 1);
  });
}

/** The rows of one original allocation, which refunds have split. */
interface Lot {
  readonly rows: readonly Allocation[];
  totalMinor: number;
}

interface Pieces {
  stayMinor: number;
  /** Amounts that went back, by day. */
  readonly gone: Map<string, number>;
}

/**
 * Computes the parts of a payment whose money came after all refunds in `back`. A refund is taken first from the
 * credit, then from the allocations, the last one first; an allocation is split into what stays and what went back.
 * Each run starts from the original allocations. So when a refund fails later, its amount returns to its invoice as far
 * as the invoice has room, and else to the credit. `back` must not exceed `amountMinor` in all. The same input gives
 * the same parts.
 */
export function takeBack(
  parts: readonly Allocation[],
  amountMinor: number,
  back: readonly MoneyBack[],
  given: {
    readonly limits: ReadonlyMap<string, number>;
    readonly invoices: readonly AllocatedInvoice[];
    readonly disputed: boolean;
  },
): { parts: Allocation[]; returnedMinor: number; taken: Taken[] } {
  const allocated = inNumberOrder(parts, given.invoices).filter(({ state }) => lowers(state) || state === "refunded");
  const lots = lotsOf(allocated);
  let result = take(lots, amountMinor, back);
  while (shrink(lots, result.pieces, given.limits)) result = take(lots, amountMinor, back);
  return {
    parts: [
      ...parts.filter((part) => !allocated.includes(part)),
      ...lots.flatMap((lot, index) => {
        const pieces = result.pieces[index];
        return pieces ? splitLot(lot, pieces, given.disputed) : [];
      }),
    ],
    returnedMinor: result.returnedMinor,
    taken: result.taken,
  };
}

function lotsOf(parts: readonly Allocation[]): Lot[] {
  const lots = new Map<string, Allocation[]>();
  for (const part of parts) {
    const key = `${part.invoiceId} ${part.appliedBy} ${part.appliedOn}`;
    lots.set(key, [...(lots.get(key) ?? []), part]);
  }
  return [...lots.values()].map((rows) => ({ rows, totalMinor: sum(rows.map((row) => row.amountMinor)) }));
}

function take(lots: readonly Lot[], amountMinor: number, back: readonly MoneyBack[]) {
  const pieces = lots.map((lot): Pieces => ({ stayMinor: lot.totalMinor, gone: new Map() }));
  let creditMinor = amountMinor - sum(lots.map((lot) => lot.totalMinor));
  let returnedMinor = 0;
  const taken: Taken[] = [];
  for (const { stripeId, on, amountMinor: whole } of back) {
    const fromCredit = Math.min(whole, creditMinor);
    creditMinor -= fromCredit;
    returnedMinor += fromCredit;
    if (fromCredit > 0) taken.push({ stripeId, invoiceId: null, amountMinor: fromCredit });
    let left = whole - fromCredit;
    for (let index = lots.length - 1; index >= 0 && left > 0; index--) {
      const piece = pieces[index];
      const invoiceId = lots[index]?.rows[0]?.invoiceId;
      if (!piece || !invoiceId || piece.stayMinor === 0) continue;
      const part = Math.min(left, piece.stayMinor);
      piece.stayMinor -= part;
      piece.gone.set(on, (piece.gone.get(on) ?? 0) + part);
      left -= part;
      taken.push({ stripeId, invoiceId, amountMinor: part });
    }
    if (left > 0) throw new RangeError("More went back than came in");
  }
  return { pieces, returnedMinor, taken };
}

/**
 * Makes lots smaller if their invoice has no room for the amount that would return to it. Returns whether it changed
 * any.
 */
function shrink(lots: readonly Lot[], pieces: readonly Pieces[], limits: ReadonlyMap<string, number>): boolean {
  const over = new Map<string, number>();
  lots.forEach(({ rows }, index) => {
    const id = rows[0]?.invoiceId ?? "";
    over.set(id, (over.get(id) ?? -(limits.get(id) ?? 0)) + (pieces[index]?.stayMinor ?? 0));
  });
  let changed = false;
  for (let index = lots.length - 1; index >= 0; index--) {
    const lot = lots[index];
    const id = lot?.rows[0]?.invoiceId ?? "";
    const excess = over.get(id) ?? 0;
    if (!lot || excess <= 0) continue;
    const now = sum(lot.rows.filter(({ state }) => lowers(state)).map((row) => row.amountMinor));
    const less = Math.min(excess, Math.max(0, (pieces[index]?.stayMinor ?? 0) - now));
    if (less === 0) continue;
    lot.totalMinor -= less;
    over.set(id, excess - less);
    changed = true;
  }
  return changed;
}

/**
 * Writes the pieces of a lot into its rows. The oldest row keeps the amount that stays with the invoice; refunded rows
 * are matched by day.
 */
function splitLot(lot: Lot, { stayMinor, gone }: Pieces, disputed: boolean): Allocation[] {
  const [oldest, ...others] = lot.rows;
  if (!oldest) return [];
  if (stayMinor === 0 && gone.size === 0) return [{ ...oldest, state: "released", refundedOn: null }];
  const free = stayMinor > 0 ? others : [...lot.rows];
  const stays: Allocation = {
    ...oldest,
    state: disputed ? "disputed" : "applied",
    amountMinor: stayMinor,
    refundedOn: null,
  };
  const own = [...gone.keys()].map((on) => {
    const index = free.findIndex((row) => row.state === "refunded" && row.refundedOn === on);
    return index < 0 ? undefined : free.splice(index, 1)[0];
  });
  const back = [...gone].map(([refundedOn, amountMinor], index): Allocation => {
    const row = own[index] ?? free.shift() ?? { ...oldest, id: uuidv7() };
    return { ...row, state: "refunded", amountMinor, refundedOn };
  });
  return stayMinor > 0 ? [stays, ...back] : back;
}
