import { asc, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { auditEvents, messages, threadEvents } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { openMinutesBetween } from "@/lib/kit/business-minutes";
import { businessInstant } from "@/lib/kit/time";
import { readCaseTargets as readTargets } from "@/lib/threads/answer-clock/queries";
import { fileCaseAction } from "@/lib/threads/cases/actions";
import { expectedAnswers } from "@/lib/threads/cases/queries";
import type { FileCaseInput } from "@/lib/threads/cases/schema";
import { fileCase } from "@/lib/threads/cases/service";
import { cases } from "@/tests/support/threads";
import { createAgreement, createCompany, createContact, createStaff } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { as, type Contact, contactOf, coveredCompany, ENDED, LOCAL, plant, send } from "./support";

const form = (over: Partial<FileCaseInput> = {}): FileCaseInput => ({
  id: uuidv7(),
  product: "AVEVA Historian",
  productVersion: "2023 R2",
  severity: "production_stopped",
  subject: "Historian stops at night",
  description: "It stops at 2 a.m.\nSince Monday.",
  files: [],
  ...over,
});
const fields = ({ id, product, severity, subject, description, company }: FileCaseInput) => ({
  id,
  product,
  severity,
  subject,
  description,
  ...(company ? { company } : {}),
});
const file = (contact: Contact, input: FileCaseInput) => as(contact, (context) => fileCase(context, input));
const stored = (id: string) =>
  asSystem("test look", async (db) => {
    const [row] = await db.select().from(cases).where(eq(cases.id, id));
    return row;
  });
const count = (companyId: string) =>
  asSystem("test look", async (db) => (await db.select().from(cases).where(eq(cases.companyId, companyId))).length);

describe("filing a case", () => {
  it("makes a case with its description as the first message, a quiet line and a record", async () => {
    const { company, filer } = await plant();
    const input = form();
    const { number } = await file(filer, input);
    expect(number).toMatch(/^C-\d{6,}$/);
    expect(await stored(input.id)).toMatchObject({
      number,
      brand: "cimsoft",
      companyId: company.id,
      filedBy: filer.id,
      filedByName: "Robin Meyer",
      status: "new",
      severity: "production_stopped",
      product: "AVEVA Historian",
      productVersion: "2023 R2",
      lastAuthorKind: "contact",
      lastAuthorId: filer.id,
      ownerId: null,
      firstAnsweredAt: null,
    });
    const [said, done, audited] = await asSystem("test look", async (db) => [
      await db.select().from(messages).where(eq(messages.threadId, input.id)),
      await db.select().from(threadEvents).where(eq(threadEvents.threadId, input.id)),
      await db.select().from(auditEvents).where(eq(auditEvents.entityId, input.id)),
    ]);
    expect(said).toMatchObject([
      { id: input.id, body: "It stops at 2 a.m.\nSince Monday.", authorName: "Robin Meyer" },
    ]);
    expect(done).toMatchObject([{ kind: "filed", actorId: filer.id, internal: false }]);
    expect(audited).toMatchObject([{ action: "case.filed", actorId: filer.id }]);
  });

  it.each(["production_stopped", "impaired", "question"] as const)(
    "promises the first answer to %s in the chat's hours, as the form said",
    async (severity) => {
      const { company, filer } = await plant();
      const brand = await brandByKey("cimsoft");
      const said = await as(filer, (context) => expectedAnswers(context, brand, [company.id], LOCAL), "read");
      const targets = await as(filer, (context) => readTargets(context, "cimsoft"), "read");
      const input = form({ severity });
      await file(filer, input);
      const row = await stored(input.id);
      if (!row?.answerSince || !row.answerDueAt) throw new Error("no clock");
      expect(row.firstAnswerDueAt).toEqual(row.answerDueAt);
      const minutes = openMinutesBetween(
        brand.chatCalendar,
        businessInstant(row.answerSince),
        businessInstant(row.answerDueAt),
      );
      expect(minutes).toBe(targets[severity]);
      expect(said[company.id]?.answers[severity].when).toContain("Eastern");
    },
  );

  it("makes one case of a form that is sent twice, one after the other or at once", async () => {
    const { company, filer } = await plant();
    const input = form();
    const both = await Promise.all([file(filer, input), file(filer, input)]);
    const again = await file(filer, input);
    expect(new Set([...both, again].map(({ number }) => number)).size).toBe(1);
    expect(await count(company.id)).toBe(1);
    expect((await stored(input.id))?.subject).toBe("Historian stops at night");
  });

  it("shows nobody the case of another under the id of its form", async () => {
    const { company, filer } = await plant();
    const input = form();
    await file(filer, input);
    const colleague = await createContact(company, { casesScope: "company" });
    const stranger = (await plant()).filer;
    for (const other of [colleague, stranger]) {
      await expect(file(other, { ...input })).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await count(company.id)).toBe(1);
  });
});

describe("the company that a case is filed for", () => {
  it("is the primary one unless another is chosen", async () => {
    const primary = await coveredCompany();
    const related = await coveredCompany();
    const contact = await createContact(primary, { casesScope: "own", relatedTo: [related] });
    const inPrimary = form();
    const inRelated = form({ company: related.id });
    await file(contact, inPrimary);
    await file(contact, inRelated);
    expect((await stored(inPrimary.id))?.companyId).toBe(primary.id);
    expect((await stored(inRelated.id))?.companyId).toBe(related.id);
  });

  it("is the only one with an agreement where there is no other, and must be named where there are several", async () => {
    const primary = await createCompany();
    await createAgreement(primary, ENDED);
    const [one, two] = [await coveredCompany(), await coveredCompany()];
    const contact = await createContact(primary, { casesScope: "own", relatedTo: [one] });
    const input = form();
    await file(contact, input);
    expect((await stored(input.id))?.companyId).toBe(one.id);
    const withTwo = await createContact(primary, { casesScope: "own", relatedTo: [one, two] });
    await expect(file(withTwo, form())).rejects.toMatchObject({ code: "INVALID", field: "company" });
  });

  it("is never one without an agreement, of another customer, or beyond the brand's reach", async () => {
    const primary = await coveredCompany();
    const lapsed = await createCompany();
    await createAgreement(lapsed, ENDED);
    const contact = await createContact(primary, { casesScope: "own", relatedTo: [lapsed] });
    const strangers = await coveredCompany();
    for (const company of [lapsed.id, strangers.id]) {
      await expect(file(contact, form({ company }))).rejects.toMatchObject({ code: "INVALID", field: "company" });
    }
    // InSource reaches the primary company alone.
    const [own, other] = [await coveredCompany("insource"), await coveredCompany("insource")];
    const inInsource = await createContact(own, { casesScope: "own", relatedTo: [other] });
    await expect(file(inInsource, form({ company: other.id }))).rejects.toMatchObject({ field: "company" });
  });
});

describe("somebody who may not file a case", () => {
  it("is told the reason: no right, no company or no agreement", async () => {
    const company = await coveredCompany();
    const lapsed = await createCompany();
    await createAgreement(lapsed, ENDED);
    const nobody = [
      await createContact(company, { casesScope: "none" }),
      await createContact(null, { casesScope: "company" }),
      await createContact(lapsed, { casesScope: "company" }),
      await createContact(await createCompany(), { casesScope: "company" }),
    ];
    for (const contact of nobody) {
      const input = form();
      await expect(file(contact, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
      const sent = await send(fileCaseAction, contactOf(contact), fields(input));
      expect(sent).toMatchObject({ kind: "refused", result: { ok: false, values: { subject: input.subject } } });
      expect(await stored(input.id)).toBeUndefined();
    }
  });

  it("is led to sign-in when signed out, finds nothing as staff, and cannot send the form from another site", async () => {
    const { filer } = await plant();
    const agent = await createStaff(["support_agent", "administrator"]);
    const input = form();
    expect(await send(fileCaseAction, { brand: "cimsoft" }, fields(input))).toEqual({
      kind: "redirected",
      to: "/login",
    });
    const asStaff = { brand: "cimsoft", account: { kind: "staff" as const, id: agent.id } };
    expect(await send(fileCaseAction, asStaff, fields(input))).toEqual({ kind: "missing" });
    const foreign = await send(fileCaseAction, contactOf(filer), fields(input), {
      origin: "https://elsewhere.example",
    });
    expect(foreign).toMatchObject({ kind: "refused", result: { message: "This form came from another site." } });
    expect(await stored(input.id)).toBeUndefined();
  });

  it("is not signed in on the other brand with a session of this one", async () => {
    const { filer } = await plant();
    const input = form();
    const elsewhere = { brand: "insource", account: { kind: "contact" as const, id: filer.id } };
    const outcome = await send(fileCaseAction, elsewhere, fields(input)).catch(() => ({ kind: "failed" }));
    expect(outcome.kind).not.toBe("refused");
    expect(await stored(input.id)).toBeUndefined();
  });
});

describe("the form of a new case", () => {
  it.each([
    ["production_stopped", "10:00", ""],
    ["production_stopped", "02:00", "/tonight"],
    ["impaired", "02:00", ""],
  ] as const)("leads to the new case, or at night to what happens now: %s at %s", async (severity, time, page) => {
    vi.stubEnv("PORTAL_CLOCK_OFFSET_MS", String(Date.parse(`2026-12-07T${time}:00-05:00`) - Date.now()));
    const { filer } = await plant();
    const input = { ...form(), severity };
    const outcome = await send(fileCaseAction, contactOf(filer), fields(input));
    vi.unstubAllEnvs();
    const row = await stored(input.id);
    expect(outcome).toEqual({ kind: "redirected", to: `/cases/${row?.number}${page}?filed=yes` });
  });

  it("says of each empty field what to do, and gives back what was typed", async () => {
    const { filer } = await plant();
    const outcome = await send(fileCaseAction, contactOf(filer), {
      id: uuidv7(),
      product: "",
      subject: "  ",
      description: "Kept",
    });
    expect(outcome).toMatchObject({
      kind: "refused",
      result: {
        values: { description: "Kept" },
        fieldErrors: {
          product: ["Choose the product that this is about."],
          severity: ["Choose how badly your plant is hit."],
          subject: ["Say in a few words what this is about."],
        },
      },
    });
  });

  it("takes the longest text, and refuses a longer one", async () => {
    const { filer } = await plant();
    const most = "x".repeat(20_000);
    const fits = form({ description: most });
    expect((await send(fileCaseAction, contactOf(filer), fields(fits))).kind).toBe("redirected");
    const tooLong = await send(fileCaseAction, contactOf(filer), fields(form({ description: `${most}x` })));
    expect(tooLong).toMatchObject({ kind: "refused", result: { fieldErrors: { description: [expect.any(String)] } } });
  });

  it("keeps text with characters that the database cannot store, without those", async () => {
    const { filer } = await plant();
    const input = form({ subject: "Odd\u0000\tone", description: "a\u0000b\r\nc\ud800" });
    expect((await send(fileCaseAction, contactOf(filer), fields(input))).kind).toBe("redirected");
    expect((await stored(input.id))?.subject).toBe("Odd one");
    const [said] = await asSystem("test look", (db) =>
      db.select().from(messages).where(eq(messages.threadId, input.id)).orderBy(asc(messages.createdAt)),
    );
    expect(said?.body).toBe("ab\nc\ufffd");
  });

  it("cannot use the id of a case that is not the sender's", async () => {
    const { company, filer } = await plant();
    const theirs = await createCase(company, await createContact(company, { casesScope: "own" }));
    const outcome = await send(fileCaseAction, contactOf(filer), fields(form({ id: theirs.id })));
    expect(outcome).toEqual({ kind: "missing" });
  });
});
