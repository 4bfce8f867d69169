import type { ReactNode } from "react";
import { expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import CasePage from "@/app/(portal)/cases/[number]/page";
import StaffCasePage from "@/app/staff/cases/[number]/page";
import StaffChatPage from "@/app/staff/chat/[number]/page";
import StaffOverviewPage from "@/app/staff/page";
import StaffRequestPage from "@/app/staff/requests/[number]/page";
import { loadBrands } from "@/lib/gate/brand/load";
import { linkCases } from "@/lib/threads/cases/staff/links/service";
import { listStaffCases } from "@/lib/threads/cases/staff/queue/queries";
import { parseStaffCaseFilters } from "@/lib/threads/cases/staff/queue/schema";
import { answerCase } from "@/lib/threads/cases/staff/service";
import { addParticipantByStaff, assignCase } from "@/lib/threads/cases/staff/triage/service";
import { readThread } from "@/lib/threads/queries";
import { snoozeThread } from "@/lib/threads/staff/snoozes/service";
import { act, answer, filedCase, type Member, member, read } from "@/tests/integration/threads/cases/staff/support";
import { askedRequest } from "@/tests/integration/threads/requests/staff/support";
import { seePage } from "@/tests/support/page";
import { createContact, createTeamMember } from "@/tests/support/world";
import { createChat, createRequest } from "@/tests/support/world-threads";

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

const pageOf = (number: string) => ({ params: Promise.resolve({ number }), searchParams: Promise.resolve({}) });
const visitorOf = ({ id }: Member) => ({ brand: "cimsoft", account: { kind: "staff" as const, id } });
const linkTo = (href: string, name: string) => new RegExp(`href="${href}"[^>]*>${name}</a>`);

/** The HTML of a page that the member of staff may open. */
async function htmlFor<P>(who: Member, page: (props: P) => Promise<ReactNode>, props: P): Promise<string> {
  const seen = await seePage(page, visitorOf(who), props);
  if (seen.status !== 200) throw new Error(`${seen.status}`);
  return seen.html;
}

it("who snoozed a case and who linked it are links for who may open their pages", async () => {
  const { number, lead, agent } = await worked();
  const other = await filedCase();
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await act(lead, (context) => snoozeThread(context, "case", { number, until }, LOCAL));
  await act(lead, (context) => linkCases(context, { number, other: other.number, kind: "related" }));
  const page = `/staff/team/${lead.id}`;
  const forLead = await htmlFor(lead, StaffCasePage, pageOf(number));
  expect(forLead).toMatch(new RegExp(`Snoozed by <a [^>]*href="${page}"`));
  expect(forLead).toMatch(new RegExp(`linked by <a [^>]*href="${page}"`));
  const forAgent = await htmlFor(agent, StaffCasePage, pageOf(number));
  expect(forAgent).toMatch(/linked by (<!-- -->)?Noor Haddad/);
  expect(forAgent).not.toContain(page);
});

it("a request leads to whom it was written to and to whom its owner stands in for", async () => {
  const manager = await member(["account_manager"], "Ada Manages");
  const away = await member(["account_manager"], "Ali Away");
  const { company, asker } = await askedRequest();
  const { id: memberId, name: memberName } = await createTeamMember(company, { staffId: away.id, name: "Ali Away" });
  const { number } = await createRequest(company, asker, {
    ...{ memberId, memberName, ownerId: manager.id, standsInFor: away.id },
  });
  const html = await htmlFor(manager, StaffRequestPage, pageOf(number));
  expect(html.match(new RegExp(linkTo(`/staff/team/${away.id}`, "Ali Away"), "g"))).toHaveLength(2);
  // Somebody whom only the ERP knows has no page.
  const erp = await createTeamMember(company, { name: "Eve Erp" });
  const written = await createRequest(company, asker, { memberId: erp.id, memberName: "Eve Erp" });
  const other = await htmlFor(manager, StaffRequestPage, pageOf(written.number));
  expect(other).toContain("Eve Erp");
  expect(other).not.toMatch(linkTo('[^"]*/team/[^"]*', "Eve Erp"));
});

it("a chat leads to who answers it, for who may open their page, and to the cases of its product", async () => {
  const { company, filer, lead, agent } = await worked();
  const { number } = await createChat(company, filer, { ownerId: lead.id, status: "in_progress" });
  const forLead = await htmlFor(lead, StaffChatPage, pageOf(number));
  expect(forLead).toMatch(linkTo(`/staff/team/${lead.id}`, "Noor Haddad"));
  expect(forLead).toMatch(linkTo(`/staff/cases\\?product=[^"]+`, "AVEVA Historian"));
  expect(await htmlFor(agent, StaffChatPage, pageOf(number))).not.toContain(`/staff/team/${lead.id}`);
});

it("Overview leads to the company of each row", async () => {
  const agent = await member(["support_agent"]);
  const { company } = await filedCase({ ownerId: agent.id, status: "in_progress" });
  const html = await htmlFor(agent, () => StaffOverviewPage(), {});
  expect(html).toMatch(linkTo(`/staff/companies/${company.id}`, company.name));
});
