import { and, asc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { allocations, companies, invoiceLines, invoices, payments } from "@/db/schema";
import type { AllocationState } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import { type Money, money } from "@/lib/kit/money";
import { together } from "@/lib/kit/together";
import { visibleInvoiceLines, visibleInvoices } from "@/lib/money/invoices/policy";
import { type InvoiceRow, invoiceRow, rowColumns } from "@/lib/money/invoices/queries";
import { type DocumentLine, plainDecimal, signedMoney } from "@/lib/money/invoices/rules";
import { visibleAllocations, visiblePayments } from "@/lib/money/payments/policy";
import { type PaymentOnInvoice, paymentsInProgressOn } from "@/lib/money/payments/queries";
import { ALLOCATION_STATE_WORDS, PAYMENT_METHOD_WORDS, type PayBlock, payBlock } from "@/lib/money/payments/rules";
import { visibleCompanies, visibleMoneyRows } from "@/lib/people/companies/policy";

/**
 * For an invoice, a payment or credit note that was allocated to it; for a credit note, an invoice that it was
 * allocated to.
 */
export interface Settlement {
  readonly id: string;
  readonly kind: "payment" | "credit" | "use";
  readonly on: string;
  /** `Check`, `Credit note`, `Invoice`. */
  readonly method: string;
  /** The reference by which client and firm know the payment, or the number of the other document. */
  readonly reference: string | null;
  /** Number of the other document; null for a payment. */
  readonly documentNumber: string | null;
  /** Ids of the other document and of the payment, by which staff address them: one of them is null. */
  readonly documentId: string | null;
  readonly paymentId: string | null;
  /** True for a payment made in the portal, which has a page under its reference. */
  readonly isPortalPayment: boolean;
  readonly amount: Money;
  readonly state: AllocationState;
  readonly stateWords: string;
}

export interface InvoiceDocument extends InvoiceRow {
  readonly companyName: string;
  readonly terms: string | null;
  readonly memo: string | null;
  readonly voidedOn: string | null;
  readonly lines: readonly DocumentLine[];
  readonly subtotal: Money;
  readonly tax: Money;
  /**
   * For an invoice, the sum of payments and credits that lower the balance; for a credit note, what has been allocated
   * to invoices.
   */
  readonly settled: Money;
  readonly processing: Money;
  /** The amount of a credit note that can still be allocated; null on an invoice. */
  readonly creditLeft: Money | null;
  readonly settlements: readonly Settlement[];
  /** Why the document cannot be paid now; null when it can. */
  readonly payBlock: PayBlock | null;
  /** Payments for the document that were started or have not cleared yet. */
  readonly inProgress: readonly PaymentOnInvoice[];
}

/** The key of a document: its number as printed, which is unique within a brand and compared exactly. */
export interface InvoiceKey {
  readonly brand: string;
  readonly number: string;
}

/** An invoice or credit note with its lines and what was allocated to it; null if the viewer may not see it. */
export async function findInvoice(
  { viewer, db }: Context,
  key: InvoiceKey,
  today: string,
): Promise<InvoiceDocument | null> {
  const [stored] = await db
    .select({
      ...rowColumns,
      companyName: companies.name,
      terms: invoices.terms,
      memo: invoices.memo,
      subtotalMinor: invoices.subtotalMinor,
      taxMinor: invoices.taxMinor,
    })
    .from(invoices)
    .innerJoin(companies, and(visibleCompanies(viewer), eq(companies.id, invoices.companyId)))
    .where(and(visibleInvoices(viewer), eq(invoices.brand, key.brand), eq(invoices.number, key.number)));
  if (!stored) return null;

  const { kind, currency } = stored;
  const { lines, inProgress, settlements } = await together({
    lines: db
      .select()
      .from(invoiceLines)
      .where(and(visibleInvoiceLines(viewer), eq(invoiceLines.invoiceId, stored.id)))
      .orderBy(asc(invoiceLines.lineNumber)),
    inProgress: paymentsInProgressOn({ viewer, db }, [stored.id]),
    settlements:
      kind === "credit_note"
        ? usesOfCredit({ viewer, db }, stored.id, currency)
        : settlementsOf({ viewer, db }, stored.id, currency),
  });
  return {
    ...invoiceRow(stored, today),
    companyName: stored.companyName,
    terms: stored.terms,
    memo: stored.memo,
    voidedOn: stored.voidedOn,
    lines: lines.map((line) => ({
      lineNumber: line.lineNumber,
      description: line.description,
      quantity: plainDecimal(line.quantity),
      unitPrice: signedMoney(kind, line.unitPriceMinor, currency),
      amount: signedMoney(kind, line.amountMinor, currency),
    })),
    subtotal: signedMoney(kind, stored.subtotalMinor, currency),
    tax: signedMoney(kind, stored.taxMinor, currency),
    settled: money(stored.allocatedMinor, currency),
    processing: money(stored.pendingMinor, currency),
    creditLeft: kind === "credit_note" ? money(stored.balanceMinor, currency) : null,
    settlements,
    payBlock: payBlock({ ...stored, planned: inProgress.some((entry) => entry.state === "started") }),
    inProgress,
  };
}

/**
 * What was allocated to an invoice, ordered by day. Allocations of a started payment and released ones are left out,
 * because no money came for them.
 */
async function settlementsOf({ viewer, db }: Context, invoiceId: string, currency: string): Promise<Settlement[]> {
  const creditNotes = alias(invoices, "credit_notes");
  const rows = await db
    .select({
      id: allocations.id,
      amountMinor: allocations.amountMinor,
      state: allocations.state,
      appliedOn: allocations.appliedOn,
      refundedOn: allocations.refundedOn,
      receivedOn: payments.receivedOn,
      source: payments.source,
      method: payments.method,
      reference: payments.reference,
      externalId: payments.externalId,
      paymentId: payments.id,
      noteId: creditNotes.id,
      noteNumber: creditNotes.number,
      noteIssuedOn: creditNotes.issuedOn,
    })
    .from(allocations)
    .leftJoin(payments, and(visiblePayments(viewer), eq(payments.id, allocations.paymentId)))
    .leftJoin(creditNotes, and(visibleMoneyRows(viewer, creditNotes), eq(creditNotes.id, allocations.creditNoteId)))
    .where(and(visibleAllocations(viewer), eq(allocations.invoiceId, invoiceId)))
    .orderBy(asc(allocations.id));
  return rows
    .filter((row) => row.state !== "released" && row.state !== "planned")
    .map((row): Settlement => {
      const common = {
        id: row.id,
        amount: money(row.amountMinor, currency),
        state: row.state,
        isPortalPayment: row.source === "portal" && row.reference !== null,
      };
      if (row.noteNumber !== null && row.noteIssuedOn !== null) {
        return {
          ...common,
          kind: "credit",
          on: row.appliedOn ?? row.noteIssuedOn,
          method: "Credit note",
          reference: row.noteNumber,
          documentNumber: row.noteNumber,
          ...{ documentId: row.noteId, paymentId: null },
          stateWords: row.state === "applied" ? "Applied" : ALLOCATION_STATE_WORDS[row.state],
        };
      }
      return {
        ...common,
        kind: "payment",
        on: (row.state === "refunded" ? row.refundedOn : row.appliedOn) ?? row.receivedOn ?? "",
        method: row.method ? PAYMENT_METHOD_WORDS[row.method] : "Payment",
        reference: row.reference ?? row.externalId,
        documentNumber: null,
        ...{ documentId: null, paymentId: row.paymentId },
        stateWords: ALLOCATION_STATE_WORDS[row.state],
      };
    })
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/** The invoices that a credit note was allocated to. */
async function usesOfCredit({ viewer, db }: Context, creditNoteId: string, currency: string): Promise<Settlement[]> {
  const rows = await db
    .select({
      id: allocations.id,
      amountMinor: allocations.amountMinor,
      state: allocations.state,
      invoiceId: invoices.id,
      number: invoices.number,
      issuedOn: invoices.issuedOn,
    })
    .from(allocations)
    .innerJoin(invoices, eq(invoices.id, allocations.invoiceId))
    .where(and(visibleAllocations(viewer), visibleInvoices(viewer), eq(allocations.creditNoteId, creditNoteId)))
    .orderBy(asc(invoices.issuedOn), asc(allocations.id));
  return rows
    .filter((row) => row.state !== "released")
    .map((row) => ({
      id: row.id,
      kind: "use",
      on: row.issuedOn,
      method: "Invoice",
      reference: row.number,
      documentNumber: row.number,
      ...{ documentId: row.invoiceId, paymentId: null },
      isPortalPayment: false,
      amount: money(row.amountMinor, currency),
      state: row.state,
      stateWords: row.state === "applied" ? "Applied" : ALLOCATION_STATE_WORDS[row.state],
    }));
}
