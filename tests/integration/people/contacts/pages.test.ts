import { beforeAll, describe, expect, it, vi } from "vitest";
import EditCompanyPage from "@/app/staff/companies/[id]/edit/page";
import InvitePage from "@/app/staff/companies/[id]/invite/page";
import MergeCompanyPage from "@/app/staff/companies/[id]/merge/page";
import CompanyPage from "@/app/staff/companies/[id]/page";
import EditContactPage from "@/app/staff/contacts/[id]/edit/page";
import MergeContactPage from "@/app/staff/contacts/[id]/merge/page";
import ContactPage from "@/app/staff/contacts/[id]/page";
import { merge } from "@/tests/integration/people/merges/support";
import { type Member, member } from "@/tests/integration/threads/requests/staff/support";
import { seePage } from "@/tests/support/page";
import { createAgreement, createCompany, createContact, createInvoice, nobodysId } from "@/tests/support/world";
import { household, STRANGERS, stranger } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

/* The pages where administrators edit, invite and merge, as they are rendered. */

let administrator: Member;
beforeAll(async () => {
  administrator = await member(["administrator"], "Noor Haddad");
});

type Page = Parameters<typeof seePage<{ params: Promise<{ id: string }>; searchParams: Promise<object> }>>[0];
const PAGES: Readonly<Record<string, readonly [Page, "contact" | "company"]>> = {
  "edit contact": [EditContactPage as Page, "contact"],
  "merge contacts": [MergeContactPage as Page, "contact"],
  "edit company": [EditCompanyPage as Page, "company"],
  "merge companies": [MergeCompanyPage as Page, "company"],
  "invite contacts": [InvitePage as Page, "company"],
};
const see = (page: Page, id: string, account: { kind: "contact" | "staff"; id: string } | undefined, query = {}) =>
  seePage(
    page,
    { brand: "cimsoft", ...(account && { account }) },
    {
      params: Promise.resolve({ id }),
      searchParams: Promise.resolve(query),
    },
  );
const shown = async (page: Page, id: string, query = {}) => {
  const seen = await see(page, id, { kind: "staff", id: administrator.id }, query);
  if (seen.status !== 200) throw new Error(`status ${seen.status}`);
  return seen.html;
};

describe.each(Object.entries(PAGES))("the page %s", (_, [page, kind]) => {
  it("is an administrator's, and nobody else's", async () => {
    const { company, contact } = await household();
    const id = kind === "contact" ? contact.id : company.id;
    expect(await shown(page, id)).toContain(kind === "contact" ? contact.name : company.name);
    for (const [, roles, brands] of STRANGERS) {
      const { status } = await see(page, id, { kind: "staff", id: (await stranger(roles, brands)).id });
      expect([403, 404]).toContain(status);
    }
    expect((await see(page, id, { kind: "contact", id: contact.id })).status).toBe(404);
    expect((await see(page, id, undefined)).status).toBe(307);
  });

  it("is not found for an id that is nobody's or no id", async () => {
    const account = { kind: "staff", id: administrator.id } as const;
    for (const id of [nobodysId(), "no-id", "%00"]) expect((await see(page, id, account)).status, id).toBe(404);
  });
});

describe("what the pages say", () => {
  it("what stands on a contact, with the rights chosen as they are", async () => {
    const { company, contact } = await household({ pay: true, casesScope: "own", portalFields: ["rights"] });
    const html = await shown(EditContactPage as Page, contact.id, { saved: "rights" });
    expect(html).toContain("The rights are saved.");
    expect(html).toContain('<option value="pay" selected="">');
    expect(html).toContain(company.externalId);
    expect(html).toContain("Hand back to the ERP");
    expect(html).toContain("Disable account");
    expect(html).toContain(">Invite<");
  });

  it("what a merge moves and who sees something new, and afterwards where it went and the way back", async () => {
    const [company, other] = [await createCompany(), await createCompany()];
    await createAgreement(other);
    await createInvoice(other);
    const clerk = await createContact(company, { name: "Lee Park" });
    const html = await shown(MergeCompanyPage as Page, company.id, { find: other.externalId });
    expect(html).toContain("1 agreement");
    expect(html).toContain("1 invoice<");
    expect(html).toContain(clerk.email);
    expect(html).toContain(`Will see invoices, estimates and payments, agreements of ${other.name}`);
    expect(html).toContain(`Merge ${other.name} into ${company.name}`);
    const swapped = await shown(MergeCompanyPage as Page, company.id, { find: other.externalId, keep: "other" });
    expect(swapped).toContain(`Merge ${company.name} into ${other.name}`);
    await merge(administrator, "company", company, other);
    const gone = await shown(EditCompanyPage as Page, other.id);
    expect(gone).toContain("Merged into another company");
    expect(gone).toContain("Undo");
    expect(gone).not.toContain("Name and address");
  });

  it("that nothing was found, or too much", async () => {
    const { company, contact } = await household();
    await createCompany({ name: `${company.name} twin` });
    await createCompany({ name: `${company.name} twin` });
    const missing = await shown(MergeContactPage as Page, contact.id, { find: "nobody@client.example" });
    expect(missing).toContain("The brand has no other contact of this address.");
    const several = await shown(MergeCompanyPage as Page, company.id, { find: `${company.name} twin` });
    expect(several).toContain("More than one has this name. Enter the number.");
  });

  it("the way to them, to administrators alone", async () => {
    const { company, contact } = await household();
    const agent = (await member(["support_agent"])).id;
    for (const [page, id, path] of [
      [ContactPage as Page, contact.id, `/staff/contacts/${contact.id}/edit`],
      [CompanyPage as Page, company.id, `/staff/companies/${company.id}/edit`],
    ] as const) {
      expect(await shown(page, id)).toContain(path);
      const seen = await see(page, id, { kind: "staff", id: agent });
      expect(seen.status === 200 && seen.html.includes(path)).toBe(false);
      expect(seen.status).toBe(200);
    }
  });
});
