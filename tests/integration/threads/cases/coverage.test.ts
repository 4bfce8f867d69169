import { eq } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { type agreements, threads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { brandByKey, loadBrands } from "@/lib/gate/brand/load";
import { setCoverage } from "@/lib/people/agreements/coverage/service";
import { promisedHours } from "@/lib/threads/answer-clock/queries";
import { expectedAnswers } from "@/lib/threads/cases/queries";
import { fileCase } from "@/lib/threads/cases/service";
import { listStaffCases } from "@/lib/threads/cases/staff/queue/queries";
import { parseStaffCaseFilters } from "@/lib/threads/cases/staff/queue/schema";
import { triageCase } from "@/lib/threads/cases/staff/triage/service";
import { createAgreement, createCompany, createContact, nobodysId } from "@/tests/support/world";
import { act, member, read } from "./staff/support";
import { as, LOCAL } from "./support";

const HOUR = 3_600_000;

/** A company whose agreement has this coverage, with somebody who may file there. */
async function covered(coverage: string, over: Partial<typeof agreements.$inferInsert> = {}) {
  const company = await createCompany();
  const term = { startsOn: "2020-01-01", endsOn: "2099-12-31", coverage, ...over };
  const agreement = await createAgreement(company, term);
  return { company, agreement, filer: await createContact(company, { casesScope: "company", name: "Robin Meyer" }) };
}

const form = (over: Partial<Parameters<typeof fileCase>[1]> = {}) => ({
  ...{ id: nobodysId(), product: "AVEVA Historian", severity: "production_stopped" as const },
  ...{ subject: "The line stands", description: "Since 2 a.m.", files: [], ...over },
});

async function stored(id: string) {
  const [row] = await asSystem("test looks", (db) => db.select().from(threads).where(eq(threads.id, id)));
  if (!row?.answerDueAt || !row.answerSince) throw new Error("no clock");
  return { ...row, due: row.answerDueAt.getTime(), since: row.answerSince.getTime() };
}

describe("a case under around-the-clock coverage", () => {
  it("is promised by hours of the clock, as the form said, whatever day it is", async () => {
    const { company, filer } = await covered("around_the_clock");
    const brand = await brandByKey("cimsoft");
    const said = await as(filer, (context) => expectedAnswers(context, brand, [company.id], LOCAL), "read");
    expect(said[company.id]?.coverage?.key).toBe("around_the_clock");
    const input = form();
    await as(filer, (context) => fileCase(context, input));
    const { due, since } = await stored(input.id);
    expect(due - since).toBe(HOUR);
    const agent = await member(["support_agent"]);
    const filters = parseStaffCaseFilters({ company: company.id });
    const { rows } = await read(agent, async (context) => listStaffCases(context, filters, await loadBrands(), LOCAL));
    expect(rows[0]?.clock?.words).toMatch(/^due in (1 h|59 min)$/);
  });

  it("keeps a promise that was given when the coverage changes; the next one follows it", async () => {
    const { agreement, filer } = await covered("around_the_clock");
    const [first, second] = [form(), form()];
    await as(filer, (context) => fileCase(context, first));
    const before = await stored(first.id);
    const admin = await member(["administrator"]);
    const change = { agreement: agreement.id, coverage: "chat_hours", seen: "around_the_clock" };
    await act(admin, (context) => setCoverage(context, change));
    await as(filer, (context) => fileCase(context, second));
    expect((await stored(first.id)).due).toBe(before.due);
    const brand = await brandByKey("cimsoft");
    const hours = await asSystem("test looks", (db) =>
      promisedHours({ db }, brand, { kind: "case", companyId: agreement.companyId, product: null }),
    );
    expect(hours.more).toBeUndefined();
    expect((await stored(second.id)).due).toBeGreaterThanOrEqual(before.due);
  });

  it("is counted anew in the same hours when an agent sets another severity", async () => {
    const { filer } = await covered("around_the_clock");
    const input = form();
    const { number } = await as(filer, (context) => fileCase(context, input));
    const agent = await member(["support_agent"]);
    const was = { severity: "production_stopped" as const, product: input.product, version: undefined };
    await act(agent, (context) =>
      triageCase(context, { number, severity: "impaired", product: input.product, version: undefined, was }),
    );
    const { due, since } = await stored(input.id);
    expect(due - since).toBe(4 * HOUR);
  });

  it("is covered for one product where the agreement is about that product", async () => {
    const { company, filer } = await covered("around_the_clock", { product: "AVEVA Historian" });
    await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31", product: "Standard support" });
    const brand = await brandByKey("cimsoft");
    const hoursOf = (product: string | null) =>
      as(filer, (context) => promisedHours(context, brand, { kind: "case", companyId: company.id, product }), "read");
    expect((await hoursOf("AVEVA Historian")).more).toHaveLength(1);
    expect((await hoursOf("AVEVA Edge")).more).toBeUndefined();
    const said = await as(filer, (context) => expectedAnswers(context, brand, [company.id], LOCAL), "read");
    expect(said[company.id]?.coverage?.key).toBe("chat_hours");
  });

  it("does not change what requests are promised by", async () => {
    const { company, filer } = await covered("around_the_clock");
    const brand = await brandByKey("cimsoft");
    const asked = { kind: "request", companyId: company.id, product: null } as const;
    expect(await as(filer, (context) => promisedHours(context, brand, asked), "read")).toBe(brand.supportCalendar);
  });

  it("ends with the last day of the agreement", async () => {
    const today = Temporal.Now.zonedDateTimeISO("America/New_York").toPlainDate();
    const { company, filer } = await covered("around_the_clock", { endsOn: today.toString() });
    const brand = await brandByKey("cimsoft");
    const about = { kind: "case", companyId: company.id, product: null } as const;
    const { more } = await as(filer, (context) => promisedHours(context, brand, about), "read");
    expect(more).toMatchObject([{ to: today.toString() }]);
  });
});
