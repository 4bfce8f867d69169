import { addDays } from "@/lib/kit/time";
import type { DemoCompany } from "./cast";
import type { DemoInvoice } from "./invoices";
import type { Random } from "./random";

/** One row of payments-received.csv, amounts in minor units. */
export interface DemoAllocation {
  readonly id: string;
  readonly company: DemoCompany;
  readonly receivedOn: string;
  readonly amount: number;
  readonly invoice: DemoInvoice | null;
  readonly allocated: number;
  readonly method: string;
  readonly state: "received" | "processing" | "refunded" | "disputed";
}

type Part = Pick<DemoAllocation, "invoice" | "allocated">;

/** Payments for the invoices: one for each, sometimes one for two, and a few that leave credit. */
export function makePayments(random: Random, documents: readonly DemoInvoice[], today: string): DemoAllocation[] {
  const rows: DemoAllocation[] = [];
  let serial = 70_000;
  const receive = (
    first: DemoInvoice,
    parts: readonly Part[],
    state: DemoAllocation["state"],
    over: { method?: string; extra?: number } = {},
  ) => {
    serial += random.between(1, 3);
    const amount = parts.reduce((sum, { allocated }) => sum + allocated, 0) + (over.extra ?? 0);
    const method = over.method ?? random.pick(["check", "ach", "ach", "wire"]);
    const all = over.extra ? [...parts, { invoice: null, allocated: 0 }] : parts;
    const receivedOn = state === "processing" ? addDays(today, -random.between(0, 2)) : paidOn(random, first, today);
    for (const part of all) {
      rows.push({ id: `RC-${serial}`, company: first.company, receivedOn, amount, method, state, ...part });
    }
  };

  const waiting = new Map<string, DemoInvoice>();
  let leftOver = 0;
  for (const invoice of documents) {
    const whole = { invoice, allocated: invoice.total };
    if (invoice.fate === "partly_paid") {
      receive(
        invoice,
        [{ invoice, allocated: Math.round((invoice.total * random.between(25, 70)) / 100) }],
        "received",
      );
    } else if (invoice.fate === "processing") receive(invoice, [whole], "processing", { method: "ach" });
    else if (invoice.fate === "refunded") receive(invoice, [whole], "refunded");
    else if (invoice.fate === "disputed") receive(invoice, [whole], "disputed", { method: "card" });
    else if (invoice.fate === "paid") {
      const other = waiting.get(invoice.company.id);
      waiting.delete(invoice.company.id);
      if (other) receive(invoice, [{ invoice: other, allocated: other.total }, whole], "received");
      else if (random.chance(0.15) && invoice.dueOn < addDays(today, -70)) waiting.set(invoice.company.id, invoice);
      else if (++leftOver % 40 === 0) receive(invoice, [whole], "received", { extra: random.between(5, 60) * 1_000 });
      else receive(invoice, [whole], "received");
    }
  }
  for (const invoice of waiting.values()) receive(invoice, [{ invoice, allocated: invoice.total }], "received");
  return rows;
}

/** A day around the due day, not after today and not before the invoice. */
function paidOn(random: Random, invoice: DemoInvoice, today: string): string {
  const around = addDays(invoice.dueOn, random.between(-12, 14));
  const latest = around > today ? addDays(today, -random.between(1, 6)) : around;
  return [latest, invoice.issuedOn].sort().at(-1) ?? today;
}

/** Balance of each invoice in minor units, as the ERP would report it; the importer compares it with the ledger's. */
export function balances(documents: readonly DemoInvoice[], rows: readonly DemoAllocation[]): Map<string, number> {
  const left = new Map(documents.map((document) => [document.id, document.voidedOn ? 0 : document.total]));
  const lower = (id: string, amount: number) => left.set(id, (left.get(id) ?? 0) - amount);
  for (const { invoice, allocated, state } of rows) {
    if (invoice && (state === "received" || state === "disputed")) lower(invoice.id, allocated);
  }
  for (const { id, total, appliesTo } of documents) {
    if (!appliesTo) continue;
    lower(appliesTo, total);
    lower(id, total);
  }
  return left;
}
