import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import StaffCasesPage from "@/app/staff/cases/page";
import StaffCompaniesPage from "@/app/staff/companies/page";
import StaffContactsPage from "@/app/staff/contacts/page";
import StaffDecisionsPage from "@/app/staff/decisions/page";
import StaffMailPage from "@/app/staff/mail/page";
import StaffReceivedPage from "@/app/staff/mail/received/page";
import StaffPaymentsPage from "@/app/staff/payments/page";
import { GET as exportRenewals } from "@/app/staff/renewals/export/route";
import StaffRenewalsPage from "@/app/staff/renewals/page";
import StaffRequestsPage from "@/app/staff/requests/page";
import { inboundMails, outbox } from "@/db/schema";
import { addDays, businessToday } from "@/lib/kit/time";
import { enqueueChanged } from "@/tests/integration/mail/support";
import { seePage } from "@/tests/support/page";
import { sessionCookie, visit } from "@/tests/support/route";
import { createAgreement, createCompany, createContact, createPayment, nobodysId } from "@/tests/support/world";
import { createCase, createRequest } from "@/tests/support/world-threads";
import { look, openedOf, somebody } from "./support";

/* Lists of staff in which somebody is looked for, of whatever company, and the log of mails. */

/** In the names of this file alone. */
const WORD = `Quercine${nobodysId().slice(-8)}`;
const TODAY = businessToday("America/New_York");
/** By what a company is called in this file. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  for (const name of ["one", "two", "three"]) {
    const company = await createCompany({ name: `${WORD} ${name}` });
    ids[name] = company.id;
    // Of the third nothing can be found but its name.
    if (name === "three") continue;
    const email = `${name}@${WORD}.example`.toLowerCase();
    const contact = await createContact(company, { email, portalFields: ["name"] });
    const filed = await createCase(company, contact);
    await createRequest(company, contact);
    await createPayment(company, null);
    // Only the first has told what its agreement is worth.
    const valueMinor = name === "one" ? 900_000 : null;
    await createAgreement(company, { endsOn: addDays(TODAY, 20), valueMinor });
    await look((db) =>
      db.insert(inboundMails).values({
        ...{ providerId: nobodysId(), brand: company.brand, threadId: filed.id, state: "unverified" },
        ...{ fromAddress: email, subject: "It stops", body: "It stops" },
      }),
    );
    const mailId = await enqueueChanged(email);
    if (name === "two") continue;
    const ofThread = { threadId: filed.id, personKind: "contact" as const, personId: contact.id };
    await look((db) => db.update(outbox).set(ofThread).where(eq(outbox.id, mailId)));
  }
});

const opened = (staffId: string) => openedOf(ids, staffId);

type Asked = Record<string, string>;
const list =
  (page: Parameters<typeof seePage<{ searchParams: Promise<Asked> }>>[0]) =>
  (account: Awaited<ReturnType<typeof somebody>>["account"], asked: Asked) =>
    seePage(page, { brand: "cimsoft", account }, { searchParams: Promise.resolve(asked) });

const LISTS = {
  cases: [list(StaffCasesPage), ["one cases", "two cases"]],
  requests: [list(StaffRequestsPage), ["one requests", "two requests"]],
  contacts: [list(StaffContactsPage), ["one contacts", "two contacts"]],
  payments: [list(StaffPaymentsPage), ["one money", "two money"]],
  "renewals with a value": [list(StaffRenewalsPage), ["one money"]],
  decisions: [list(StaffDecisionsPage), ["one contacts", "two contacts"]],
  "received mail": [list(StaffReceivedPage), ["one cases", "one contacts", "two cases", "two contacts"]],
  "companies, of which a line shows no kind": [list(StaffCompaniesPage), []],
} as const;

describe("a searched list of staff", () => {
  it.each(Object.entries(LISTS))("is a look at each company that its page shows: %s", async (_, [page, expected]) => {
    const { id, account } = await somebody();
    const seen = await page(account, { q: WORD });
    expect(seen).toMatchObject({ status: 200, html: expect.stringContaining(WORD) });
    expect(await opened(id)).toEqual(expected);
    // Once a day, however often.
    await page(account, { q: WORD });
    expect(await opened(id)).toEqual(expected);
  });

  it.each(Object.entries(LISTS))("is no look where nothing is searched or found: %s", async (_, [page]) => {
    const { id, account } = await somebody();
    await page(account, {});
    await page(account, { q: `${WORD} zebra` });
    expect(await opened(id)).toEqual([]);
  });

  it("is no look of who may not see it", async () => {
    const { id, account } = await somebody(["marketing"]);
    for (const [page] of Object.values(LISTS)) expect((await page(account, { q: WORD })).status).toBe(403);
    expect(await opened(id)).toEqual([]);
  });

  it("is a look as a file too, at each company whose value is in it", async () => {
    const { id, account } = await somebody();
    const cookie = await sessionCookie(account, "cimsoft");
    const path = `/staff/renewals/export?${new URLSearchParams({ q: WORD })}`;
    const answer = await visit(exportRenewals, { brand: "cimsoft", params: {}, cookie, path });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(`${WORD} two`);
    expect(await opened(id)).toEqual(["one money"]);
  });
});

describe("the log of mails", () => {
  it("is a look at each company of which a line has a mail, searched or not", async () => {
    const page = list(StaffMailPage);
    const { id, account } = await somebody();
    expect(await page(account, { q: `${WORD}.example` })).toMatchObject({ status: 200 });
    expect(await opened(id)).toEqual(["one cases", "one contacts", "two contacts"]);
    const other = await somebody();
    await page(other.account, { kind: "password-changed" });
    expect(await opened(other.id)).toEqual(["one cases", "one contacts", "two contacts"]);
  });

  it("is closed to whom it is closed, who look at nothing by it", async () => {
    const { id, account } = await somebody(["account_manager"]);
    expect((await list(StaffMailPage)(account, { q: `${WORD}.example` })).status).toBe(403);
    expect(await opened(id)).toEqual([]);
  });
});
