import { describe, expect, it } from "vitest";
import { memberChoices } from "@/components/threads/requests/form-choices";
import { staffAbsences } from "@/db/schema";
import { brandByKey } from "@/lib/gate/brand/load";
import { addDays, businessToday, formatDay } from "@/lib/kit/time";
import { readRequestForm } from "@/lib/threads/requests/ask/queries";
import { parseAskedFor } from "@/lib/threads/requests/schema";
import {
  createAgreement,
  createCompany,
  createContact,
  createEstimate,
  createInvoice,
  createTeamMember,
} from "@/tests/support/world";
import { as, type Contact, LOCAL, look, office } from "./support";

const TODAY = businessToday("America/New_York");
const read = async (contact: Contact, address: Record<string, string>) => {
  const brand = await brandByKey(contact.brand);
  return as(contact, (context) => readRequestForm(context, brand, parseAskedFor(address), LOCAL), "read");
};
const form = async (contact: Contact, address: Record<string, string>) => {
  const found = await read(contact, address);
  if ("why" in found) throw new Error(`shut: ${found.why}`);
  return found;
};

describe("the form of a new request", () => {
  it("shows of each team member who is away and who stands in", async () => {
    const { asker, accounts, subscriptions } = await office();
    await look((db) =>
      db.insert(staffAbsences).values({
        ...{ staffId: accounts.id, standInId: subscriptions.id },
        ...{ startsOn: addDays(TODAY, -1), endsOn: addDays(TODAY, 1) },
      }),
    );
    const labels = memberChoices((await form(asker, {})).team).map(({ label }) => label);
    expect(labels).toEqual([
      `Dana Whitfield, account manager, away until ${formatDay(addDays(TODAY, 1))}, Priya Raman stands in`,
      "Priya Raman, subscription manager",
    ]);
  });

  it("is filled in as its address says", async () => {
    const { company, asker, manager } = await office();
    const agreement = await createAgreement(company, { endsOn: addDays(TODAY, 20) });
    const invoice = await createInvoice(company);
    const estimate = await createEstimate(company);
    expect(await form(asker, { kind: "renewal", agreement: agreement.id, member: manager.id })).toMatchObject({
      ...{ kind: "renewal", agreement: agreement.id, member: manager.id },
    });
    expect(await form(asker, { kind: "invoice", invoice: invoice.number })).toMatchObject({
      ...{ kind: "invoice", invoice: { kind: "invoice", number: invoice.number } },
    });
    expect(await form(asker, { kind: "estimate", estimate: estimate.number })).toMatchObject({
      ...{ kind: "estimate", estimate: estimate.number },
    });
  });

  it("ignores ids in its address that are another company's or invalid", async () => {
    const { company, asker } = await office();
    const strangers = await createCompany();
    const blind = await createContact(company, { requestsScope: "company", billing: false });
    const own = await createInvoice(company);
    const foreign = {
      agreement: (await createAgreement(strangers)).id,
      member: (await createTeamMember(strangers)).id,
      invoice: (await createInvoice(strangers)).number,
      estimate: (await createEstimate(strangers)).number,
    };
    expect(await form(asker, { kind: "renewal", ...foreign })).toMatchObject({ agreement: null, member: null });
    const nothing = { kind: "message", invoice: null, estimate: null };
    expect(await form(asker, { kind: "invoice", ...foreign })).toMatchObject(nothing);
    expect(await form(asker, { kind: "estimate", ...foreign })).toMatchObject(nothing);
    expect(await form(blind, { kind: "invoice", invoice: own.number })).toMatchObject(nothing);
    for (const kind of ["change", "x", ""]) expect((await form(asker, { kind, member: "x" })).kind).toBe("message");
  });

  it("offers agreements by their end, the ended ones last, of the chosen kind alone", async () => {
    const { company, asker } = await office();
    const make = (kind: "support" | "subscription" | "contract", days: number, state?: "cancelled") =>
      createAgreement(company, {
        ...{ kind, startsOn: addDays(TODAY, -400), endsOn: addDays(TODAY, days) },
        ...(state ? { state } : {}),
      });
    const later = await make("subscription", 80);
    const soon = await make("support", 5);
    const lately = await make("contract", -3);
    const longAgo = await make("support", -200);
    await make("support", 50, "cancelled");
    const ids = async (kind: string) => (await form(asker, { kind })).agreements.map(({ id }) => id);
    expect(await ids("renewal")).toEqual([soon.id, later.id, lately.id, longAgo.id]);
    expect(await ids("support_agreement")).toEqual([soon.id, longAgo.id]);
    expect(await ids("subscription")).toEqual([later.id, lately.id]);
    expect(await ids("message")).toEqual([]);
  });

  it("is closed to a contact who may not ask, and says why and whom to write to", async () => {
    const { company } = await office();
    expect(await read(await createContact(company, { requestsScope: "none" }), {})).toMatchObject({
      why: "no-right",
      team: [{ name: "Dana Whitfield" }, { name: "Priya Raman" }],
    });
    expect(await read(await createContact(null), {})).toEqual({ why: "no-company", team: [] });
  });
});
