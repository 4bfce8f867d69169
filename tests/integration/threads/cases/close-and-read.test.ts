import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { POST } from "@/app/api/threads/[id]/read/route";
import { threadReads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { readCaseAccess } from "@/lib/threads/cases/access/queries";
import { sessionCookie, visit } from "@/tests/support/route";
import {
  createAgreement,
  createCompany,
  createContact,
  createStaff,
  createTeamMember,
  nobodysId,
} from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { as, type Contact, coveredCompany, ENDED, plant } from "./support";

const access = (contact: Contact) => as(contact, (context) => readCaseAccess(context, context.brand), "read");

describe("a contact may work with cases today", () => {
  it("at every company that they reach, the primary one first", async () => {
    const primary = await coveredCompany("cimsoft", "Zeta Works");
    const related = await createCompany({ name: "Alpha Works" });
    const contact = await createContact(primary, { casesScope: "own", relatedTo: [related] });
    await createTeamMember(primary);
    expect(await access(contact)).toMatchObject({
      access: {
        kind: "open",
        companies: [
          { name: "Zeta Works", isPrimary: true, inForce: true },
          { name: "Alpha Works", isPrimary: false, inForce: false },
        ],
      },
      primary: { kind: "in-force" },
      team: [{ role: "account_manager" }],
    });
  });

  it("only with the right and a company", async () => {
    const company = await coveredCompany();
    await createTeamMember(company);
    const none = await access(await createContact(company, { casesScope: "none" }));
    expect(none).toMatchObject({ access: { kind: "no-right" }, team: [{ role: "account_manager" }] });
    expect((await access(await createContact(null, { casesScope: "own" }))).access).toEqual({ kind: "no-company" });
  });

  it("only with an agreement in force, and is told when the primary company's ended", async () => {
    const primary = await createCompany();
    await createAgreement(primary, ENDED);
    const related = await createCompany();
    const contact = await createContact(primary, { casesScope: "company", relatedTo: [related] });
    expect(await access(contact)).toMatchObject({
      access: { kind: "no-agreement", companies: [{ id: primary.id }, { id: related.id }] },
      primary: { kind: "ended", term: { endsOn: ENDED.endsOn } },
    });
  });

  it("never through a related company on a brand that reaches the primary one alone", async () => {
    const primary = await createCompany({ brand: "insource" });
    const contact = await createContact(primary, {
      casesScope: "company",
      relatedTo: [await coveredCompany("insource")],
    });
    expect((await access(contact)).access).toMatchObject({
      kind: "no-agreement",
      companies: [{ id: primary.id }],
    });
  });
});

describe("marking a thread as read", () => {
  const read = (threadId: string) =>
    asSystem("test look", (db) => db.select().from(threadReads).where(eq(threadReads.threadId, threadId)));
  const post = async (
    brand: string,
    account: { kind: "contact" | "staff"; id: string } | null,
    id: string,
    headers: Record<string, string> = {},
  ) =>
    visit(POST, {
      brand,
      path: `/api/threads/${id}/read`,
      params: { id },
      method: "POST",
      cookie: account ? await sessionCookie(account, brand) : undefined,
      headers,
    });

  it("moves the time for its reader, client or agent, later each time", async () => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer);
    const agent = await createStaff(["support_agent"]);
    const client = { kind: "contact" as const, id: filer.id };
    expect((await post("cimsoft", client, row.id)).status).toBe(204);
    const [before] = await read(row.id);
    expect((await post("cimsoft", client, row.id)).status).toBe(204);
    const [after] = await read(row.id);
    expect(after?.readAt.getTime()).toBeGreaterThanOrEqual(before?.readAt.getTime() ?? Number.NaN);
    expect((await post("cimsoft", { kind: "staff", id: agent.id }, row.id)).status).toBe(204);
    expect((await read(row.id)).map(({ readerId }) => readerId).sort()).toEqual([filer.id, agent.id].sort());
  });

  it("finds no thread for somebody who may not see it, and takes no form from another site", async () => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer);
    const outsiders = [
      ["cimsoft", null],
      ["cimsoft", (await plant("cimsoft", "company")).filer],
      ["insource", (await plant("insource", "company")).filer],
      ["cimsoft", await createContact(company, { casesScope: "none" })],
      ["cimsoft", await createContact(company, { casesScope: "own" })],
    ] as const;
    for (const [brand, contact] of outsiders) {
      expect((await post(brand, contact && { kind: "contact", id: contact.id }, row.id)).status).toBe(404);
    }
    const marketing = await createStaff(["marketing"]);
    expect((await post("cimsoft", { kind: "staff", id: marketing.id }, row.id)).status).toBe(404);
    const client = { kind: "contact" as const, id: filer.id };
    for (const id of [nobodysId(), "nothing", `${row.id}'`]) {
      expect((await post("cimsoft", client, id)).status).toBe(404);
    }
    const foreign = await post("cimsoft", client, row.id, { origin: "https://elsewhere.example" });
    expect(foreign.status).toBe(403);
    expect(await read(row.id)).toEqual([]);
  });
});
