import { expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import CasePage from "@/app/(portal)/cases/[number]/page";
import StaffCasePage from "@/app/staff/cases/[number]/page";
import { loadBrands } from "@/lib/gate/brand/load";
import { listStaffCases } from "@/lib/threads/cases/staff/queue/queries";
import { parseStaffCaseFilters } from "@/lib/threads/cases/staff/queue/schema";
import { answerCase } from "@/lib/threads/cases/staff/service";
import { addParticipantByStaff, assignCase } from "@/lib/threads/cases/staff/triage/service";
import { readThread } from "@/lib/threads/queries";
import { act, answer, filedCase, type Member, member, read } from "@/tests/integration/threads/cases/staff/support";
import { seePage } from "@/tests/support/page";
import { createContact } from "@/tests/support/world";

const LOCAL = { zone: "America/New_York" };

/** A case that an administrator gave to an agent, answered, and added a colleague of the client to. */
async function worked() {
  const filed = await filedCase();
  const lead = await member(["administrator"], "Noor Haddad");
  const agent = await member(["support_agent"], "Kim Duarte");
  const guest = await createContact(filed.company, { name: "Sam Vale", casesScope: "own" });
  const { number } = filed;
  await act(agent, (context) => assignCase(context, { number, assignee: lead.id }));
  await act(lead, (context) => answerCase(context, answer(number)));
  await act(lead, (context) => addParticipantByStaff(context, { number, contact: guest.id }));
  return { ...filed, lead, agent, guest };
}

const eventsFor = async (who: Member, threadId: string) => {
  const page = await read(who, (context) => readThread(context, threadId, LOCAL));
  return (page?.items ?? []).flatMap((item) => (item.kind === "event" ? [item] : []));
};

it("who did it and whom it names lead to pages in the room, for who may open them", async () => {
  const { row, lead, agent, guest } = await worked();
  const manager = await member(["account_manager"], "Ada Manages");
  const assigned = (await eventsFor(manager, row.id)).find(({ what }) => what === "assigned");
  expect(assigned).toMatchObject({ named: { kind: "staff", id: lead.id }, actor: { id: agent.id } });
  expect(assigned?.actor?.hasPage).toBeUndefined();
  const added = (await eventsFor(manager, row.id)).find(({ what }) => what === "participant_added");
  expect(added).toMatchObject({ named: { kind: "contact", id: guest.id }, actor: { id: lead.id, hasPage: true } });
  // An agent opens no page of the team, but those of clients.
  const seen = await eventsFor(agent, row.id);
  expect(seen.find(({ what }) => what === "assigned")?.named).toBeUndefined();
  expect(seen.find(({ what }) => what === "participant_added")?.named).toEqual({ kind: "contact", id: guest.id });
  expect(seen.every(({ actor }) => actor?.hasPage === undefined)).toBe(true);
});

it("the page has the links for a manager, and for the client none, nor what they are made from", async () => {
  const { number, filer, lead, guest } = await worked();
  const manager = await member(["account_manager"], "Ada Manages");
  const props = { params: Promise.resolve({ number }), searchParams: Promise.resolve({}) };
  const staff = await seePage(StaffCasePage, { brand: "cimsoft", account: { kind: "staff", id: manager.id } }, props);
  const client = await seePage(CasePage, { brand: "cimsoft", account: { kind: "contact", id: filer.id } }, props);
  if (staff.status !== 200 || client.status !== 200) throw new Error(`${staff.status} ${client.status}`);
  expect(staff.html).toMatch(new RegExp(`href="/staff/team/${lead.id}"[^>]*>Noor Haddad</a>`));
  expect(staff.html).toMatch(new RegExp(`href="/staff/contacts/${guest.id}"[^>]*>Sam Vale</a>`));
  expect(client.html).not.toContain("/staff/");
});

it("the list of cases leads to owners who have a page, for who may open it", async () => {
  const { company, agent } = await worked();
  const manager = await member(["account_manager"], "Ada Manages");
  const ownersFor = async (who: Member) => {
    const brands = await loadBrands();
    const filters = parseStaffCaseFilters({ company: company.id });
    const { rows } = await read(who, (context) => listStaffCases(context, filters, brands, LOCAL));
    return rows.map(({ owner }) => [owner?.name, owner?.hasPage]);
  };
  expect(await ownersFor(manager)).toEqual([["Noor Haddad", true]]);
  expect(await ownersFor(agent)).toEqual([["Noor Haddad", false]]);
});
