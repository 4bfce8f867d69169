import { and, eq, like, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { agreements, auditEvents, contactCompanies, contacts, notices, outbox, threads } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { runTellTask } from "@/lib/jobs/tell";
import { findCase } from "@/lib/threads/cases/queries";
import { replyToCase } from "@/lib/threads/cases/service";
import { filePhonedCaseAction } from "@/lib/threads/cases/staff/begin/actions";
import { readPhonedForm } from "@/lib/threads/cases/staff/begin/queries";
import type { PhonedCaseInput } from "@/lib/threads/cases/staff/begin/schema";
import { filePhonedCase } from "@/lib/threads/cases/staff/begin/service";
import { as, contactOf, coveredCompany, ENDED, LOCAL, plant, send } from "@/tests/integration/threads/cases/support";
import { refusal } from "@/tests/integration/threads/requests/staff/support";
import { clientViewer, createAgreement, createCompany, createContact, nobodysId } from "@/tests/support/world";
import { act, type Member, member, read, stored } from "./support";

/* A case that a contact phoned in: filed in their name, by agents and administrators, where the contact could see it. */

let agent: Member;
beforeAll(async () => {
  agent = await member(["support_agent"], "Dana Reyes");
});

const phoned = (company: { id: string }, contact: { id: string }, over: Partial<PhonedCaseInput> = {}) => ({
  ...{ id: uuidv7(), company: company.id, contact: contact.id, product: "AVEVA Historian" },
  ...{ severity: "impaired" as const, subject: "Historian stops", description: "Every night at two." },
  ...{ files: [], ...over },
});

const nothing = async (id: string) => {
  const rows = await asSystem("test looks", (db) =>
    db.select({ id: threads.id }).from(threads).where(eq(threads.id, id)),
  );
  expect(rows).toEqual([]);
};

describe("a phoned-in case", () => {
  it("is the contact's, says who filed it, and is answered in the time of one that they filed themselves", async () => {
    const { company, filer } = await plant();
    const input = phoned(company, filer, { productVersion: "2023 R2" });
    const { number } = await act(agent, (context) => filePhonedCase(context, input));
    const { row, said, events } = await stored(input.id);
    expect(row).toMatchObject({ number, filedBy: filer.id, filedByName: "Robin Meyer", companyId: company.id });
    expect(row).toMatchObject({ status: "new", ownerId: null, productVersion: "2023 R2", firstAnsweredAt: null });
    expect(row.answerDueAt).toEqual(row.firstAnswerDueAt);
    expect(row.answerDueAt?.getTime()).toBeGreaterThan(row.createdAt.getTime());
    expect(said).toMatchObject([{ authorKind: "staff", authorName: "Dana Reyes", body: "Every night at two." }]);
    expect(events).toMatchObject([{ kind: "filed", actorName: "Dana Reyes", after: "Robin Meyer", internal: false }]);
    const audit = await asSystem("test looks", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.entityId, input.id)),
    );
    expect(audit).toMatchObject([{ action: "case.begun-for-contact", actorId: agent.id }]);
    const shown = await as(filer, (context) => findCase(context, { brand: context.brand, number }, LOCAL), "read");
    const begun = shown?.thread.items.find((item) => item.kind === "event");
    expect(begun).toMatchObject({ what: "filed", forMe: true, actor: { name: "Dana Reyes" } });
    await as(filer, (context) => replyToCase(context, { id: uuidv7(), number, body: "It is worse.", files: [] }));
    expect((await stored(input.id)).said).toHaveLength(2);
  });

  it("is told to the contact in one mail with what was written down, and to the agents but the one who filed it", async () => {
    const { company, filer } = await plant();
    const other = await member(["support_agent"], "Lee Ortiz");
    const input = phoned(company, filer);
    const { number } = await act(agent, (context) => filePhonedCase(context, input));
    await runTellTask({ message: input.id });
    await runTellTask({ message: input.id });
    const mails = await asSystem("test looks", (db) => db.select().from(outbox).where(eq(outbox.threadId, input.id)));
    const of = (personId: string) => mails.filter((mail) => mail.personId === personId);
    expect(of(filer.id)).toMatchObject([
      { kind: "case-received", props: { phoned: { by: "Dana Reyes", text: "Every night at two." } } },
    ]);
    expect(of(other.id)).toMatchObject([
      { kind: "case-for-agents", props: { author: "Robin Meyer (by phone, written down by Dana Reyes)", isNew: true } },
    ]);
    expect(of(agent.id)).toEqual([]);
    const bell = await asSystem("test looks", (db) =>
      db
        .select()
        .from(notices)
        .where(and(eq(notices.personId, filer.id), like(notices.title, "Dana%"))),
    );
    expect(bell).toMatchObject([{ title: `Dana Reyes filed ${number} for you: Historian stops` }]);
  });

  it("is one case however often its form comes, also twice at once", async () => {
    const { company, filer } = await plant();
    const input = phoned(company, filer);
    const file = () => act(agent, (context) => filePhonedCase(context, input)).catch((error: unknown) => error);
    const answers = await Promise.all([file(), file()]);
    const { number } = await act(agent, (context) => filePhonedCase(context, input));
    expect(answers).toContainEqual({ number });
    expect((await stored(input.id)).said).toHaveLength(1);
    const changed = { ...input, description: "Every day at two." };
    expect(await refusal(act(agent, (context) => filePhonedCase(context, changed)))).toContain("CONFLICT");
    const colleague = await member(["support_agent"]);
    expect(await refusal(act(colleague, (context) => filePhonedCase(context, input)))).toContain("NOT_FOUND");
  });

  it("is filed for nobody who could not see it, and the form names who can", async () => {
    const company = await coveredCompany();
    const able = await createContact(company, { casesScope: "own", name: "Ann Able" });
    const rightless = await createContact(company, { casesScope: "none", name: "Bob Barred" });
    const closed = await createContact(company, { casesScope: "company", name: "Cy Closed", closedAt: new Date() });
    const lapsedCompany = await createCompany({ brand: "cimsoft" });
    await createAgreement(lapsedCompany, ENDED);
    const lapsed = await createContact(lapsedCompany, { casesScope: "company", name: "Di Lapsed" });
    for (const [at, who, words] of [
      [company, rightless, "Bob Barred has no right to cases, so they would not see this. Who can see it: Ann Able."],
      [company, closed, "Cy Closed has a closed account, so they would not see this. Who can see it: Ann Able."],
      [lapsedCompany, lapsed, "Di Lapsed has no support agreement in force here, so they would not see this. Nobody"],
      [company, lapsed, "Who can see it: Ann Able."],
    ] as const) {
      const input = phoned(at, who);
      expect(await refusal(act(agent, (context) => filePhonedCase(context, input)))).toContain(words);
      await nothing(input.id);
    }
    const form = await read(agent, (context) =>
      readPhonedForm(context, { company: null, contact: rightless.id, isBroken: false }, LOCAL),
    );
    expect(form?.refused).toEqual({ name: "Bob Barred", why: "no-cases" });
    expect(form?.callers).toMatchObject([{ id: able.id }]);
    expect(form?.people.unable.map(({ name }) => name)).toEqual(["Bob Barred", "Cy Closed"]);
  });

  it("may be for a related company whose cases the contact reaches, on a brand that allows it", async () => {
    for (const [brand, reaches] of [
      ["cimsoft", true],
      ["insource", false],
    ] as const) {
      const { filer } = await plant(brand);
      const related = await coveredCompany(brand);
      await asSystem("test world", (db) =>
        db.insert(contactCompanies).values({ brand, contactId: filer.id, companyId: related.id, source: "erp" }),
      );
      const input = phoned(related, filer, { product: "Another product" });
      const filed = act(agent, (context) => filePhonedCase(context, input));
      if (reaches) expect((await filed).number).toMatch(/^C-/);
      else expect(await refusal(filed)).toContain("INVALID");
      const form = await read(agent, (context) =>
        readPhonedForm(context, { company: null, contact: filer.id, isBroken: false }, LOCAL),
      );
      expect(form?.companies).toHaveLength(reaches ? 2 : 1);
    }
  });

  it("is refused where the agreement or the right goes between the form and the sending", async () => {
    const { company, filer } = await plant();
    const input = phoned(company, filer);
    await asSystem("test world", (db) =>
      db.update(agreements).set({ endsOn: "2020-12-31" }).where(eq(agreements.companyId, company.id)),
    );
    expect(await refusal(act(agent, (context) => filePhonedCase(context, input)))).toContain("INVALID");
    await nothing(input.id);
  });

  it("takes the contact's mail back where they lose the right before it is queued", async () => {
    const { company, filer } = await plant();
    const input = phoned(company, filer);
    await act(agent, (context) => filePhonedCase(context, input));
    await asSystem("test world", (db) =>
      db.update(contacts).set({ casesScope: "none" }).where(eq(contacts.id, filer.id)),
    );
    await runTellTask({ message: input.id });
    const mails = await asSystem("test looks", (db) => db.select().from(outbox).where(eq(outbox.threadId, input.id)));
    expect(mails.filter(({ personId }) => personId === filer.id)).toEqual([]);
  });
});

describe("outsiders", () => {
  it("file nothing: clients, signed out, other roles, other brands", async () => {
    const { company, filer } = await plant();
    const { files: _, ...fields } = phoned(company, filer);
    expect(await send(filePhonedCaseAction, { brand: "cimsoft" }, fields)).toMatchObject({ to: "/login" });
    expect((await send(filePhonedCaseAction, contactOf(filer), fields)).kind).not.toBe("redirected");
    for (const role of ["account_manager", "subscription_manager", "marketing"] as const) {
      const who = await member([role]);
      const sent = await send(
        filePhonedCaseAction,
        { brand: "cimsoft", account: { kind: "staff", id: who.id } },
        fields,
      );
      expect(sent.kind, role).not.toBe("redirected");
    }
    const elsewhere = await member(["administrator"], "Kim Duarte", ["insource"]);
    const there = await send(
      filePhonedCaseAction,
      { brand: "insource", account: { kind: "staff", id: elsewhere.id } },
      fields,
    );
    expect(there.kind).not.toBe("redirected");
    await nothing(fields.id);
  });

  it("get nothing from the database either", async () => {
    const { company, filer } = await plant();
    const call = (id: string) =>
      `select staff_begins_thread('${id}', 'case', '${company.id}', '${filer.id}', null, 'x', 'question', 'x', null, null, null, null, now(), now())`;
    const manager = await member(["account_manager"]);
    const elsewhere = await member(["support_agent"], "Kim Duarte", ["insource"]);
    for (const who of [manager, elsewhere]) {
      const id = nobodysId();
      const rows = await runAsViewer(who.viewer, "write", ({ db }) => db.execute(sql.raw(call(id))));
      expect([...rows]).toEqual([{ staff_begins_thread: null }]);
      await nothing(id);
    }
    const client = runAsViewer(clientViewer(filer), "write", ({ db }) => db.execute(sql.raw(call(nobodysId()))));
    await expect(client).rejects.toThrow();
    const seen = await runAsViewer(elsewhere.viewer, "read", ({ db }) =>
      db.execute(sql`select contact_id from contacts_for_thread(${company.id}::uuid, 'case', '')
        union all select company_id from companies_for_cases(${filer.id}::uuid)`),
    );
    expect([...seen]).toEqual([]);
  });

  it("find no form", async () => {
    const { company, filer } = await plant();
    const elsewhere = await member(["support_agent"], "Kim Duarte", ["insource"]);
    for (const wish of [
      { company: company.id, contact: null, isBroken: false },
      { company: null, contact: filer.id, isBroken: false },
    ]) {
      expect(await read(elsewhere, (context) => readPhonedForm(context, wish, LOCAL))).toBeNull();
      expect(await read(agent, (context) => readPhonedForm(context, wish, LOCAL))).not.toBeNull();
    }
  });
});
