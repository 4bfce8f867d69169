import { addDays } from "@/lib/kit/time";
import { COMPANIES, type DemoCompany } from "./cast";
import { LICENSES, type Product, RENEWALS, SERVICES } from "./catalog";
import type { Random } from "./random";
import { type Fate, schedule } from "./schedule";

interface DemoLine {
  readonly description: string;
  readonly quantity: number;
  readonly price: number;
  readonly amount: number;
}

export interface DemoInvoice {
  readonly company: DemoCompany;
  readonly id: string;
  readonly number: string;
  readonly kind: "invoice" | "credit_note";
  readonly fate: Fate;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly poNumber: string;
  readonly memo: string;
  readonly lines: readonly DemoLine[];
  readonly subtotal: number;
  readonly tax: number;
  readonly total: number;
  readonly voidedOn: string;
  readonly appliesTo: string;
}

/** All documents of the demo, oldest first, so that numbers rise with time as they do in a real ledger. */
export function makeInvoices(random: Random, today: string): DemoInvoice[] {
  const planned = COMPANIES.flatMap((company, index) =>
    schedule(random, company, index).map((plan) => ({ company, plan })),
  )
    .map(({ company, plan }) => {
      const dueOn = addDays(today, plan.dueIn);
      return { company, plan, dueOn, issuedOn: addDays(dueOn, -company.terms) };
    })
    .sort((a, b) => a.issuedOn.localeCompare(b.issuedOn) || a.company.id.localeCompare(b.company.id));
  const serials = { cimsoft: 104_210, insource: 30_560 };
  const documents: DemoInvoice[] = [];
  for (const { company, plan, dueOn, issuedOn } of planned) {
    serials[company.brand] += random.between(1, 4);
    const serial = serials[company.brand];
    const invoice = makeInvoice(random, { company, fate: plan.fate, serial, issuedOn, dueOn });
    documents.push(invoice);
    if (plan.fate === "credited") documents.push(makeCreditNote(random, invoice, today, true));
    if (plan.creditAfter) documents.push(makeCreditNote(random, invoice, today, false));
  }
  return documents;
}

function makeInvoice(
  random: Random,
  given: { company: DemoCompany; fate: Fate; serial: number; issuedOn: string; dueOn: string },
): DemoInvoice {
  const { company, fate, serial, issuedOn, dueOn } = given;
  const products = pickProducts(random);
  const lines = products.map((product) => makeLine(product, random.between(...product.quantity)));
  const subtotal = lines.reduce((sum, line) => sum + line.amount, 0);
  const taxed = lines.reduce((sum, line, index) => sum + (products[index]?.taxed ? line.amount : 0), 0);
  const tax = Math.round((taxed * company.taxPercent) / 100);
  const memo = random.chance(0.15)
    ? "Remote work was agreed with your controls team.\nTimesheets are available on request."
    : "";
  return {
    company,
    id: `AR-${company.brand === "cimsoft" ? 1 : 2}${serial}`,
    number: `${company.brand === "cimsoft" ? "CS" : "IS"}-${serial}`,
    kind: "invoice",
    fate,
    ...{ issuedOn, dueOn, memo, lines, subtotal, tax },
    total: subtotal + tax,
    poNumber: random.chance(0.85) ? `${company.poPrefix}${random.between(10_000, 99_999)}` : "",
    voidedOn: fate === "void" ? addDays(issuedOn, random.between(2, 12)) : "",
    appliesTo: "",
  };
}

function pickProducts(random: Random): Product[] {
  const kind = random.next();
  if (kind < 0.2) return random.some(RENEWALS, random.between(1, 2));
  if (kind < 0.55) return random.some(SERVICES, random.between(1, 3));
  return [...random.some(LICENSES, random.between(1, 3)), ...random.some(SERVICES, random.between(0, 2))];
}

function makeLine(product: Product, quantity: number): DemoLine {
  return { description: product.text, quantity, price: product.price, amount: quantity * product.price };
}

function makeCreditNote(random: Random, invoice: DemoInvoice, today: string, applied: boolean): DemoInvoice {
  const amount = Math.round((invoice.total * random.between(12, 30)) / 100);
  const issuedOn = [addDays(invoice.issuedOn, random.between(5, 20)), today].sort()[0] ?? today;
  const description = `Credit for returned licenses, invoice ${invoice.number}`;
  return {
    ...invoice,
    id: `${invoice.id}-C`,
    number: `${invoice.number}-C`,
    kind: "credit_note",
    fate: "open",
    issuedOn,
    dueOn: issuedOn,
    memo: "",
    lines: [{ description, quantity: 1, price: amount, amount }],
    subtotal: amount,
    tax: 0,
    total: amount,
    voidedOn: "",
    appliesTo: applied ? invoice.id : "",
  };
}
