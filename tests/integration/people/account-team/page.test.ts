import type { ReactNode } from "react";
import { describe, expect, it, vi } from "vitest";
import AccountTeamPage from "@/app/(portal)/account-team/page";
import DashboardPage from "@/app/(portal)/dashboard/page";
import { staffAbsences } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { addDays, businessToday } from "@/lib/kit/time";
import { listAccountTeam } from "@/lib/people/account-team/queries";
import { listAgreements } from "@/lib/people/agreements/queries";
import { contactOf } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import {
  clientViewer,
  createAgreement,
  createCompany,
  createContact,
  createStaff,
  createTeamMember,
  staffViewer,
} from "@/tests/support/world";
import { createRequest } from "@/tests/support/world-threads";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const TODAY = businessToday("America/New_York");
const day = (days: number) => addDays(TODAY, days);

/** A company with a manager who works in the portal, and a contact. */
async function house(over: Parameters<typeof createContact>[1] = {}, brand = "cimsoft") {
  const company = await createCompany({ brand });
  const manager = await createStaff(["account_manager"], { name: "Dana Whitfield", phone: "+1 804 555 0140" });
  const place = await createTeamMember(company, {
    staffId: manager.id,
    name: manager.name,
    email: manager.email,
    phone: "+1 804 555 0140",
    workingHours: "Mon–Fri, 8:00 a.m. – 5:00 p.m. Eastern",
  });
  const contact = await createContact(company, over);
  return { company, manager, place, contact, viewer: clientViewer(contact) };
}

async function away(staffId: string, standInId: string | null, from = -1, to = 3) {
  await asSystem("test", (db) =>
    db.insert(staffAbsences).values({ staffId, standInId, startsOn: day(from), endsOn: day(to) }),
  );
}

async function pageOf(
  contact: Parameters<typeof contactOf>[0],
  page: (props: { searchParams: Promise<Record<string, string>> }) => Promise<ReactNode> = AccountTeamPage,
  query: Record<string, string> = {},
) {
  const seen = await seePage(page, contactOf(contact), { searchParams: Promise.resolve(query) });
  if (seen.status !== 200) throw new Error(`${seen.status}`);
  return seen.html;
}

/** The text of the page, without tags. */
const words = (html: string) => html.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

describe("Your Account Team", () => {
  it("shows who the members are and how to reach them, and leads to a request form filled in with them", async () => {
    const { contact, place } = await house();
    const html = await pageOf(contact);
    for (const text of ["Dana Whitfield", "Account manager", "Mon–Fri, 8:00 a.m. – 5:00 p.m. Eastern"]) {
      expect(html).toContain(text);
    }
    expect(html).toContain('href="tel:+18045550140"');
    expect(html).toContain(`href="mailto:${place.email}"`);
    expect(html).toContain(`href="/account-team/new?kind=message&amp;member=${place.id}"`);
    for (const kind of ["subscription", "renewal", "support_agreement"]) {
      expect(html).toContain(`href="/account-team/new?kind=${kind}"`);
    }
    expect(html).not.toContain("Away");
  });

  it("says which member is away until when, and who stands in", async () => {
    const { contact, manager, company, viewer } = await house();
    const standIn = await createStaff(["subscription_manager"], { name: "Priya Raman", phone: "+1 804 555 0141" });
    await away(manager.id, standIn.id);
    const text = words(await pageOf(contact));
    expect(text).toMatch(/Away until \w{3} \d+, \d{4}\. Priya Raman stands in/);
    expect(text).toContain("+1 804 555 0141");
    const [member] = await runAsViewer(viewer, "read", (context) => listAccountTeam(context, company.id));
    expect(JSON.stringify(member)).not.toContain(manager.id);
    expect(JSON.stringify(member)).not.toContain(standIn.id);
  });

  it("names no stand-in who is away too or has left, and none for an absence that is over or to come", async () => {
    const { company, manager, viewer } = await house();
    const read = async () =>
      (await runAsViewer(viewer, "read", (context) => listAccountTeam(context, company.id)))[0]?.away;
    await away(manager.id, null, -9, -2);
    await away(manager.id, null, 2, 9);
    expect(await read()).toBeNull();
    const alsoAway = await createStaff(["account_manager"]);
    await away(alsoAway.id, null);
    await away(manager.id, alsoAway.id, 0, 0);
    expect(await read()).toMatchObject({ standIn: null });
    const other = await house();
    const gone = await createStaff(["account_manager"], { closedAt: new Date() });
    await away(other.manager.id, gone.id);
    const [member] = await runAsViewer(other.viewer, "read", (context) => listAccountTeam(context, other.company.id));
    expect(member?.away).toMatchObject({ standIn: null });
  });

  it("names the stand-in on the brands where the stand-in works, and on no other", async () => {
    const { company, manager, viewer } = await house();
    const elsewhere = await createStaff(["account_manager"], { name: "Noor Haddad", brands: ["insource"] });
    await away(manager.id, elsewhere.id);
    const reader = staffViewer(await createStaff(["support_agent"]));
    for (const person of [viewer, reader]) {
      const [member] = await runAsViewer(person, "read", (context) => listAccountTeam(context, company.id));
      expect(member?.away).toMatchObject({ standIn: null });
    }
  });

  it("says the same of an absence to staff", async () => {
    const { company, manager } = await house();
    const standIn = await createStaff(["account_manager"], { name: "Noor Haddad" });
    await away(manager.id, standIn.id);
    const reader = staffViewer(await createStaff(["support_agent"]));
    const [member] = await runAsViewer(reader, "read", (context) => listAccountTeam(context, company.id));
    expect(member?.away).toMatchObject({ standIn: { name: "Noor Haddad" } });
  });

  it("has no link to a form for a contact who may not ask, but mail and phones", async () => {
    const { contact, company } = await house({ requestsScope: "none" });
    await createAgreement(company, { startsOn: day(-300), endsOn: day(20) });
    for (const page of [AccountTeamPage, DashboardPage]) {
      const html = await pageOf(contact, page);
      expect(html).not.toContain("/account-team/new");
      expect(html).toContain('href="tel:+18045550140"');
    }
    expect(await pageOf(contact)).toContain("Your account has no right to send requests here");
    const homeless = await createContact(null, { brand: "cimsoft" });
    expect(await pageOf(homeless)).toContain("tied to no company yet");
  });

  it("says what will be shown while the company has no team", async () => {
    const contact = await createContact(await createCompany());
    const text = words(await pageOf(contact));
    expect(text).toContain("Nobody is named for your company yet");
    expect(text).toContain("Your company’s support agreements, subscriptions and contracts will be listed here");
    expect(text).toContain("What you ask your account team stands here");
  });

  it("lists the reader's requests", async () => {
    const { company, contact } = await house();
    const request = await createRequest(company, contact, {
      ...{ subject: "Message to Dana Whitfield", status: "waiting_on_you" },
    });
    for (const page of [AccountTeamPage, DashboardPage]) {
      const html = await pageOf(contact, page);
      expect(html).toContain(`href="/account-team/${request.number}"`);
    }
  });
});

describe("agreements on Your Account Team", () => {
  it("are sorted by their end, those to be renewed first, each with a link to ask for renewal", async () => {
    const { company, contact } = await house();
    const made: Record<string, string> = {};
    for (const [product, ends] of [
      ["Later", 91],
      ["In ninety", 90],
      ["Just ended", -2],
      ["In sixty", 60],
      ["In thirty", 30],
      ["Long over", -91],
    ] as const) {
      const row = await createAgreement(company, { product, kind: "contract", startsOn: day(-400), endsOn: day(ends) });
      made[product] = row.id;
    }
    await createAgreement(company, { product: "Given up", startsOn: day(-9), endsOn: day(9), state: "cancelled" });
    const html = await pageOf(contact);
    const order = ["In thirty", "In sixty", "In ninety", "Just ended", "Later", "Given up", "Long over"];
    const places = order.map((product) => html.indexOf(`>${product}<`));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every((place) => place > 0)).toBe(true);
    for (const product of order) {
      const link = `/account-team/new?kind=renewal&amp;agreement=${made[product]}`;
      // An agreement that ended long ago keeps its link to renewal, at its place in the list.
      expect(html.includes(link)).toBe(order.indexOf(product) < 4 || product === "Long over");
    }
    const text = words(html);
    for (const said of ["Ends in 30 days Within 30 days", "Ends in 60 days Within 60", "Ended 2 days ago"]) {
      expect(text).toContain(said);
    }
    expect(text).toContain("Documents, seats and value come on request");
    expect(text).not.toMatch(/12,000|1200000/);
    const dashboard = await pageOf(contact, DashboardPage);
    for (const product of order) {
      expect(dashboard.includes(`agreement=${made[product]}`)).toBe(order.indexOf(product) < 4);
    }
  });

  it("are cut where they are many, with a link to all of them", async () => {
    const { company, contact } = await house();
    for (let number = 10; number < 40; number++) {
      const term = { startsOn: day(-400), endsOn: day(number < 20 ? -100 - number : 200 + number) };
      await createAgreement(company, { product: `Contract ${number}`, kind: "contract", ...term });
    }
    const shown = (html: string) => new Set(html.match(/Contract \d+/g)).size;
    const first = await pageOf(contact);
    expect(shown(first)).toBe(15);
    expect(first).toContain('href="/account-team?agreements=all"');
    expect(words(first)).toContain("Show all 30 agreements");
    const all = await pageOf(contact, AccountTeamPage, { agreements: "all" });
    expect(shown(all)).toBe(30);
    expect(all).not.toContain("agreements=all");
    expect(all.match(/kind=renewal&amp;agreement=/g)).toHaveLength(10);
  });

  it.each(["cimsoft", "insource"])("on %s are those of the primary company's alone", async (brand) => {
    const { company, contact, viewer } = await house({}, brand);
    const related = await createCompany({ brand });
    await createAgreement(related, { product: "Theirs" });
    const own = await createAgreement(company, { product: "Ours" });
    const read = (of: string | null) => runAsViewer(viewer, "read", (context) => listAgreements(context, of));
    expect((await read(company.id)).map(({ id }) => id)).toEqual([own.id]);
    expect(await read(related.id)).toEqual([]);
    expect(await read(null)).toEqual([]);
    expect(await pageOf(contact)).not.toContain("Theirs");
    const elsewhere = staffViewer(await createStaff(["account_manager"], { brands: [] }), []);
    expect(await runAsViewer(elsewhere, "read", (context) => listAgreements(context, company.id))).toEqual([]);
    const marketing = staffViewer(await createStaff(["marketing"]));
    expect(await runAsViewer(marketing, "read", (context) => listAgreements(context, company.id))).toEqual([]);
  });
});
