import { describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import CasePage from "@/app/(portal)/cases/[number]/page";
import StaffCasePage from "@/app/staff/cases/[number]/page";
import { member } from "@/tests/integration/threads/requests/staff/support";
import { seePage } from "@/tests/support/page";
import { createAgreement, createCompany, createContact } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";

/** What stands between the beginning and the end of the first message. */
const firstMessage = (html: string) => /<article[\s\S]*?<\/article>/.exec(html)?.[0] ?? "";

describe("the author of a message", () => {
  it("leads staff to the client's page, and a client nowhere", async () => {
    const company = await createCompany();
    await createAgreement(company);
    const filer = await createContact(company, { name: "Robin Meyer", casesScope: "company" });
    const { number } = await createCase(company, filer);
    const agent = await member(["support_agent"]);
    const props = { params: Promise.resolve({ number }), searchParams: Promise.resolve({}) };
    const staff = await seePage(StaffCasePage, { brand: "cimsoft", account: { kind: "staff", id: agent.id } }, props);
    const client = await seePage(CasePage, { brand: "cimsoft", account: { kind: "contact", id: filer.id } }, props);
    if (staff.status !== 200 || client.status !== 200) throw new Error(`${staff.status} ${client.status}`);
    expect(firstMessage(staff.html)).toMatch(new RegExp(`href="/staff/contacts/${filer.id}"[^>]*>Robin Meyer</a>`));
    expect(firstMessage(client.html)).toContain("Robin Meyer");
    expect(firstMessage(client.html)).not.toContain("<a ");
  });
});
