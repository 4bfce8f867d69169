import { eq } from "drizzle-orm";
import { renderToStaticMarkup } from "react-dom/server";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it, vi } from "vitest";
import StaffPage from "@/app/staff/page";
import RenewalsPage from "@/app/staff/renewals/page";
import StaffRequestPage from "@/app/staff/requests/[number]/page";
import StaffRequestsPage from "@/app/staff/requests/page";
import { companies, contactCompanies, contactPhones } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { asSystem } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { addDays, businessToday } from "@/lib/kit/time";
import {
  answerRequestAction,
  approveChangeAction,
  setRequestStatusAction,
  staffMarkRequestReadAction,
} from "@/lib/threads/requests/staff/actions";
import { type Sender, send } from "@/tests/integration/threads/cases/support";
import { requestHeaders } from "@/tests/support/next-headers";
import { sessionCookie } from "@/tests/support/route";
import { createAgreement, createCompany, createTeamMember } from "@/tests/support/world";
import { sayIn } from "../mail/support";
import { askedChange, askedRequest, goAway, type Member, member, stored } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));
// Pages stand in a router that a test has not: what asks it for a new rendering asks nobody.
vi.mock("next/navigation", async (original) => ({
  ...(await original<typeof import("next/navigation")>()),
  useRouter: () => ({ refresh: () => undefined }),
}));

// What next.config.ts switches on for the build.
vi.stubEnv("__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS", "true");

const NOT_IMPORTED = "From then on imports leave this contact’s rights alone.";

let manager: Member;
let administrator: Member;
beforeAll(async () => {
  manager = await member(["account_manager"]);
  administrator = await member(["administrator"], "Noor Haddad");
});

type Query = Record<string, string>;

/** The text of a page for a member of staff. */
async function pageOf(who: Member, page: () => Promise<React.ReactNode>): Promise<string> {
  const { origin } = await brandByKey("cimsoft");
  const cookie = await sessionCookie({ kind: "staff", id: who.id }, "cimsoft");
  const headers = new Headers({ host: new URL(origin).host, cookie });
  return requestHeaders.run(headers, async () => renderToStaticMarkup(await page()));
}

const queue = (who: Member, query: Query = {}) =>
  pageOf(who, () => StaffRequestsPage({ searchParams: Promise.resolve(query) }));
const request = (who: Member, number: string) =>
  pageOf(who, () => StaffRequestPage({ params: Promise.resolve({ number }), searchParams: Promise.resolve({}) }));
const renewals = (who: Member, query: Query = {}) =>
  pageOf(who, () => RenewalsPage({ searchParams: Promise.resolve(query) }));

const staffOf = ({ id }: Member): Sender => ({ brand: "cimsoft", account: { kind: "staff", id } });

/** What the form of that name sends without anything typed. */
function hiddenFields(page: string, label: string): Record<string, string> {
  const form = new RegExp(`<form[^>]*aria-label="${label}".*?</form>`, "s").exec(page)?.[0] ?? "";
  const inputs = form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = "", value = ""]) => [name, value]));
}

describe("the staff pages about requests", () => {
  it("show the queue with its filters, and who takes which requests", async () => {
    const { number, company } = await askedRequest();
    const page = await queue(manager, { company: company.id });
    expect(page).toContain(`/staff/requests/${number}`);
    for (const words of ["Mine", "Unassigned", "Standing in", "Late", "Renewal guidance", "Take", company.name]) {
      expect(page).toContain(words);
    }
    expect(await queue(manager, { q: "nobody-says-this" })).toContain("No request matches");
  });

  it("show a request with the forms to work it", async () => {
    const away = await member(["account_manager"], "Ali Away");
    await goAway(away, manager);
    const { number, company } = await askedRequest({ ownerId: away.id, body: "How many seats have we?" });
    await createAgreement(company, { product: "AVEVA Historian" });
    const page = await request(manager, number);
    for (const words of [
      "How many seats have we?",
      "Send",
      "Internal note",
      "Stand in",
      "Take over",
      "Set status",
      "Promise an answer by",
      "Assign",
      "AVEVA Historian",
      "10 seats",
      "$12,000.00 USD",
      "Nothing is open.",
    ]) {
      expect(page).toContain(words);
    }
    expect(page).not.toContain("Approve");
  });

  it("show the first agreements of a company that has many, and lead to all of them", async () => {
    const { company, number } = await askedRequest();
    const make = async (from: number, to: number) => {
      for (let index = from; index < to; index++) {
        await createAgreement(company, { product: `Contract ${index}`, kind: "contract" });
      }
    };
    const counted = (page: string) => new Set(page.match(/Contract \d/g)).size;
    await make(0, 8);
    const whole = await request(manager, number);
    expect(counted(whole)).toBe(8);
    expect(whole).not.toContain("Its agreements in Renewals");
    await make(8, 10);
    const cut = await request(manager, number);
    expect(counted(cut)).toBe(8);
    const address = /href="\/staff\/renewals\?([^"]+)"[^>]*>Its agreements in Renewals/.exec(cut)?.[1] ?? "";
    const query = Object.fromEntries(new URLSearchParams(address.replaceAll("&amp;", "&")));
    expect(counted(await renewals(manager, query))).toBe(10);
  });

  it("show a change with old and new values to whoever works it, and the decision to administrators", async () => {
    const { number } = await askedChange("name", "Robin Mayer", { before: "Robin Meyer" });
    const seen = await request(manager, number);
    expect(seen).toContain("Robin Mayer");
    expect(seen).toContain("Administrators decide it.");
    expect(seen).not.toContain("Approve");
    const decided = await request(administrator, number);
    expect(decided).toContain("Approve");
    expect(decided).toContain("Decline");
    expect(decided).not.toContain(NOT_IMPORTED);
  });

  it("let administrators decide about a contact with any number of rows, with the page's own form", async () => {
    const { asker, number, row } = await askedChange("relations", "Kestrel Power");
    const name = (n: number) => `Consolidated Power and Water Works of District ${n}`;
    const related = await Promise.all(Array.from({ length: 40 }, (_, n) => createCompany({ name: name(n) })));
    await asSystem("test relates", (db) =>
      db.insert(contactCompanies).values(
        related.map(({ id: companyId, brand }) => ({
          brand,
          companyId,
          contactId: asker.id,
          source: "erp" as const,
        })),
      ),
    );
    const wanted = await createCompany();
    const page = await request(administrator, number);
    const [approval, decline] = ["Approve", "Decline"].map((label) => hiddenFields(page, label));
    expect([approval?.seen, decline?.seen]).toEqual([row.id, row.id]);
    const form = { ...approval, sentence: "Done.", relation: "add", company: wanted.externalId };
    expect(await send(approveChangeAction, staffOf(administrator), form)).toEqual({
      kind: "redirected",
      to: `/staff/requests/${number}`,
    });
    expect((await stored(row.id)).change).toMatchObject({ state: "approved", applied: `Added: ${wanted.name}` });
  });

  it("set the status that is offered, based on the messages that are shown", async () => {
    const { asker, number, row } = await askedRequest();
    const newest = await sayIn(row, asker, "One more thing.");
    const form = hiddenFields(await request(manager, number), "Status");
    expect(form).toEqual({ number, from: "new", seen: newest });
    await sayIn(row, asker, "And another.");
    expect(await send(setRequestStatusAction, staffOf(manager), { ...form, status: "closed" })).toMatchObject({
      kind: "refused",
    });
    const again = hiddenFields(await request(manager, number), "Status");
    await send(setRequestStatusAction, staffOf(manager), { ...again, status: "closed" });
    expect((await stored(row.id)).row.status).toBe("closed");
  });

  it("mark a client's message as read, with a button for browsers without JavaScript", async () => {
    const { company, number } = await askedRequest();
    const unread = async () => (await queue(manager, { company: company.id })).includes("Unread");
    expect(await unread()).toBe(true);
    const page = await request(manager, number);
    expect(page).toMatch(/<noscript><form[^>]*aria-label="Mark as read"/);
    expect(await send(staffMarkRequestReadAction, staffOf(manager), hiddenFields(page, "Mark as read"))).toEqual({
      kind: "redirected",
      to: `/staff/requests/${number}`,
    });
    expect(await unread()).toBe(false);
    await send(answerRequestAction, staffOf(manager), { id: uuidv7(), number, body: "Ten." });
    expect(await request(manager, number)).not.toContain("Mark as read");
  });

  it("offer administrators to add to an account team or to remove from it", async () => {
    const { company, number } = await askedChange("account_team", "Lee instead of Dana");
    const dana = await createTeamMember(company);
    const page = await request(administrator, number);
    for (const words of [
      "Add somebody to the team",
      "Remove somebody from the team",
      "Imports do not bring them back until you hand it back to the ERP.",
      `<option value="${dana.id}">Dana Whitfield, account manager</option>`,
      `<option value="${manager.id}">${manager.name}</option>`,
    ]) {
      expect(page).toContain(words);
    }
    const form = { ...hiddenFields(page, "Approve"), sentence: "Done." };
    const bare = await send(approveChangeAction, staffOf(administrator), { ...form, member: "", leaver: "" });
    expect(bare).toMatchObject({ kind: "refused", result: { fieldErrors: { membership: [expect.any(String)] } } });
    const leaves = { ...form, membership: "remove", leaver: dana.id, member: "", role: "account_manager" };
    expect(await send(approveChangeAction, staffOf(administrator), leaves)).toMatchObject({ kind: "redirected" });
    expect(await request(administrator, number)).toContain("Removed: Dana Whitfield, account manager");
  });

  it("link a telephone number with its extension apart", async () => {
    const { asker, company, number } = await askedRequest();
    await asSystem("test phones", async (db) => {
      const phone = { brand: asker.brand, contactId: asker.id, kind: "work", number: "+17175550101;ext=12" } as const;
      await db.insert(contactPhones).values({ id: uuidv7(), ...phone });
      await db.update(companies).set({ phone: "804 555 0140 x7" }).where(eq(companies.id, company.id));
    });
    const page = await request(manager, number);
    expect(page).toMatch(/href="tel:\+17175550101;ext=12"[^>]*>\+1 717 555 0101 ext\. 12</);
    expect(page).toMatch(/href="tel:8045550140;ext=7"[^>]*>804 555 0140 x7</);
  });

  it.each(["rights", "support"] as const)(
    "say beside a change of %s that imports do not overwrite it",
    async (field) => {
      const rights = { billing: true, pay: true, cases: "company", requests: "company" } as const;
      const { number } = await askedChange(field, "All of it", { rights });
      expect(await request(administrator, number)).toContain(NOT_IMPORTED);
      // Only an administrator, who decides, reads this.
      expect(await request(manager, number)).not.toContain(NOT_IMPORTED);
    },
  );

  it("show renewals, and link the file", async () => {
    const { company } = await askedRequest();
    const today = businessToday("America/New_York");
    await createAgreement(company, { product: "Premium support", endsOn: addDays(today, 12), startsOn: today });
    await createTeamMember(company, { name: "Priya Raman" });
    const page = await renewals(manager, { q: company.name });
    for (const words of ["Premium support", "Ends in 12 days", "Priya Raman", "/staff/renewals/export?q="]) {
      expect(page).toContain(words);
    }
  });

  it("have a panel on the staff home", async () => {
    const page = await pageOf(manager, () => StaffPage());
    expect(page).toContain("/staff/requests?owner=me");
    const agent = await member(["support_agent"]);
    expect(await pageOf(agent, () => StaffPage())).not.toContain("/staff/requests");
  });

  it.each([["support_agent"], ["marketing"]] satisfies [StaffRole][])("are forbidden to the role %s", async (role) => {
    const { number } = await askedRequest();
    const outsider = await member([role]);
    const pages = [() => queue(outsider), () => request(outsider, number), () => renewals(outsider)];
    for (const page of pages) {
      await expect(page()).rejects.toMatchObject({ digest: "NEXT_HTTP_ERROR_FALLBACK;403" });
    }
  });

  it("find no request of another brand", async () => {
    const { number } = await askedRequest();
    const elsewhere = await member(["administrator"], "Elsewhere", ["insource"]);
    for (const wanted of [number, "R-999999999999", "%00"]) {
      await expect(request(elsewhere, wanted)).rejects.toMatchObject({ digest: "NEXT_HTTP_ERROR_FALLBACK;404" });
    }
  });
});
