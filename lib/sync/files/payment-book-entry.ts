import type { PaymentState } from "@/db/schema/constants";
import type { Outcome } from "../file-kind";
import { toMinor } from "../merge-cells";
import { BadRow } from "../problems";
import type { BookInvoice, BookPayment, PaymentBook } from "./payment-book";
import { ALLOCATION_OF, PAYMENT_OF, type PaymentRow } from "./payment-row";

export interface Applied {
  readonly outcome: Outcome;
  readonly warnings: readonly { column: string; reason: string }[];
}

/**
 * Enters one row in the book. Returns `later` if the row would pay more than its invoice owes: it is tried again at the
 * end of the file, where another row may have made room. With `final` the excess becomes a credit and a warning. Throws
 * BadRow, and then the book is unchanged.
 */
export function applyPaymentRow(
  book: PaymentBook,
  row: PaymentRow,
  companyId: string,
  final: boolean,
): Applied | "later" {
  const amountMinor = positive("amount", toMinor("amount", row.amount, row.currency) ?? 0);
  const known = book.byReference(row.portal_reference);
  const sameKey = book.byExternalId(row.brand, row.external_id);
  const portal = known?.source === "portal" ? known : sameKey?.source === "portal" ? sameKey : undefined;
  if (portal) return matchPortalPayment(book, row, { portal, sameKey, companyId, amountMinor });
  if (known && sameKey && known !== sameKey) {
    throw new BadRow("portal_reference", "Another payment carries this reference.");
  }
  const stored = sameKey ?? known;
  if (stored) checkStored(stored, row, companyId);
  const target = findTarget(book, row, companyId);
  const wanted = target ? allocatedMinor(row) : noAllocation(row);
  const others = stored ? otherAllocations(book, stored, target) : 0;
  if (amountMinor < others + wanted) {
    throw new BadRow("allocated_amount", "More is allocated than the payment holds.");
  }
  return record(book, row, { stored, target, wanted, amountMinor, companyId, final });
}

function positive(column: string, minor: number): number {
  if (minor <= 0) throw new BadRow(column, "The amount is not above zero.");
  return minor;
}

/** A portal payment stays as Stripe reported it. The row adds the ERP's key and nothing else. */
function matchPortalPayment(
  book: PaymentBook,
  row: PaymentRow,
  given: { portal: BookPayment; sameKey: BookPayment | undefined; companyId: string; amountMinor: number },
): Applied {
  const { portal, sameKey } = given;
  const warnings: { column: string; reason: string }[] = [];
  if (portal.brand !== row.brand || portal.companyId !== given.companyId) {
    throw new BadRow("portal_reference", "The payment with this reference is another company's.");
  }
  if (row.portal_reference !== undefined && portal.reference !== row.portal_reference) {
    throw new BadRow("portal_reference", "The payment with this external id has another reference.");
  }
  if (row.external_id !== undefined && portal.externalId !== null && portal.externalId !== row.external_id) {
    throw new BadRow("external_id", "The payment with this reference has another external id.");
  }
  let outcome: Outcome = "unchanged";
  if (sameKey && sameKey !== portal) {
    if (sameKey.source === "portal")
      throw new BadRow("external_id", "Another payment of the portal has this external id.");
    book.merge(sameKey, portal);
    warnings.push({ column: "portal_reference", reason: "The payment was in twice and is one now: the portal's." });
    outcome = "updated";
  }
  if (row.external_id !== undefined && portal.externalId === null) {
    book.identify(portal, { externalId: row.external_id, reference: undefined });
    outcome = "updated";
  }
  if (outcome === "updated") book.touch(portal);
  if (portal.amountMinor !== given.amountMinor || portal.currency !== row.currency) {
    warnings.push({ column: "amount", reason: "The portal's payment has another amount, which stands." });
  }
  if (portal.state === "started" || portal.state === "failed" || portal.state === "cancelled") {
    warnings.push({
      column: "portal_reference",
      reason: `The portal has this payment as ${portal.state}, which stands.`,
    });
  }
  return { outcome, warnings };
}

function checkStored(stored: BookPayment, row: PaymentRow, companyId: string): void {
  if (stored.brand !== row.brand || stored.companyId !== companyId) {
    throw new BadRow("company", "The payment that is in is another company's.");
  }
  if (stored.currency !== row.currency) throw new BadRow("currency", "The payment that is in has another currency.");
  if (row.portal_reference !== undefined && stored.reference !== null && stored.reference !== row.portal_reference) {
    throw new BadRow("portal_reference", "The payment that is in has another reference.");
  }
  if (row.external_id !== undefined && stored.externalId !== null && stored.externalId !== row.external_id) {
    throw new BadRow("external_id", "The payment that is in has another external id.");
  }
}

function findTarget(book: PaymentBook, row: PaymentRow, companyId: string): BookInvoice | undefined {
  if (row.invoice === undefined) return undefined;
  const invoice = book.invoice(row.brand, row.invoice);
  if (!invoice) throw new BadRow("invoice", "There is no invoice with this external id on this brand.");
  if (invoice.kind !== "invoice") throw new BadRow("invoice", "This is not an invoice.");
  if (invoice.companyId !== companyId) throw new BadRow("invoice", "The invoice is another company's.");
  if (invoice.currency !== row.currency) throw new BadRow("currency", "The invoice is in another currency.");
  return invoice;
}

/** The allocated amount; 0 removes the allocation. */
function allocatedMinor(row: PaymentRow): number {
  const minor = toMinor("allocated_amount", row.allocated_amount, row.currency);
  if (minor === undefined) throw new BadRow("allocated_amount", "The cell is empty: how much lies on the invoice?");
  if (minor < 0) throw new BadRow("allocated_amount", "The amount is negative.");
  return minor;
}

function noAllocation(row: PaymentRow): number {
  if (toMinor("allocated_amount", row.allocated_amount, row.currency)) {
    throw new BadRow("invoice", "An allocated amount needs its invoice.");
  }
  return 0;
}

/**
 * The sum that the ERP allocated to other invoices. Allocations that clients made from the credit do not count, because
 * they give way to those of the ERP.
 */
function otherAllocations(book: PaymentBook, payment: BookPayment, except: BookInvoice | undefined): number {
  return book
    .reportedOf(payment)
    .filter(({ invoiceId }) => invoiceId !== except?.id)
    .reduce((total, { amountMinor }) => total + amountMinor, 0);
}

function record(
  book: PaymentBook,
  row: PaymentRow,
  given: {
    stored: BookPayment | undefined;
    target: BookInvoice | undefined;
    wanted: number;
    amountMinor: number;
    companyId: string;
    final: boolean;
  },
): Applied | "later" {
  const { stored, target, wanted, amountMinor } = given;
  const state = row.state ?? "received";
  const allocated = target ? Math.min(wanted, roomFor(state, book, stored, target)) : 0;
  if (allocated < wanted && !given.final) return "later";
  const payment =
    stored ??
    book.add({
      brand: row.brand,
      companyId: given.companyId,
      source: "erp",
      externalId: row.external_id ?? null,
      reference: row.portal_reference ?? null,
      method: row.method ?? "other",
      state: PAYMENT_OF[state],
      currency: row.currency,
      amountMinor,
      returnedMinor: 0,
      receivedOn: row.received_on,
    });
  const replaced = stored && target ? replaceApplied(book, stored, target, allocated) : false;
  const added = allocated > 0 && target !== undefined && !(stored && book.allocation(stored, target));
  const moved = target ? book.allocate(payment, target, allocated, ALLOCATION_OF[state]) : false;
  const corrected = correct(book, payment, row, amountMinor);
  const yielded = yieldApplied(book, payment);
  const changed = moved || corrected || replaced || yielded;
  if (stored && changed) book.touch(payment);
  const warnings: { column: string; reason: string }[] = [];
  if (allocated < wanted) {
    warnings.push({
      column: "allocated_amount",
      reason: "More than the invoice owes: the excess went in as a credit.",
    });
  }
  if (yielded) {
    const reason = "A client had allocated this money on another invoice in the portal: that has given way.";
    warnings.push({ column: "allocated_amount", reason });
  }
  return { outcome: !stored || added ? "created" : changed ? "updated" : "unchanged", warnings };
}

/**
 * The ERP has entered an allocation that a client made in the portal: the further amount that the ERP allocates to that
 * invoice replaces the client's allocation.
 */
function replaceApplied(book: PaymentBook, payment: BookPayment, target: BookInvoice, allocated: number): boolean {
  let more = allocated - (book.allocation(payment, target)?.amountMinor ?? 0);
  let changed = false;
  for (const part of book.appliedOf(payment)) {
    if (part.invoiceId !== target.id || more <= 0) continue;
    const less = Math.min(part.amountMinor, more);
    more -= less;
    book.giveWay(part, less);
    changed = true;
  }
  return changed;
}

/**
 * Allocations that clients made from a credit are reduced, the newest first, if the ERP needs the credit or if the
 * payment's money has not come in or went back.
 */
function yieldApplied(book: PaymentBook, payment: BookPayment): boolean {
  const isMoney = payment.state !== "processing" && payment.state !== "refunded";
  let over = isMoney ? -book.unallocated(payment) : Number.POSITIVE_INFINITY;
  let changed = false;
  for (const part of book.appliedOf(payment).reverse()) {
    if (over <= 0) break;
    const less = Math.min(part.amountMinor, over);
    over -= less;
    book.giveWay(part, less);
    changed = true;
  }
  return changed;
}

/**
 * How much a row may allocate to the invoice. Money that came in is limited by the balance. Money on its way is limited
 * by the total only: it does not lower the balance yet, and other rows must not decide how much of it is shown. Money
 * that went back has no limit.
 */
function roomFor(
  state: NonNullable<PaymentRow["state"]>,
  book: PaymentBook,
  stored: BookPayment | undefined,
  invoice: BookInvoice,
): number {
  if (state === "refunded") return Number.POSITIVE_INFINITY;
  if (invoice.voidedOn !== null) return 0;
  if (state === "processing") return invoice.totalMinor;
  return Math.max(0, stored ? book.room(stored, invoice) : invoice.totalMinor - invoice.allocatedMinor);
}

/** Updates the payment's own facts from the row. Returns whether anything changed. */
function correct(book: PaymentBook, payment: BookPayment, row: PaymentRow, amountMinor: number): boolean {
  const before = JSON.stringify(payment);
  book.identify(payment, { externalId: row.external_id, reference: row.portal_reference });
  payment.method = row.method ?? payment.method;
  payment.amountMinor = amountMinor;
  payment.receivedOn = row.received_on;
  payment.state = paymentState(book, payment, PAYMENT_OF[row.state ?? "received"]);
  return JSON.stringify(payment) !== before;
}

/** The payment's state follows from its allocations. A payment without allocations has the state of its row. */
function paymentState(book: PaymentBook, payment: BookPayment, ofRow: PaymentState): PaymentState {
  const states = new Set(book.reportedOf(payment).map(({ state }) => state));
  if (states.size === 0) return ofRow;
  if (states.has("disputed")) return "disputed";
  if (states.has("pending")) return "processing";
  if (!states.has("refunded")) return "succeeded";
  return states.has("applied") ? "partly_refunded" : "refunded";
}
