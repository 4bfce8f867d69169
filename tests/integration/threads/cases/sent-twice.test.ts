import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { auditEvents, files, messages, threadNotes } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { systemNow } from "@/lib/kit/time";
import { fileCaseAction, replyToCaseAction } from "@/lib/threads/cases/actions";
import type { FileCaseInput } from "@/lib/threads/cases/schema";
import { fileCase, replyToCase } from "@/lib/threads/cases/service";
import { answerCase, noteCase } from "@/lib/threads/cases/staff/service";
import { triageCase } from "@/lib/threads/cases/staff/triage/service";
import { cases } from "@/tests/support/threads";
import { createContact } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { act, filedCase, type Member, member } from "./staff/support";
import { as, type Contact, contactOf, coveredCompany, plant, send } from "./support";

/* A form sent again with the same content has one result; with other content it is refused and nothing typed is lost. */

const form = (over: Partial<FileCaseInput> = {}): FileCaseInput => ({
  id: uuidv7(),
  product: "AVEVA Historian",
  severity: "impaired",
  subject: "Historian stops at night",
  description: "It stops at 2 a.m.",
  files: [],
  ...over,
});
const file = (contact: Contact, input: FileCaseInput) => as(contact, (context) => fileCase(context, input));
const look = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem("test look", work);
const caseOf = (id: string) => look(async (db) => (await db.select().from(cases).where(eq(cases.id, id)))[0]);
const bodiesOf = (threadId: string) =>
  look(async (db) =>
    (await db.select().from(messages).where(eq(messages.threadId, threadId)).orderBy(messages.createdAt)).map(
      ({ body }) => body,
    ),
  );
const notesOf = (threadId: string) =>
  look((db) => db.select().from(threadNotes).where(eq(threadNotes.threadId, threadId)));

async function looseFile(kind: "contact" | "staff", uploaderId: string, brand = "cimsoft"): Promise<string> {
  const id = randomBytes(24).toString("base64url");
  await look((db) =>
    db.insert(files).values({
      id,
      brand,
      uploaderKind: kind,
      uploaderId,
      name: "trend.txt",
      sizeBytes: 10,
      mediaType: "text/plain",
      sha256: "0".repeat(64),
      scan: "clean",
    }),
  );
  return id;
}

describe("the form of a new case sent twice", () => {
  it.each([
    ["subject", { subject: "Something else" }],
    ["description", { description: "It stops at 3 a.m." }],
    ["severity", { severity: "production_stopped" }],
    ["product", { product: "Another product" }],
    ["version", { productVersion: "2023" }],
  ] as const)("with another %s is refused with a new id, under which it is then filed", async (_what, change) => {
    const { filer } = await plant();
    const input = form();
    const { number } = await file(filer, input);
    const { files: _none, ...fields } = { ...input, ...change };
    const refused = await send(fileCaseAction, contactOf(filer), fields);
    if (refused.kind !== "refused") throw new Error(`not refused: ${refused.kind}`);
    expect(refused.result.message).toBe(
      `You already sent this form, as ${number}. Your new text is still here: send it again.`,
    );
    const { id } = refused.result.values;
    expect(refused.result.values).toMatchObject({ subject: fields.subject, description: fields.description });
    if (typeof id !== "string" || id === input.id) throw new Error("no fresh id");
    expect((await send(fileCaseAction, contactOf(filer), { ...fields, id })).kind).toBe("redirected");
    expect(await caseOf(id)).toMatchObject({ subject: fields.subject, product: fields.product });
    expect(await caseOf(input.id)).toMatchObject({ subject: input.subject, product: input.product });
  });

  it("for another company is refused, and the case stays at its company", async () => {
    const company = await coveredCompany();
    const related = await coveredCompany();
    const filer = await createContact(company, { casesScope: "own", relatedTo: [related] });
    const input = form();
    const first = await file(filer, input);
    expect(await file(filer, { ...input, company: company.id })).toEqual(first);
    await expect(file(filer, { ...input, company: related.id })).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await caseOf(input.id))?.companyId).toBe(company.id);
  });

  it("counts as the same form after an agent has changed the case", async () => {
    const { filer } = await plant();
    const input = form();
    const first = await file(filer, input);
    const agent = await member(["support_agent"]);
    const was = { severity: "impaired" as const, product: "AVEVA Historian", version: undefined };
    const about = { number: first.number, severity: "question" as const, product: "AVEVA Edge", version: "2023", was };
    await act(agent, (context) => triageCase(context, about));
    expect(await file(filer, input)).toEqual(first);
    await expect(file(filer, { ...input, severity: "question" })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("is refused with a file added, and counts as the same with one missing", async () => {
    const { filer } = await plant();
    const input = form({ files: [await looseFile("contact", filer.id)] });
    const first = await file(filer, input);
    expect(await file(filer, input)).toEqual(first);
    expect(await file(filer, { ...input, files: [] })).toEqual(first);
    const more = [...input.files, await looseFile("contact", filer.id)];
    await expect(file(filer, { ...input, files: more })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("cannot use the id of a message of another case", async () => {
    const { company, filer } = await plant();
    const theirs = await plant();
    const row = await createCase(company, filer);
    const id = uuidv7();
    await as(filer, (context) => replyToCase(context, { id, number: row.number, body: "Mine.", files: [] }));
    const outcome = await send(fileCaseAction, contactOf(theirs.filer), { ...form({ id }), files: [] });
    expect(outcome).toEqual({ kind: "missing" });
    expect(await caseOf(id)).toBeUndefined();
  });
});

describe("the product of a case sent twice", () => {
  it("is one that the brand supports, or another by that name", async () => {
    const { filer } = await plant();
    await expect(file(filer, form({ product: "Made up" }))).rejects.toMatchObject({
      code: "INVALID",
      field: "product",
    });
    const input = form({ product: "Another product" });
    await file(filer, input);
    expect((await caseOf(input.id))?.product).toBe("Another product");
  });

  it("is copied unchanged to a case that follows another", async () => {
    const { company, filer } = await plant();
    const closedAt = new Date(systemNow().subtract({ hours: 15 * 24 }).epochMilliseconds);
    const row = await createCase(company, filer, {
      product: "No longer supported",
      status: "closed",
      closeReason: "solved",
      closedAt,
    });
    const id = uuidv7();
    await as(filer, (context) => replyToCase(context, { id, number: row.number, body: "Again.", files: [] }));
    expect((await caseOf(id))?.product).toBe("No longer supported");
  });
});

describe("a reply to a case sent twice", () => {
  it("with other text is refused with a new id, under which it is then sent", async () => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer);
    const fields = { id: uuidv7(), number: row.number, body: "First words." };
    await send(replyToCaseAction, contactOf(filer), fields);
    expect((await send(replyToCaseAction, contactOf(filer), fields)).kind).toBe("redirected");
    const refused = await send(replyToCaseAction, contactOf(filer), { ...fields, body: "Other words." });
    if (refused.kind !== "refused") throw new Error(`not refused: ${refused.kind}`);
    expect(refused.result.message).toMatch(
      /^You already sent this form, as a message of C-\d+\. Your new text is still/,
    );
    const { id, body } = refused.result.values;
    expect(body).toBe("Other words.");
    if (typeof id !== "string" || id === fields.id) throw new Error("no fresh id");
    expect((await send(replyToCaseAction, contactOf(filer), { ...fields, id, body: "Other words." })).kind).toBe(
      "redirected",
    );
    expect(await bodiesOf(row.id)).toEqual(["It stops every morning.", "First words.", "Other words."]);
  });

  it("that filed a new case is compared with the new case's first message", async () => {
    const { company, filer } = await plant();
    const closedAt = new Date(systemNow().subtract({ hours: 15 * 24 }).epochMilliseconds);
    const row = await createCase(company, filer, { status: "closed", closeReason: "solved", closedAt });
    const input = { id: uuidv7(), number: row.number, body: "", files: [await looseFile("contact", filer.id)] };
    const reply = (over: Partial<typeof input> = {}) =>
      as(filer, (context) => replyToCase(context, { ...input, ...over }));
    const first = await reply();
    expect(await bodiesOf(input.id)).toEqual(["One file is attached."]);
    expect(await reply()).toEqual(first);
    await expect(reply({ body: "With words." })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("by mail counts as the same, whichever of its files could be fetched this time", async () => {
    const { company, filer } = await plant();
    const row = await createCase(company, filer);
    const input = { id: uuidv7(), number: row.number, body: "By mail.", files: [] };
    const reply = (body: string) => as(filer, (context) => replyToCase(context, { ...input, body }, "mail"));
    await reply("By mail.");
    await reply("By mail.\n\ntrend.txt was not taken.");
    expect(await bodiesOf(row.id)).toEqual(["It stops every morning.", "By mail."]);
  });

  it("cannot use the id of a message that its writer may not see", async () => {
    const hidden = await plant();
    const theirs = await createCase(hidden.company, hidden.filer);
    const { company, filer } = await plant();
    const row = await createCase(company, filer);
    const outcome = await send(replyToCaseAction, contactOf(filer), { id: theirs.id, number: row.number, body: "Me" });
    expect(outcome).toEqual({ kind: "missing" });
    expect(await bodiesOf(row.id)).toHaveLength(1);
  });
});

describe("an agent's answer sent twice", () => {
  const said = (number: string, body: string, id = uuidv7()) => ({ id, number, body, files: [] as string[] });
  const note = (who: Member, input: ReturnType<typeof said>) => act(who, (context) => noteCase(context, input));

  it("is refused with other text", async () => {
    const { number, row } = await filedCase();
    const agent = await member(["support_agent"]);
    const input = said(number, "Restart it.");
    await act(agent, (context) => answerCase(context, input));
    await expect(
      act(agent, (context) => answerCase(context, { ...input, body: "Do not restart it." })),
    ).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringContaining(`as a message of ${number}`) });
    expect(await bodiesOf(row.id)).toEqual(["It stops every morning.", "Restart it."]);
  });

  it("as an internal note is one, however often and closely it is sent, with its file", async () => {
    const { number, row } = await filedCase();
    const agent = await member(["support_agent"]);
    const input = { ...said(number, "Known fault."), files: [await looseFile("staff", agent.id)] };
    await Promise.all(Array.from({ length: 6 }, () => note(agent, input)));
    expect(await notesOf(row.id)).toHaveLength(1);
    const noted = await look((db) => db.select().from(auditEvents).where(eq(auditEvents.entityId, row.id)));
    expect(noted.filter(({ action }) => action === "case.noted")).toHaveLength(1);
    await expect(note(agent, { ...input, body: "Unknown fault." })).rejects.toMatchObject({ code: "CONFLICT" });
    const other = await member(["support_agent"], "Noor Haddad");
    await expect(note(other, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const elsewhere = await filedCase();
    await expect(note(agent, { ...input, number: elsewhere.number })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await notesOf(row.id)).toMatchObject([{ body: "Known fault." }]);
  });
});
