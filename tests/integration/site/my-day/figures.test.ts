import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { figuresOf } from "@/components/site/my-day/figures";
import { outbox } from "@/db/schema";
import { RESOURCE_STATES } from "@/db/schema/resource-constants";
import { asSystem, type Context, runAsViewer, type StaffViewer } from "@/db/viewer";
import { loadBrands } from "@/lib/gate/brand/load";
import type { RawParameters } from "@/lib/kit/lists/address";
import { addDays, businessToday } from "@/lib/kit/time";
import { listMail } from "@/lib/mail/log/queries";
import { parseMailFilters } from "@/lib/mail/log/schema";
import { listVisitors } from "@/lib/people/connect/staff/queries";
import { parseVisitorFilters } from "@/lib/people/connect/staff/schema";
import { routes } from "@/lib/routes";
import { listForEditors } from "@/lib/site/library/staff/queries";
import { readMyDay } from "@/lib/site/my-day/queries";
import { listStaffCases } from "@/lib/threads/cases/staff/queue/queries";
import { parseStaffCaseFilters } from "@/lib/threads/cases/staff/queue/schema";
import { readDesk } from "@/lib/threads/chats/staff/desk/queries";
import { listRenewals } from "@/lib/threads/requests/renewals/queries";
import { parseRenewalFilters } from "@/lib/threads/requests/renewals/schema";
import { listStaffRequests } from "@/lib/threads/requests/staff/queue/queries";
import { parseStaffRequestFilters } from "@/lib/threads/requests/staff/queue/schema";
import { enqueueChanged, newAddress } from "@/tests/integration/mail/support";
import { createAgreement, createCompany, createContact, createStaff, staffViewer } from "@/tests/support/world";
import { createCase, createChat, createRequest } from "@/tests/support/world-threads";
import { publish } from "../library/support";

/* Each figure of the overview is the count of the list to which it leads, in one snapshot of everybody's data. */

const LOCAL = { zone: "America/New_York" };

/** How many rows the list at an address has. */
async function countAt(context: Context<StaffViewer>, href: string): Promise<number> {
  const { pathname, searchParams } = new URL(href, "http://portal.example");
  const raw: RawParameters = Object.fromEntries(searchParams);
  const brands = await loadBrands();
  const lists: Readonly<Record<string, () => Promise<number>>> = {
    [routes.staffCases]: async () => (await listStaffCases(context, parseStaffCaseFilters(raw), brands, LOCAL)).count,
    [routes.staffRequests]: async () =>
      (await listStaffRequests(context, parseStaffRequestFilters(raw), brands, LOCAL)).count,
    [routes.staffRenewals]: async () => (await listRenewals(context, parseRenewalFilters(raw), brands)).count,
    [routes.staffWaiting]: async () => (await listVisitors(context, parseVisitorFilters(raw), LOCAL)).count,
    [routes.staffMail]: async () => (await listMail(context, parseMailFilters(raw), LOCAL)).count,
    [routes.staffChats]: async () => (await readDesk(context, brands)).queue.length,
    [routes.staffResources]: async () => {
      const state = RESOURCE_STATES.find((one) => one === raw.state) ?? null;
      return (await listForEditors(context, { brand: String(raw.brand), state, q: "" })).length;
    },
  };
  const list = lists[pathname];
  if (!list) throw new Error(`no list at ${pathname}`);
  return list();
}

async function figures(viewer: StaffViewer, works: boolean) {
  return runAsViewer(viewer, "read", async (context) => {
    const brands = (await loadBrands()).filter(({ key }) => viewer.brands.includes(key));
    const shown = figuresOf(await readMyDay(context, brands, LOCAL), works, {});
    const listed: [string, number][] = [];
    for (const { term, href } of shown) listed.push([term, await countAt(context, href)]);
    return { shown: shown.map(({ term, count }): [string, number] => [term, count]), listed };
  });
}

it("of every role, with something in each", async () => {
  const company = await createCompany();
  const today = businessToday("America/New_York");
  await createAgreement(company, { startsOn: "2020-01-01", endsOn: addDays(today, 20), kind: "support" });
  // Ends as soon, and is renewed already.
  const renewed = { kind: "subscription", product: "Historian" } as const;
  await createAgreement(company, { ...renewed, startsOn: "2020-01-01", endsOn: addDays(today, 10) });
  await createAgreement(company, { ...renewed, startsOn: addDays(today, 11), endsOn: addDays(today, 400) });
  const contact = await createContact(company, { casesScope: "company", requestsScope: "company" });
  const administrator = await createStaff(["administrator"]);
  const manager = await createStaff(["account_manager"]);
  await createCase(company, contact, { ownerId: administrator.id, answerDueAt: new Date("1999-01-04T15:00:00Z") });
  await createCase(company, contact);
  await createChat(company, contact);
  await createRequest(company, contact);
  await createRequest(company, contact, { ownerId: manager.id, answerDueAt: new Date("1999-01-04T15:00:00Z") });
  await publish({ title: "A draft of the overview", state: "draft" });
  // One that failed now, and one that failed long ago, which is no news.
  for (const change of [{}, { createdAt: new Date("1999-01-04T15:00:00Z") }]) {
    const id = await enqueueChanged(newAddress());
    await asSystem("test world", (db) =>
      db
        .update(outbox)
        .set({ state: "dead", ...change })
        .where(eq(outbox.id, id)),
    );
  }

  const marketing = await createStaff(["marketing"]);
  const people = [
    { member: administrator, works: true, atLeast: 11 },
    { member: await createStaff(["support_agent"]), works: true, atLeast: 4 },
    { member: manager, works: false, atLeast: 6 },
    { member: marketing, works: false, atLeast: 2 },
  ];
  for (const { member, works, atLeast } of people) {
    const { shown, listed } = await figures(staffViewer(member), works);
    expect(shown, member.roles.join()).toEqual(listed);
    expect(shown.length).toBeGreaterThanOrEqual(atLeast);
  }
});
