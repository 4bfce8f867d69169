import { beforeAll, describe, expect, it } from "vitest";
import { systemNow } from "@/lib/kit/time";
import { listOpenRequests, requestsAbout } from "@/lib/threads/requests/list/queries";
import { parseServiceFilters, type ServiceFilters, serviceHref } from "@/lib/threads/requests/schema";
import { countServiceRequests, listServiceRequests } from "@/lib/threads/requests/service-list/queries";
import { PAGE_SIZE } from "@/lib/threads/schema";
import { createAgreement, createContact, createEstimate, createInvoice } from "@/tests/support/world";
import { createCase, createRequest } from "@/tests/support/world-threads";
import { coveredCompany } from "../cases/support";
import { as, type Contact, LOCAL, office } from "./support";

const MANY = 60;
const parse = (over: Record<string, string> = {}) => parseServiceFilters(over);
/** The filters as the address of a link gives them. */
const follow = (filters: ServiceFilters, change: Partial<ServiceFilters>) =>
  parse(Object.fromEntries(new URL(serviceHref(filters, change), "http://x").searchParams));
const list = (contact: Contact, filters: ServiceFilters) =>
  as(contact, (context) => listServiceRequests(context, filters, LOCAL), "read");
const ago = (minutes: number) => new Date(systemNow().subtract({ minutes }).epochMilliseconds);

describe("one list of cases and requests", () => {
  let reader: Contact;
  let expected: string[] = [];

  beforeAll(async () => {
    const company = await coveredCompany();
    reader = await createContact(company, { casesScope: "own", requestsScope: "own" });
    const rows: { id: string; activeAt: Date }[] = [];
    for (let index = 0; index < MANY; index++) {
      // Few different instants, shared by cases and requests: pages end between equal rows.
      const activeAt = ago(10 + (index % 7));
      rows.push(
        index % 2
          ? await createCase(company, reader, { activeAt })
          : await createRequest(company, reader, { activeAt, status: index % 3 ? "answered" : "new" }),
      );
    }
    expected = rows
      .sort((a, b) => b.activeAt.getTime() - a.activeAt.getTime() || (a.id < b.id ? 1 : -1))
      .map(({ id }) => id);
  });

  it("walks forwards and back over every row once, by latest activity", async () => {
    let filters = parse();
    const pages: { ids: string[]; filters: ServiceFilters }[] = [];
    for (;;) {
      const page = await list(reader, filters);
      expect(page).toMatchObject({ count: MANY, from: pages.length * PAGE_SIZE + 1 });
      expect(page.to - page.from + 1).toBe(page.rows.length);
      pages.push({ ids: page.rows.map(({ id }) => id), filters });
      expect(page.previous === null).toBe(pages.length === 1);
      if (!page.next) break;
      filters = follow(filters, { cursor: page.next });
    }
    expect(pages.flatMap(({ ids }) => ids)).toEqual(expected);
    let page = await list(reader, pages.at(-1)?.filters ?? filters);
    for (const [at, before] of [...pages.entries()].slice(0, -1).reverse()) {
      if (!page.previous) throw new Error("no way back");
      page = await list(reader, follow(filters, { cursor: page.previous }));
      expect(page.rows.map(({ id }) => id)).toEqual(before.ids);
      expect([page.from, page.to]).toEqual([at * PAGE_SIZE + 1, (at + 1) * PAGE_SIZE]);
    }
    expect(page).toMatchObject({ from: 1, previous: null });
  });

  it("begins at the first page for an invalid cursor", async () => {
    for (const after of ["nonsense", "WyJ4Il0", "[]"]) expect((await list(reader, parse({ after }))).from).toBe(1);
  });
});

describe("the list of service requests", () => {
  it("keeps open and closed apart, counts both, and names the kind of each", async () => {
    const company = await coveredCompany();
    const reader = await createContact(company, { casesScope: "own", requestsScope: "company", name: "Robin Meyer" });
    const colleague = await createContact(company, { casesScope: "own", name: "Jordan Castillo" });
    await createRequest(company, reader, { status: "closed", kind: "renewal", activeAt: ago(5) });
    await createCase(company, reader, { status: "closed", closeReason: "withdrawn", activeAt: ago(4) });
    await createRequest(company, colleague, { kind: "subscription" });
    expect(await as(reader, countServiceRequests, "read")).toEqual({ open: 1, closed: 2 });
    expect((await list(reader, parse())).rows).toMatchObject([
      { thread: "request", kind: "subscription", byName: "Jordan Castillo", status: "new" },
    ]);
    expect((await list(reader, parse({ tab: "closed" }))).rows).toMatchObject([
      { thread: "case", status: "closed", closeReason: "withdrawn", byName: null },
      { thread: "request", status: "closed", kind: "renewal", byName: null },
    ]);
  });

  it("finds words and numbers in cases and requests, and only requests for a contact without cases", async () => {
    const company = await coveredCompany();
    const reader = await createContact(company, { casesScope: "own", requestsScope: "own" });
    const filed = await createCase(company, reader, { description: "The compressor tags are missing." });
    const asked = await createRequest(company, reader, { body: "A license for the compressor, if you would." });
    const found = async (q: string) => (await list(reader, parse({ q }))).rows.map(({ id }) => id).sort();
    expect(await found("compressor")).toEqual([filed.id, asked.id].sort());
    expect(await found("compressor license")).toEqual([asked.id]);
    expect(await found(asked.number)).toEqual([asked.id]);
    expect(await found(filed.number)).toEqual([filed.id]);
    expect(await found("compressor nothing")).toEqual([]);
    const without = { ...reader, casesScope: "none" as const };
    expect((await list(without, parse())).rows.map(({ id }) => id)).toEqual([asked.id]);
  });
});

describe("requests that are shown with an invoice or estimate", () => {
  it("are those about it alone, open ones first", async () => {
    const { company, asker } = await office();
    const invoice = await createInvoice(company);
    const estimate = await createEstimate(company);
    const agreement = await createAgreement(company);
    const closed = await createRequest(company, asker, {
      ...{ kind: "invoice", invoiceId: invoice.id, status: "closed", activeAt: ago(1) },
    });
    const open = await createRequest(company, asker, { kind: "invoice", invoiceId: invoice.id, activeAt: ago(9) });
    const quote = await createRequest(company, asker, { kind: "estimate", estimateId: estimate.id });
    const renewal = await createRequest(company, asker, { kind: "renewal", agreementId: agreement.id });
    const about = (wish: Parameters<typeof requestsAbout>[1]) =>
      as(asker, async (context) => (await requestsAbout(context, wish, LOCAL)).map(({ number }) => number), "read");
    expect(await about({ invoiceNumber: invoice.number })).toEqual([open.number, closed.number]);
    expect(await about({ invoiceId: invoice.id })).toEqual([open.number, closed.number]);
    expect(await about({ estimateNumber: estimate.number })).toEqual([quote.number]);
    expect(await about({ estimateId: estimate.id })).toEqual([quote.number]);
    expect(await about({ agreementId: agreement.id })).toEqual([renewal.number]);
    expect(await about({ invoiceNumber: "INV-NOBODYS" })).toEqual([]);
  });
});

describe("open requests on Your Account Team", () => {
  it("are listed with those that wait on the reader first, and say when the answer is late", async () => {
    const { company, asker } = await office();
    const late = await createRequest(company, asker, { activeAt: ago(1), answerDueAt: ago(30), answerSince: ago(60) });
    const waiting = await createRequest(company, asker, { activeAt: ago(20), status: "waiting_on_you" });
    await createRequest(company, asker, { status: "closed" });
    const rows = await as(asker, (context) => listOpenRequests(context, LOCAL, 10), "read");
    expect(rows).toMatchObject([
      { number: waiting.number, expected: null, late: false },
      { number: late.number, expected: expect.stringContaining("Answer expected by"), late: true },
    ]);
  });
});
