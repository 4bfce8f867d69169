import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify";
import { COMPANIES, phoneNumber } from "./cast";
import { type DemoInvoice, makeInvoices } from "./invoices";
import { balances, makePayments } from "./payments";
import { writePortraits } from "./portraits";
import { Random } from "./random";
import { makeAccountTeam, makeAgreements, makeEstimateLines, makeEstimates } from "./terms";

type Cells = Record<string, string>;

/**
 * Writes the demo's CSV files into a folder, for the importer that operators use. All days are relative to `today`
 * (`YYYY-MM-DD`), so that the demo is always current; the same day and seed give the same bytes.
 */
export async function generateDemo(folder: string, options: { today: string; seed: number }): Promise<void> {
  const { today, seed } = options;
  const random = new Random(seed);
  const documents = makeInvoices(random, today);
  const receipts = makePayments(random, documents, today);
  const left = balances(documents, receipts);
  await mkdir(folder, { recursive: true });
  const write = (file: string, rows: readonly Cells[]) => writeCsv(path.join(folder, file), rows);
  await write("companies.csv", companyRows());
  await write("contacts.csv", contactRows());
  await write("company-relations.csv", relationRows());
  await writePortraits(folder);
  await write("account-team.csv", makeAccountTeam());
  await write("agreements.csv", makeAgreements(random, today));
  await write(
    "invoices.csv",
    documents.map((document) => invoiceRow(document, left.get(document.id) ?? 0)),
  );
  await write("invoice-lines.csv", documents.flatMap(lineRows));
  const estimates = makeEstimates(random, today);
  await write("estimates.csv", estimates);
  await write("estimate-lines.csv", makeEstimateLines(estimates));
  await write(
    "payments-received.csv",
    receipts.map(({ id, company, receivedOn, amount, invoice, allocated, method, state }) => ({
      brand: company.brand,
      external_id: id,
      company: company.id,
      received_on: receivedOn,
      currency: company.currency,
      amount: decimal(amount),
      invoice: invoice?.id ?? "",
      allocated_amount: invoice ? decimal(allocated) : "",
      portal_reference: "",
      method,
      state,
    })),
  );
}

async function writeCsv(file: string, rows: readonly Cells[]): Promise<void> {
  await pipeline(rows, stringify({ header: true, columns: Object.keys(rows[0] ?? {}) }), createWriteStream(file));
}

function decimal(minor: number): string {
  return (minor / 100).toFixed(2);
}

function companyRows(): Cells[] {
  return COMPANIES.map((company, index) => ({
    brand: company.brand,
    external_id: company.id,
    name: company.name,
    mail_domains: company.domain,
    phone: phoneNumber(company.areaCode, index),
    address_line1: company.street,
    city: company.city,
    region: company.region,
    postal_code: company.postalCode,
    country: company.country,
  }));
}

function contactRows(): Cells[] {
  return COMPANIES.flatMap((company, index) =>
    company.people.map((person, number) => ({
      brand: company.brand,
      external_id: contactId(company.id, number),
      email: `${person.local}@${company.domain}`,
      name: person.name,
      job_title: person.title,
      time_zone: person.timeZone ?? "",
      company: company.id,
      billing: person.rights[0],
      pay: person.rights[1],
      cases: person.rights[2],
      requests: person.rights[3],
      phone: phoneNumber(company.areaCode, 20 + index * 4 + number),
      mobile: number === 0 ? phoneNumber(company.areaCode, 70 + index) : "",
      address_line1: company.street,
      city: company.city,
      region: company.region,
      postal_code: company.postalCode,
      country: company.country,
    })),
  );
}

function contactId(company: string, number: number): string {
  return `P-${company}-${number + 1}`;
}

function relationRows(): Cells[] {
  return COMPANIES.flatMap((company) =>
    company.people.flatMap((person, number) =>
      person.relatedTo
        ? [{ brand: company.brand, contact: contactId(company.id, number), company: person.relatedTo }]
        : [],
    ),
  );
}

function invoiceRow(document: DemoInvoice, balance: number): Cells {
  const { company } = document;
  return {
    brand: company.brand,
    external_id: document.id,
    company: company.id,
    number: document.number,
    kind: document.kind,
    currency: company.currency,
    issued_on: document.issuedOn,
    due_on: document.dueOn,
    po_number: document.poNumber,
    terms: document.kind === "invoice" ? `Net ${company.terms}` : "",
    memo: document.memo,
    subtotal: decimal(document.subtotal),
    tax: decimal(document.tax),
    total: decimal(document.total),
    voided_on: document.voidedOn,
    applies_to: document.appliesTo,
    balance: decimal(balance),
  };
}

function lineRows(document: DemoInvoice): Cells[] {
  return document.lines.map((line, index) => ({
    brand: document.company.brand,
    invoice: document.id,
    line: String(index + 1),
    description: line.description,
    quantity: String(line.quantity),
    unit_price: decimal(line.price),
    amount: decimal(line.amount),
  }));
}
