import type { ReactNode } from "react";
import { beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import StaffAgreementPage from "@/app/staff/agreements/[id]/page";
import StaffEstimatePage from "@/app/staff/estimates/[id]/page";
import StaffInvoicePage from "@/app/staff/invoices/[id]/page";
import { auditEvents } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { asSystem } from "@/db/viewer";
import { setCoverage } from "@/lib/people/agreements/coverage/service";
import { act, member } from "@/tests/integration/threads/requests/staff/support";
import { seePage } from "@/tests/support/page";
import { createAgreement, createCompany, createEstimate, createInvoice } from "@/tests/support/world";

type Page = (props: { params: Promise<never>; searchParams: Promise<never> }) => Promise<ReactNode>;

const ids: Record<string, string> = {};
beforeAll(async () => {
  const company = await createCompany();
  const agreement = await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
  Object.assign(ids, { agreement: agreement.id, invoice: (await createInvoice(company)).id });
  Object.assign(ids, { estimate: (await createEstimate(company)).id });
  const noor = await member(["administrator"], "Noor Haddad");
  const coverage = { agreement: agreement.id, coverage: "extended", seen: agreement.coverage };
  await act(noor, (context) => setCoverage(context, coverage));
  const by = { brand: "cimsoft", actorKind: "staff", actorId: noor.id } as const;
  await asSystem("test world", (db) =>
    db.insert(auditEvents).values([
      { ...by, action: "estimate.quotation-opened", entity: "estimate", entityId: ids.estimate ?? null },
      { ...by, action: "invoice.shown", entity: "invoice", entityId: ids.invoice ?? null },
    ]),
  );
});

describe.each([
  ["agreement", StaffAgreementPage as Page, "Agreement: coverage decided"],
  ["estimate", StaffEstimatePage as Page, "Estimate: quotation opened"],
  ["invoice", StaffInvoicePage as Page, "Invoice: shown"],
] as const)("the page of an %s", (kind, page, words) => {
  const see = async (role: StaffRole) => {
    const who = await member([role]);
    const props = { params: Promise.resolve({ id: ids[kind] } as never), searchParams: Promise.resolve({} as never) };
    const seen = await seePage(page, { brand: "cimsoft", account: { kind: "staff", id: who.id } }, props);
    if (seen.status !== 200) throw new Error(`${role}: ${seen.status}`);
    return seen.html;
  };

  it("tells administrators what was done to it and by whom", async () => {
    const html = await see("administrator");
    for (const told of [words, "Noor Haddad", `record=${ids[kind]}`]) expect(html).toContain(told);
  });

  it("has no history for others", async () => {
    const html = await see("account_manager");
    expect(html).not.toContain(words);
    expect(html).not.toContain("Only administrators see the history");
  });
});
