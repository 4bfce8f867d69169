import { v7 as uuidv7 } from "uuid";
import type { AllocationState, PaymentState } from "@/db/schema/constants";
import { within } from "../keys";
import { BadRow } from "../problems";

/** A payment in memory while a batch of rows is laid over it. */
export interface BookPayment {
  readonly id: string;
  readonly brand: string;
  readonly companyId: string;
  readonly source: "portal" | "erp";
  externalId: string | null;
  reference: string | null;
  method: "card" | "bank_debit" | "check" | "wire" | "ach" | "other";
  state: PaymentState;
  readonly currency: string;
  amountMinor: number;
  receivedOn: string;
  fate: "stored" | "new" | "changed" | "gone";
}

export interface BookAllocation {
  readonly id: string;
  readonly paymentId: string;
  readonly invoiceId: string;
  amountMinor: number;
  state: AllocationState;
  fate: "stored" | "new" | "changed" | "gone";
}

export interface BookInvoice {
  readonly id: string;
  readonly brand: string;
  readonly companyId: string;
  readonly externalId: string;
  readonly kind: string;
  readonly currency: string;
  readonly totalMinor: number;
  readonly voidedOn: string | null;
  /** Applied and disputed money, moved here as the trigger moves it in the database. */
  allocatedMinor: number;
}

const lowers = (state: AllocationState) => state === "applied" || state === "disputed";

/** The part of the ledger that a batch touches: found by key, changed here, written afterwards in one go. */
export class PaymentBook {
  readonly payments: BookPayment[];
  readonly allocations: BookAllocation[];
  private readonly invoicesById = new Map<string, BookInvoice>();
  private readonly invoicesByKey = new Map<string, BookInvoice>();

  constructor(
    payments: readonly BookPayment[],
    allocations: readonly BookAllocation[],
    invoices: readonly BookInvoice[],
  ) {
    this.payments = [...payments];
    this.allocations = [...allocations];
    for (const invoice of invoices) {
      this.invoicesById.set(invoice.id, invoice);
      this.invoicesByKey.set(within(invoice.brand, invoice.externalId), invoice);
    }
  }

  byExternalId(brand: string, externalId: string | undefined): BookPayment | undefined {
    if (externalId === undefined) return undefined;
    return this.payments.find(
      (payment) => payment.fate !== "gone" && payment.brand === brand && payment.externalId === externalId,
    );
  }

  /** References are unique over all brands. */
  byReference(reference: string | undefined): BookPayment | undefined {
    if (reference === undefined) return undefined;
    return this.payments.find((payment) => payment.fate !== "gone" && payment.reference === reference);
  }

  invoice(brand: string, externalId: string): BookInvoice | undefined {
    return this.invoicesByKey.get(within(brand, externalId));
  }

  allocationsOf(payment: BookPayment): BookAllocation[] {
    return this.allocations.filter(
      ({ paymentId, fate, state }) => paymentId === payment.id && fate !== "gone" && state !== "released",
    );
  }

  allocation(payment: BookPayment, invoice: BookInvoice): BookAllocation | undefined {
    return this.allocationsOf(payment).find(({ invoiceId }) => invoiceId === invoice.id);
  }

  /** Minor units of the payment that lie on no invoice but, if given, this one. */
  unallocated(payment: BookPayment, except?: BookInvoice): number {
    return this.allocationsOf(payment)
      .filter(({ invoiceId }) => invoiceId !== except?.id)
      .reduce((left, { amountMinor }) => left - amountMinor, payment.amountMinor);
  }

  /** Minor units that the payment may lower this invoice's balance by, what it does already included. */
  room(payment: BookPayment, invoice: BookInvoice): number {
    if (invoice.voidedOn !== null) return 0;
    const own = this.allocation(payment, invoice);
    const mine = own && lowers(own.state) ? own.amountMinor : 0;
    return invoice.totalMinor - invoice.allocatedMinor + mine;
  }

  touch(payment: BookPayment): void {
    if (payment.fate === "stored") payment.fate = "changed";
  }

  add(payment: Omit<BookPayment, "id" | "fate">): BookPayment {
    const added: BookPayment = { ...payment, id: uuidv7(), fate: "new" };
    this.payments.push(added);
    return added;
  }

  /** Sets what the payment lays on the invoice; 0 takes it away. Returns whether that changed anything. */
  lay(payment: BookPayment, invoice: BookInvoice, amountMinor: number, state: AllocationState): boolean {
    const own = this.allocation(payment, invoice);
    if (own ? own.amountMinor === amountMinor && own.state === state : amountMinor === 0) return false;
    if (own && lowers(own.state)) invoice.allocatedMinor -= own.amountMinor;
    if (amountMinor === 0) {
      if (own) own.fate = "gone";
      return true;
    }
    if (lowers(state)) invoice.allocatedMinor += amountMinor;
    if (own) {
      own.amountMinor = amountMinor;
      own.state = state;
      if (own.fate === "stored") own.fate = "changed";
    } else {
      const id = uuidv7();
      this.allocations.push({ id, paymentId: payment.id, invoiceId: invoice.id, amountMinor, state, fate: "new" });
    }
    return true;
  }

  /**
   * Makes one payment of two: `erp` turned out to be the portal's own, reported before anybody knew its reference. What
   * it laid on invoices passes to the portal's payment as far as that has money left.
   */
  merge(erp: BookPayment, portal: BookPayment): void {
    if (erp.companyId !== portal.companyId || erp.currency !== portal.currency) {
      throw new BadRow(
        "external_id",
        "The payment with this external id is another company's, or in another currency.",
      );
    }
    for (const part of this.allocationsOf(erp)) {
      const invoice = this.invoicesById.get(part.invoiceId);
      if (!invoice) throw new Error("An allocation's invoice was not loaded");
      const { amountMinor, state } = part;
      this.lay(erp, invoice, 0, state);
      if (portal.state !== "succeeded" || this.allocation(portal, invoice)) continue;
      const moved = Math.min(amountMinor, this.unallocated(portal), this.room(portal, invoice));
      if (moved > 0) this.lay(portal, invoice, moved, "applied");
    }
    erp.fate = "gone";
  }
}
