import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { contacts, threadEvents, threadParticipants } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { addParticipantAction, removeParticipantAction } from "@/lib/threads/cases/actions";
import { findCase } from "@/lib/threads/cases/queries";
import { createCompany, createContact, createStaff } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { as, type Contact, contactOf, coveredCompany, LOCAL, plant, send } from "./support";

const detailOf = (contact: Contact, number: string) =>
  as(contact, (context) => findCase(context, { brand: context.brand, number }, LOCAL), "read");
const takingPart = async (threadId: string) =>
  (
    await asSystem("test look", (db) =>
      db.select().from(threadParticipants).where(eq(threadParticipants.threadId, threadId)),
    )
  ).map((row) => row.contactId);
const linesOf = (threadId: string) =>
  asSystem("test look", (db) => db.select().from(threadEvents).where(eq(threadEvents.threadId, threadId)));

describe("contacts who can be added to a case", () => {
  it("are those with the right who reach the company, by name, and nobody else", async () => {
    const { company, filer } = await plant();
    const elsewhere = await coveredCompany();
    const inReach = [
      await createContact(company, { casesScope: "own", name: "Alex Own" }),
      await createContact(company, { casesScope: "company", name: "Bo Company" }),
      await createContact(elsewhere, { casesScope: "own", name: "Cy Related", relatedTo: [company] }),
    ];
    const beyond = [
      await createContact(company, { casesScope: "none", name: "No Right" }),
      await createContact(company, { casesScope: "own", name: "Gone", closedAt: new Date() }),
      await createContact(elsewhere, { casesScope: "company", name: "Other Company" }),
      await createContact(await coveredCompany("insource"), { casesScope: "company", name: "Other Brand" }),
      await createContact(null, { casesScope: "company", name: "No Company" }),
    ];
    const row = await createCase(company, filer);
    const detail = await detailOf(filer, row.number);
    expect(detail?.colleagues.map(({ name }) => name)).toEqual(["Alex Own", "Bo Company", "Cy Related"]);
    for (const contact of inReach) {
      const outcome = await send(addParticipantAction, contactOf(filer), { number: row.number, contact: contact.id });
      expect(outcome).toEqual({ kind: "redirected", to: `/cases/${row.number}` });
    }
    for (const contact of beyond) {
      const outcome = await send(addParticipantAction, contactOf(filer), { number: row.number, contact: contact.id });
      expect(outcome).toMatchObject({ kind: "refused", result: { fieldErrors: { contact: [expect.any(String)] } } });
    }
    expect((await takingPart(row.id)).sort()).toEqual(inReach.map(({ id }) => id).sort());
    const after = await detailOf(filer, row.number);
    expect(after?.colleagues).toEqual([]);
    expect(after?.participants.map(({ name }) => name)).toEqual(["Alex Own", "Bo Company", "Cy Related"]);
  });

  it("are told apart by address where two share a name", async () => {
    const { company, filer } = await plant();
    await createContact(company, { casesScope: "own", name: "Sam Twin", email: "one.twin@client.example" });
    await createContact(company, { casesScope: "own", name: "Sam Twin", email: "two.twin@client.example" });
    const row = await createCase(company, filer);
    const colleagues = (await detailOf(filer, row.number))?.colleagues;
    expect(colleagues?.map(({ label }) => label)).toEqual([
      "Sam Twin (one.twin@client.example)",
      "Sam Twin (two.twin@client.example)",
    ]);
    // The address is for choosing: what everybody reads afterwards holds the name, and the event says which of the two.
    const chosen = colleagues?.[1];
    if (!chosen) throw new Error("no colleague");
    await send(addParticipantAction, contactOf(filer), { number: row.number, contact: chosen.id });
    await send(removeParticipantAction, contactOf(filer), { number: row.number, contact: chosen.id });
    await send(addParticipantAction, contactOf(filer), { number: row.number, contact: chosen.id });
    expect((await detailOf(filer, row.number))?.participants.map(({ name }) => name)).toEqual(["Sam Twin"]);
    expect((await linesOf(row.id)).map(({ before, after, subjectId }) => [before, after, subjectId])).toEqual([
      [null, "Sam Twin", chosen.id],
      ["Sam Twin", null, chosen.id],
      [null, "Sam Twin", chosen.id],
    ]);
  });

  it("are added once, and change nothing when they take part already", async () => {
    const { company, filer } = await plant();
    const colleague = await createContact(company, { casesScope: "own" });
    const row = await createCase(company, filer);
    const add = (id: string) => send(addParticipantAction, contactOf(filer), { number: row.number, contact: id });
    await Promise.all([add(colleague.id), add(colleague.id)]);
    await add(filer.id);
    expect(await takingPart(row.id)).toEqual([colleague.id]);
    expect((await linesOf(row.id)).map(({ kind }) => kind)).toEqual(["participant_added"]);
  });
});

describe("taking part in a case", () => {
  it("shows the case to a contact with scope own, until the contact is removed", async () => {
    const { company, filer } = await plant();
    const colleague = await createContact(company, { casesScope: "own", name: "Alex Own" });
    const row = await createCase(company, filer);
    expect(await detailOf(colleague, row.number)).toBeNull();
    await send(addParticipantAction, contactOf(filer), { number: row.number, contact: colleague.id });
    expect((await detailOf(colleague, row.number))?.participants).toMatchObject([{ name: "Alex Own", isMe: true }]);
    const outcome = await send(removeParticipantAction, contactOf(filer), {
      number: row.number,
      contact: colleague.id,
    });
    expect(outcome).toEqual({ kind: "redirected", to: `/cases/${row.number}` });
    expect(await detailOf(colleague, row.number)).toBeNull();
    const lines = await linesOf(row.id);
    expect(lines.map(({ kind, before, after }) => [kind, before, after])).toEqual([
      ["participant_added", null, "Alex Own"],
      ["participant_removed", "Alex Own", null],
    ]);
  });

  it("can be ended by the participant, who is led back to the list", async () => {
    const { company, filer } = await plant();
    const colleague = await createContact(company, { casesScope: "own" });
    const row = await createCase(company, filer, { participants: [colleague] });
    const fields = { number: row.number, contact: colleague.id };
    expect(await send(removeParticipantAction, contactOf(colleague), fields)).toEqual({
      kind: "redirected",
      to: "/cases",
    });
    expect(await takingPart(row.id)).toEqual([]);
    expect((await linesOf(row.id)).map(({ kind }) => kind)).toEqual(["participant_removed"]);
  });

  it("can be ended for a colleague who has lost the right", async () => {
    const { company, filer } = await plant();
    const colleague = await createContact(company, { casesScope: "own" });
    const row = await createCase(company, filer, { participants: [colleague] });
    await asSystem("test world", (db) =>
      db.update(contacts).set({ casesScope: "none" }).where(eq(contacts.id, colleague.id)),
    );
    expect(await detailOf({ ...colleague, casesScope: "none" }, row.number)).toBeNull();
    const fields = { number: row.number, contact: colleague.id };
    expect((await send(removeParticipantAction, contactOf(filer), fields)).kind).toBe("redirected");
    expect(await takingPart(row.id)).toEqual([]);
  });
});

it("nobody from outside adds participants to a case or removes them", async () => {
  const { company, filer } = await plant();
  const colleague = await createContact(company, { casesScope: "own" });
  const other = await createContact(company, { casesScope: "own" });
  const row = await createCase(company, filer, { participants: [colleague] });
  const agent = await createStaff(["support_agent"]);
  const outsiders = [
    contactOf((await plant("cimsoft", "company")).filer),
    contactOf((await plant("insource", "company")).filer),
    contactOf(await createContact(company, { casesScope: "none" })),
    contactOf(other),
    contactOf(await createContact(await createCompany(), { casesScope: "company", relatedTo: [] })),
    { brand: "cimsoft", account: { kind: "staff" as const, id: agent.id } },
  ];
  for (const sender of outsiders) {
    const added = await send(addParticipantAction, sender, { number: row.number, contact: other.id });
    const removed = await send(removeParticipantAction, sender, { number: row.number, contact: colleague.id });
    expect([added, removed]).toEqual([{ kind: "missing" }, { kind: "missing" }]);
  }
  const signedOut = await send(
    removeParticipantAction,
    { brand: "cimsoft" },
    { number: row.number, contact: colleague.id },
  );
  expect(signedOut).toEqual({ kind: "redirected", to: "/login" });
  expect(await takingPart(row.id)).toEqual([colleague.id]);
});
