import { v7 as uuidv7 } from "uuid";
import type { AllocationState, PaymentState } from "@/db/schema/constants";
import { givesCredit } from "@/lib/money/payments/rules";
import { within } from "../keys";
import { BadRow } from "../problems";

/** A payment in memory while a batch of rows is entered. */
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
  /** The part of a portal payment that was refunded without having been allocated to an invoice. */
  readonly returnedMinor: number;
  receivedOn: string;
  fate: "stored" | "new" | "changed" | "gone";
}

export interface BookAllocation {
  readonly id: string;
  readonly paymentId: string;
  readonly invoiceId: string;
  amountMinor: number;
  state: AllocationState;
  /**
   * The client who allocated a credit in the portal; null for an allocation by the ERP or of a portal payment's own
   * plan.
   */
  readonly appliedBy: string | null;
  readonly appliedOn: string | null;
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
  /** Applied and disputed amounts, updated here as the database's trigger updates them. */
  allocatedMinor: number;
}

const lowers = (state: AllocationState) => state === "applied" || state === "disputed";
const sum = (parts: readonly BookAllocation[]) => parts.reduce((total, { amountMinor }) => total + amountMinor, 0);

/** Appends a payment to those at the key, once. */
function addTo(payments: Map<string, BookPayment[]>, key: string, payment: BookPayment): void {
  const list = payments.get(key);
  if (!list) payments.set(key, [payment]);
  else if (!list.includes(payment)) list.push(payment);
}

/** The part of the ledger that a batch touches. It is loaded by key, changed in memory and then written in one go. */
export class PaymentBook {
  readonly payments: BookPayment[];
  readonly allocations: BookAllocation[];
  private readonly partsOf = new Map<string, BookAllocation[]>();
  private readonly paymentsByKey = new Map<string, BookPayment[]>();
  private readonly paymentsByReference = new Map<string, BookPayment[]>();
  private readonly invoicesById = new Map<string, BookInvoice>();
  private readonly invoicesByKey = new Map<string, BookInvoice>();

  constructor(
    payments: readonly BookPayment[],
    allocations: readonly BookAllocation[],
    invoices: readonly BookInvoice[],
  ) {
    this.payments = [...payments];
    this.allocations = [...allocations];
    for (const payment of payments) this.index(payment);
    for (const part of allocations) this.indexPart(part);
    for (const invoice of invoices) {
      this.invoicesById.set(invoice.id, invoice);
      this.invoicesByKey.set(within(invoice.brand, invoice.externalId), invoice);
    }
  }

  byExternalId(brand: string, externalId: string | undefined): BookPayment | undefined {
    if (externalId === undefined) return undefined;
    return this.paymentsByKey
      .get(within(brand, externalId))
      ?.find((payment) => payment.fate !== "gone" && payment.externalId === externalId);
  }

  /** References are unique among all brands. */
  byReference(reference: string | undefined): BookPayment | undefined {
    if (reference === undefined) return undefined;
    return this.paymentsByReference
      .get(reference)
      ?.find((payment) => payment.fate !== "gone" && payment.reference === reference);
  }

  invoice(brand: string, externalId: string): BookInvoice | undefined {
    return this.invoicesByKey.get(within(brand, externalId));
  }

  allocationsOf(payment: BookPayment): BookAllocation[] {
    const parts = this.partsOf.get(payment.id) ?? [];
    return parts.filter(({ fate, state }) => fate !== "gone" && state !== "released");
  }

  /** Allocations of the ERP itself. */
  reportedOf(payment: BookPayment): BookAllocation[] {
    return this.allocationsOf(payment).filter(({ appliedBy }) => appliedBy === null);
  }

  /** Allocations that clients made in the portal from the payment's credit, oldest first. */
  appliedOf(payment: BookPayment): BookAllocation[] {
    return this.allocationsOf(payment)
      .filter(({ appliedBy }) => appliedBy !== null)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  allocation(payment: BookPayment, invoice: BookInvoice): BookAllocation | undefined {
    return this.reportedOf(payment).find(({ invoiceId }) => invoiceId === invoice.id);
  }

  /** The payment's amount in minor units that is neither allocated to an invoice nor returned. */
  unallocated(payment: BookPayment): number {
    return payment.amountMinor - payment.returnedMinor - sum(this.allocationsOf(payment));
  }

  /**
   * How far the payment may lower this invoice's balance, in minor units, including what it lowers already. What
   * clients allocated there from the payment's credit is included, because it gives way to the ERP's allocation.
   */
  room(payment: BookPayment, invoice: BookInvoice): number {
    if (invoice.voidedOn !== null) return 0;
    const mine = this.allocationsOf(payment).filter(
      ({ invoiceId, state }) => invoiceId === invoice.id && lowers(state),
    );
    return invoice.totalMinor - invoice.allocatedMinor + sum(mine);
  }

  /** Reduces an allocation of a client by this amount. The rest of it stays. */
  giveWay(part: BookAllocation, amountMinor: number): void {
    const invoice = this.invoicesById.get(part.invoiceId);
    if (!invoice) throw new Error("An allocation's invoice was not loaded");
    if (lowers(part.state)) invoice.allocatedMinor -= amountMinor;
    if (part.amountMinor === amountMinor) part.state = "released";
    else part.amountMinor -= amountMinor;
    if (part.fate === "stored") part.fate = "changed";
  }

  /** Gives the payment the keys that it does not have yet. */
  identify(payment: BookPayment, keys: { externalId: string | undefined; reference: string | undefined }): void {
    payment.externalId ??= keys.externalId ?? null;
    payment.reference ??= keys.reference ?? null;
    this.index(payment);
  }

  /** Lets the payment be found by its keys. */
  private index(payment: BookPayment): void {
    const { brand, externalId, reference } = payment;
    if (externalId !== null) addTo(this.paymentsByKey, within(brand, externalId), payment);
    if (reference !== null) addTo(this.paymentsByReference, reference, payment);
  }

  private indexPart(part: BookAllocation): void {
    const parts = this.partsOf.get(part.paymentId);
    if (parts) parts.push(part);
    else this.partsOf.set(part.paymentId, [part]);
  }

  touch(payment: BookPayment): void {
    if (payment.fate === "stored") payment.fate = "changed";
  }

  add(payment: Omit<BookPayment, "id" | "fate">): BookPayment {
    const added: BookPayment = { ...payment, id: uuidv7(), fate: "new" };
    this.payments.push(added);
    this.index(added);
    return added;
  }

  /**
   * Sets the amount that the payment allocates to the invoice; 0 removes the allocation. Returns whether that changed
   * anything.
   */
  allocate(payment: BookPayment, invoice: BookInvoice, amountMinor: number, state: AllocationState): boolean {
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
      this.put(payment, invoice, { amountMinor, state, appliedBy: null, appliedOn: null });
    }
    return true;
  }

  private put(
    payment: BookPayment,
    invoice: BookInvoice,
    part: Pick<BookAllocation, "amountMinor" | "state" | "appliedBy" | "appliedOn">,
  ): void {
    const added: BookAllocation = {
      ...part,
      id: uuidv7(),
      paymentId: payment.id,
      invoiceId: invoice.id,
      fate: "new",
    };
    this.allocations.push(added);
    this.indexPart(added);
  }

  /**
   * Merges two payments into one: the ERP reported a portal payment as its own before its reference was known. The
   * allocations of `erp` pass to the portal's payment as far as that has unallocated money.
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
      const { amountMinor, state, appliedBy, appliedOn } = part;
      if (lowers(state)) invoice.allocatedMinor -= amountMinor;
      part.fate = "gone";
      const lies = this.allocationsOf(portal).some(({ invoiceId }) => invoiceId === invoice.id);
      if (!givesCredit(portal.state) || (lies && appliedBy === null)) continue;
      const left = invoice.voidedOn === null ? invoice.totalMinor - invoice.allocatedMinor : 0;
      const moved = Math.min(amountMinor, this.unallocated(portal), left);
      if (moved <= 0) continue;
      invoice.allocatedMinor += moved;
      this.put(portal, invoice, { amountMinor: moved, state: "applied", appliedBy, appliedOn });
    }
    // Released allocations are removed too, because their payment is deleted.
    for (const part of this.partsOf.get(erp.id) ?? []) part.fate = "gone";
    erp.fate = "gone";
  }
}
