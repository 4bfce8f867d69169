import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it } from "vitest";
import { contactCompanies, contactPhones, mergeMoves, merges, messages, payments, threads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { loadSession } from "@/lib/gate/auth/session-store";
import { systemNow } from "@/lib/kit/time";
import { previewMerge } from "@/lib/people/merges/queries";
import { mergeRecords, undoMerge } from "@/lib/people/merges/service";
import { attempt, PASSWORD_HASH } from "@/tests/integration/gate/auth/support";
import {
  act,
  contactRow,
  historyOf,
  household,
  STRANGERS,
  stranger,
} from "@/tests/integration/people/contacts/support";
import { contact as erpContact, importFiles, reportOf } from "@/tests/integration/sync/folder";
import { type Member, member, read } from "@/tests/integration/threads/requests/staff/support";
import {
  createAgreement,
  createCompany,
  createContact,
  createInvoice,
  createPayment,
  unique,
} from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { countsOf, everything, merge, mergeForm, undo } from "./support";

let administrator: Member;
beforeAll(async () => {
  administrator = await member(["administrator"], "Noor Haddad");
});

/** Two contacts of one company who are one person; the second has a case, a payment, a phone and a related company. */
async function twins() {
  const { company, contact: survivor } = await household({ casesScope: "own", billing: false });
  const sister = await createCompany();
  const merged = await createContact(company, {
    ...{ externalId: unique("P"), name: "R. Meyer", passwordHash: PASSWORD_HASH },
    ...{ casesScope: "company", billing: true, pay: true, companyAdmin: true, relatedTo: [sister] },
  });
  await createAgreement(company);
  const filed = await createCase(company, merged, { participants: [survivor] });
  const payment = await createPayment(company, await createInvoice(company), { contactId: merged.id });
  await asSystem("test world", (db) =>
    db.insert(contactPhones).values({ brand: "cimsoft", contactId: merged.id, kind: "work", number: "+18045550140" }),
  );
  return { company, survivor, merged, filed, payment, sister };
}

describe("two contacts are merged", () => {
  it("and what the other one had is the survivor's, who keeps their own rights and relations", async () => {
    const { survivor, merged, filed, payment } = await twins();
    await merge(administrator, "contact", survivor, merged);
    const [thread] = await asSystem("test looks", (db) => db.select().from(threads).where(eq(threads.id, filed.id)));
    expect(thread).toMatchObject({ openedBy: survivor.id, lastAuthorId: survivor.id });
    const [said] = await asSystem("test looks", (db) => db.select().from(messages).where(eq(messages.id, filed.id)));
    expect(said).toMatchObject({ authorId: survivor.id });
    const [paid] = await asSystem("test looks", (db) => db.select().from(payments).where(eq(payments.id, payment.id)));
    expect(paid).toMatchObject({ contactId: survivor.id });
    const { billing, pay, casesScope, companyAdmin, externalId } = await contactRow(survivor.id);
    expect({ billing, pay, casesScope, companyAdmin, externalId }).toEqual({
      ...{ billing: false, pay: false, casesScope: "own", companyAdmin: false, externalId: survivor.externalId },
    });
    const related = await asSystem("test looks", (db) =>
      db.select().from(contactCompanies).where(eq(contactCompanies.contactId, survivor.id)),
    );
    expect(related).toEqual([]);
    expect(await contactRow(merged.id)).toMatchObject({ mergedInto: survivor.id, closedAt: expect.any(Date) });
    expect((await historyOf(survivor.id))[0]).toMatchObject({ action: "contact.merged", actorId: administrator.id });
    expect((await historyOf(merged.id))[0]).toMatchObject({ action: "contact.merged-away" });
  });

  it("and the other account ends: its session, and its password opens nothing", async () => {
    const { survivor, merged } = await twins();
    const now = systemNow();
    const outcome = await attempt(merged.email, { now });
    if (!outcome.ok) throw new Error("no session");
    await merge(administrator, "contact", survivor, merged);
    expect(await loadSession(outcome.secret, "cimsoft", now)).toBeNull();
    expect(await attempt(merged.email, { now })).toMatchObject({ ok: false, reason: "wrong" });
  });

  it("and imports neither revive nor change either of them by the row of the other", async () => {
    const { company, survivor, merged, sister } = await twins();
    await merge(administrator, "contact", survivor, merged);
    const before = await everything();
    const row = {
      ...{ external_id: merged.externalId ?? "", email: merged.email, company: company.externalId },
      ...{ name: "R. Meyer of the ERP", closed: "no", billing: "yes", phone: "+1 804 555 0199" },
    };
    const report = await importFiles({
      contacts: [erpContact(row), erpContact({ ...row, external_id: unique("P-new"), email: merged.email })].slice(
        0,
        1,
      ),
      "company-relations": [
        { brand: "cimsoft", contact: merged.externalId ?? "", company: sister.externalId, removed: "" },
      ],
    });
    expect(reportOf(report, "contacts").warnings).toMatchObject([{ column: "external_id" }]);
    const { import_runs: _before, ...rest } = before;
    const { import_runs: _after, ...after } = await everything();
    expect(after).toEqual(rest);
  });

  it("once for the same form, and its preview counts what moves", async () => {
    const { survivor, merged } = await twins();
    const preview = await read(administrator, (context) => previewMerge(context, "contact", survivor.id, merged.id));
    expect(preview?.counts).toContainEqual({ table: "payments", rows: 1 });
    const form = await mergeForm(administrator, "contact", survivor, merged);
    await act(administrator, (context) => mergeRecords(context, form));
    const after = await everything();
    await act(administrator, (context) => mergeRecords(context, form));
    expect(await everything()).toEqual(after);
    await expect(
      act(administrator, (context) => mergeRecords(context, { ...form, survivor: merged.id, merged: survivor.id })),
    ).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("and undone, everything is as before; no row is lost at any time", async () => {
    const { survivor, merged } = await twins();
    const before = await everything();
    const id = await merge(administrator, "contact", survivor, merged);
    expect(countsOf(await everything())).toEqual(countsOf(before));
    await undo(administrator, id);
    expect(await everything()).toEqual(before);
    // Undone twice is undone.
    await undo(administrator, id);
    expect(await attempt(merged.email, { now: systemNow() })).toMatchObject({ ok: true });
  });

  it("and not undone where something has changed since, which is named, nor after a day", async () => {
    const { survivor, merged, filed } = await twins();
    const id = await merge(administrator, "contact", survivor, merged);
    await asSystem("test: the case goes on", (db) =>
      db.update(threads).set({ subject: "It stops at noon" }).where(eq(threads.id, filed.id)),
    );
    const after = await everything();
    await expect(undo(administrator, id)).rejects.toMatchObject({
      ...{ code: "CONFLICT", message: expect.stringContaining(filed.number) },
    });
    expect(await everything()).toEqual(after);

    const { survivor: other, merged: gone } = await twins();
    const old = await merge(administrator, "contact", other, gone);
    await asSystem("test: a day goes by", (db) =>
      db
        .update(merges)
        .set({ mergedAt: new Date(Date.now() - 25 * 3_600_000) })
        .where(eq(merges.id, old)),
    );
    await expect(undo(administrator, old)).rejects.toMatchObject({
      ...{ code: "CONFLICT", message: expect.stringContaining("a day") },
    });
  });

  it("but not across brands, not with themself, and not one who was merged already", async () => {
    const { survivor, merged } = await twins();
    const { contact: foreign } = await household({}, "insource");
    for (const [one, other] of [
      [survivor, foreign],
      [survivor, survivor],
    ] as const) {
      const form = { id: uuidv7(), kind: "contact" as const, survivor: one.id, merged: other.id };
      await expect(act(administrator, (context) => mergeRecords(context, form))).rejects.toMatchObject({
        code: "INVALID",
      });
    }
    await merge(administrator, "contact", survivor, merged);
    const again = { id: uuidv7(), kind: "contact" as const, survivor: survivor.id, merged: merged.id };
    await expect(act(administrator, (context) => mergeRecords(context, again))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("and a survivor may be merged on: all of it moves along", async () => {
    const { survivor, merged, filed } = await twins();
    const { contact: last } = await household();
    const first = await merge(administrator, "contact", survivor, merged);
    const second = await merge(administrator, "contact", last, survivor);
    expect(await contactRow(merged.id)).toMatchObject({ mergedInto: last.id });
    await expect(undo(administrator, first)).rejects.toMatchObject({ code: "CONFLICT" });
    await undo(administrator, second);
    await undo(administrator, first);
    const [thread] = await asSystem("test looks", (db) => db.select().from(threads).where(eq(threads.id, filed.id)));
    expect(thread).toMatchObject({ openedBy: merged.id });
  });
});

describe("nobody else merges or undoes", () => {
  it.each(STRANGERS)("neither %s", async (_, roles, brands) => {
    const who = await stranger(roles, brands);
    const { survivor, merged } = await twins();
    const done = await twins();
    const id = await merge(administrator, "contact", done.survivor, done.merged);
    const before = await everything();
    const form = { id: uuidv7(), kind: "contact" as const, survivor: survivor.id, merged: merged.id };
    const refused = [
      await act(who, (context) => mergeRecords(context, form)).catch((error) => error),
      await act(who, (context) => undoMerge(context, { merge: id })).catch((error) => error),
    ];
    for (const { code } of refused as { code: string }[]) expect(["FORBIDDEN", "NOT_FOUND"]).toContain(code);
    expect(await read(who, (context) => previewMerge(context, "contact", survivor.id, merged.id))).toBeNull();
    expect(await everything()).toEqual(before);
  });

  it.each(STRANGERS)("nor by the functions of the database, %s", async (_, roles, brands) => {
    const who = await stranger(roles, brands);
    const { survivor, merged, company } = await twins();
    const done = await twins();
    const id = await merge(administrator, "contact", done.survivor, done.merged);
    const before = await everything();
    const moved = await asSystem("test looks", (db) => db.select().from(mergeMoves));
    const { sql } = await import("drizzle-orm");
    for (const statement of [
      sql`select merge_records(${uuidv7()}::uuid, 'contact', ${survivor.id}::uuid, ${merged.id}::uuid, '{}')`,
      sql`select * from undo_merge(${id}::uuid)`,
      sql`delete from merge_moves`,
      sql`delete from merges`,
    ]) {
      await expect(act(who, ({ db }) => db.execute(statement))).rejects.toThrow();
    }
    const told = await read(who, async ({ db }) => [
      ...(await db.execute(sql`select * from merge_counts('contact', ${merged.id}::uuid)`)),
      ...(await db.execute(sql`select * from merge_gains(${company.id}::uuid, ${company.id}::uuid)`)),
    ]);
    expect(told).toEqual([]);
    expect(await everything()).toEqual(before);
    expect(await asSystem("test looks", (db) => db.select().from(mergeMoves))).toEqual(moved);
  });
});
