import { beforeAll, describe, expect, it } from "vitest";
import { threadEvents } from "@/db/schema";
import { type Context, runAsViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { addDays, businessToday } from "@/lib/kit/time";
import { findRenewalBrief } from "@/lib/site/renewal-brief/queries";
import { type Member, member, read } from "@/tests/integration/threads/requests/staff/support";
import { clientViewer, createAgreement, createCompany, createContact, nobodysId, seed } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";

const TODAY = businessToday("America/New_York");
const START = addDays(TODAY, -300);
/** Three in the afternoon of UTC, so many days after the term began. */
const on = (day: number, hour = 15) => new Date(`${addDays(START, day)}T${String(hour).padStart(2, "0")}:00:00Z`);

let manager: Member;
beforeAll(async () => {
  manager = await member(["account_manager"]);
});

const brief = (context: Context, id: string) => findRenewalBrief(context, id, brandByKey);
const forStaff = (who: Member, id: string) => read(who, (context) => brief(context, id));
const forContact = (contact: Parameters<typeof clientViewer>[0], id: string) =>
  runAsViewer(clientViewer(contact), "read", (context) => brief(context, id));

/** A term of 300 days with five cases: one of before, four in it. */
async function house() {
  const company = await createCompany();
  const contact = await createContact(company, { casesScope: "company" });
  const agreement = await createAgreement(company, { startsOn: START, endsOn: addDays(TODAY, 20) });
  const file = (over: Parameters<typeof createCase>[2]) => createCase(company, contact, over);
  await file({ createdAt: on(-2), severity: "question" });
  // Open for three days with production stopped.
  await file({ createdAt: on(10), severity: "production_stopped", status: "closed", closedAt: on(12) });
  // On the second of two days it no longer stopped production.
  const eased = await file({ createdAt: on(12), severity: "impaired", status: "closed", closedAt: on(20) });
  await seed((db) =>
    db.insert(threadEvents).values({
      ...{ brand: company.brand, threadId: eased.id, kind: "severity", createdAt: on(13) },
      ...{ before: "production_stopped", after: "impaired" },
    }),
  );
  await file({ createdAt: on(30), severity: "question", firstAnsweredAt: on(30, 16), firstAnswerDueAt: on(30, 17) });
  await file({ createdAt: on(40), severity: "question", product: "AVEVA Batch" });
  return { company, contact, agreement };
}

describe("the renewal brief", () => {
  it("has the figures of the term, as counted by hand", async () => {
    const { agreement, company } = await house();
    const found = await forStaff(manager, agreement.id);
    expect(found).toMatchObject({
      company: { id: company.id, name: company.name },
      agreement: { id: agreement.id, kind: "support" },
      cases: {
        ...{ filed: 4, open: 2, answered: 1, inTime: 1 },
        bySeverity: { production_stopped: 1, impaired: 1, question: 2 },
        // Days 10, 11 and 12 of the first case, 12 and 13 of the second.
        stoppedDays: 4,
      },
      lapse: { on: addDays(TODAY, 21) },
    });
    expect(found?.lapse.lines).toContain("2 cases are open today.");
    // Nothing internal: neither seats nor value.
    expect(JSON.stringify({ ...found, brand: null })).not.toMatch(/seats|value|1200000/);
  });

  it("counts for a subscription all cases of the company in its own term", async () => {
    const { company } = await house();
    const term = { kind: "subscription", product: "Batch subscription", endsOn: addDays(TODAY, 20) } as const;
    const subscription = await createAgreement(company, { ...term, startsOn: addDays(START, 30) });
    expect((await forStaff(manager, subscription.id))?.cases).toMatchObject({ filed: 2, open: 2, stoppedDays: 0 });
  });

  it("is the same sheet for a contact who sees all cases of the company", async () => {
    const { agreement, contact } = await house();
    const theirs = await forContact(contact, agreement.id);
    expect(theirs).toEqual(await forStaff(manager, agreement.id));
  });

  it("gives contacts without the scope company no figures, nor how much is open", async () => {
    const { agreement, company, contact } = await house();
    for (const casesScope of ["none", "own"] as const) {
      const found = await forContact({ ...contact, casesScope }, agreement.id);
      expect([found?.agreement.id, found?.cases]).toEqual([agreement.id, null]);
      expect(found?.lapse.lines.join()).not.toContain("open today");
    }
    const billingless = await createContact(company, { billing: false });
    expect((await forContact(billingless, agreement.id))?.cases).toBeNull();
  });

  it("gives no figures where no support agreement is in force, rather than none at all", async () => {
    const company = await createCompany();
    const contact = await createContact(company, { casesScope: "company" });
    const agreement = await createAgreement(company, { startsOn: START, endsOn: addDays(TODAY, -5) });
    await createCase(company, contact, { createdAt: on(10) });
    expect((await forContact(contact, agreement.id))?.cases).toBeNull();
    expect((await forStaff(manager, agreement.id))?.cases).toMatchObject({ filed: 1 });
  });

  it("is missing for outsiders: another company, a related one, another brand, staff without clients", async () => {
    const { agreement, company } = await house();
    const beside = await createCompany();
    const related = await createContact(beside, { casesScope: "company", relatedTo: [company] });
    const stranger = await createContact(await createCompany({ brand: "insource" }), { casesScope: "company" });
    for (const contact of [related, stranger, await createContact(null)]) {
      expect(await forContact(contact, agreement.id)).toBeNull();
    }
    const elsewhere = await member(["administrator"], undefined, ["insource"]);
    for (const who of [elsewhere, await member(["marketing"])]) {
      expect(await forStaff(who, agreement.id)).toBeNull();
    }
    expect(await forStaff(manager, nobodysId())).toBeNull();
  });
});
