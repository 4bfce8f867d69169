import { sql } from "drizzle-orm";
import type { ReactNode } from "react";
import { beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { GET as getThread } from "@/app/api/threads/[id]/route";
import { asSystem } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { requestHeaders } from "@/tests/support/next-headers";
import { sessionCookie } from "@/tests/support/route";
import {
  createCompany,
  createContact,
  createEstimate,
  createInvoice,
  createPayment,
  createStaff,
} from "@/tests/support/world";
import { createCase, createRequest } from "@/tests/support/world-threads";

/* Each page of staff with something of one company, as Next asks for it: it records the look, or it shows nothing. */

type Page = (props: { params: Promise<never>; searchParams: Promise<never> }) => Promise<ReactNode>;

const look = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem("test looks", work);
const world: Record<string, string> = {};

beforeAll(async () => {
  const company = await createCompany();
  const contact = await createContact(company, { pay: true, casesScope: "company", requestsScope: "company" });
  const invoice = await createInvoice(company);
  const opened = await createCase(company, contact);
  Object.assign(world, {
    company: company.id,
    contact: contact.id,
    invoice: invoice.id,
    payment: (await createPayment(company, invoice, { contactId: contact.id })).id,
    estimate: (await createEstimate(company)).id,
    case: opened.number,
    thread: opened.id,
    request: (await createRequest(company, contact)).number,
  });
});

const PAGES: readonly [
  name: string,
  page: () => Promise<{ default: unknown }>,
  of: string,
  parameter: "id" | "number" | "?company",
  kinds: readonly string[],
][] = [
  ["a case", () => import("@/app/staff/cases/[number]/page"), "case", "number", ["cases", "contacts"]],
  [
    "a request",
    () => import("@/app/staff/requests/[number]/page"),
    ...(["request", "number", ["cases", "contacts", "money", "requests"]] as const),
  ],
  ["a payment", () => import("@/app/staff/payments/[id]/page"), "payment", "id", ["contacts", "money"]],
  ["an invoice", () => import("@/app/staff/invoices/[id]/page"), "invoice", "id", ["money"]],
  ["an estimate", () => import("@/app/staff/estimates/[id]/page"), "estimate", "id", ["money"]],
  [
    "a company",
    () => import("@/app/staff/companies/[id]/page"),
    ...(["company", "id", ["cases", "contacts", "money", "requests"]] as const),
  ],
  ["a contact", () => import("@/app/staff/contacts/[id]/page"), "contact", "id", ["cases", "contacts", "requests"]],
  ["the cases of a company", () => import("@/app/staff/cases/page"), "company", "?company", ["cases"]],
  ["the requests of a company", () => import("@/app/staff/requests/page"), "company", "?company", ["requests"]],
];

/** A new administrator, whose looks this process does not know yet, and their request headers. */
async function somebody() {
  const { id } = await createStaff(["administrator", "account_manager", "support_agent"]);
  const cookie = await sessionCookie({ kind: "staff", id }, "cimsoft");
  const { host, origin } = new URL((await brandByKey("cimsoft")).origin);
  return { id, headers: new Headers({ host, origin, cookie }) };
}

async function open([, page, of, parameter]: (typeof PAGES)[number], headers: Headers): Promise<ReactNode> {
  const { default: render } = await page();
  const value = world[of] ?? "";
  const props = {
    params: Promise.resolve((parameter === "?company" ? {} : { [parameter]: value }) as never),
    searchParams: Promise.resolve((parameter === "?company" ? { company: value } : {}) as never),
  };
  return requestHeaders.run(headers, () => (render as Page)(props));
}

const kindsOf = async (staffId: string) =>
  [
    ...(await look((db) =>
      db.execute<{ kind: string; company_id: string }>(
        sql`select kind, company_id from looks where staff_id = ${staffId}`,
      ),
    )),
  ].map(({ kind, company_id }) => (company_id === world.company ? kind : `${kind} of another company`));

describe("a page of one company", () => {
  it.each(PAGES)("records who opened it: %s", async (...page) => {
    const { id, headers } = await somebody();
    await open(page, headers);
    expect((await kindsOf(id)).sort()).toEqual([...page[4]]);
  });

  it("shows nothing of it where the look cannot be recorded", async () => {
    await look((db) =>
      db.execute(
        sql`create function looks_refuse() returns trigger language plpgsql as $$ begin raise exception 'full'; end $$`,
      ),
    );
    await look((db) =>
      db.execute(
        sql`create trigger looks_a_refuse before insert on looks for each row execute function looks_refuse()`,
      ),
    );
    try {
      for (const page of PAGES) {
        const { headers } = await somebody();
        await expect(open(page, headers), page[0]).rejects.toThrow();
      }
      const { headers } = await somebody();
      const asked = new Request(`${headers.get("origin")}/api/threads/${world.thread}`, { headers });
      const answer = await requestHeaders.run(headers, () =>
        getThread(asked, { params: Promise.resolve({ id: world.thread ?? "" }) }),
      );
      expect(answer.status).toBeGreaterThanOrEqual(500);
    } finally {
      await look((db) => db.execute(sql`drop trigger looks_a_refuse on looks`));
    }
  });

  it("is recorded as well where its messages are asked for alone", async () => {
    const { id, headers } = await somebody();
    const asked = new Request(`${headers.get("origin")}/api/threads/${world.thread}`, { headers });
    const answer = await requestHeaders.run(headers, () =>
      getThread(asked, { params: Promise.resolve({ id: world.thread ?? "" }) }),
    );
    expect(answer.status).toBe(200);
    expect((await kindsOf(id)).sort()).toEqual(["cases", "contacts"]);
  });
});
