import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { contacts, outbox, requests, threads } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { runTellTask } from "@/lib/jobs/tell";
import { replyToRequest } from "@/lib/threads/requests/service";
import { writeFirstAction } from "@/lib/threads/requests/staff/begin/actions";
import { readWriteForm } from "@/lib/threads/requests/staff/begin/queries";
import type { WriteFirstInput } from "@/lib/threads/requests/staff/begin/schema";
import { writeFirst } from "@/lib/threads/requests/staff/begin/service";
import { contactOf, send } from "@/tests/integration/threads/cases/support";
import { as, office } from "@/tests/integration/threads/requests/support";
import {
  clientViewer,
  createAgreement,
  createCompany,
  createContact,
  createEstimate,
  createInvoice,
} from "@/tests/support/world";
import { act, type Member, member, read, refusal, stored } from "./support";

/* A request that staff begin: to a contact who could see it, about a company, an agreement, an invoice or an estimate. */

let manager: Member;
beforeAll(async () => {
  manager = await member(["account_manager"], "Dana Reyes");
});

const written = (company: { id: string }, contact: { id: string }, over: Partial<WriteFirstInput> = {}) => ({
  ...{ id: uuidv7(), company: company.id, contact: contact.id, subject: "Seats", body: "Are ten enough?" },
  ...{ files: [], ...over },
});

const nothing = async (id: string) => {
  const rows = await asSystem("test looks", (db) =>
    db.select({ id: threads.id }).from(threads).where(eq(threads.id, id)),
  );
  expect(rows).toEqual([]);
};
const ABOUT_NOTHING = { agreement: null, invoice: null, estimate: null, isBroken: false };

describe("a request that staff begin", () => {
  it("waits on the contact, is the writer's, and their reply goes on as any other", async () => {
    const { company, asker } = await office();
    const input = written(company, asker);
    const { number } = await act(manager, (context) => writeFirst(context, input));
    const { row, said, events } = await stored(input.id);
    expect(row).toMatchObject({ number, askedBy: asker.id, kind: "message", status: "waiting_on_you" });
    expect(row).toMatchObject({ ownerId: manager.id, answerDueAt: null, lastAuthorKind: "staff" });
    // Nothing was promised.
    expect(row.firstAnsweredAt).toEqual(row.firstAnswerDueAt);
    expect(said).toMatchObject([{ authorKind: "staff", authorName: "Dana Reyes", body: "Are ten enough?" }]);
    expect(events).toMatchObject([{ kind: "asked", actorName: "Dana Reyes", after: asker.name }]);
    await runTellTask({ message: input.id });
    const mails = await asSystem("test looks", (db) => db.select().from(outbox).where(eq(outbox.threadId, input.id)));
    expect(mails).toMatchObject([{ kind: "request-message", personId: asker.id, props: { author: "Dana Reyes" } }]);
    await as(asker, (context) => replyToRequest(context, { id: uuidv7(), number, body: "Twenty.", files: [] }));
    const after = (await stored(input.id)).row;
    expect(after.status).toBe("in_progress");
    expect(after.answerDueAt).not.toBeNull();
  });

  it("is about what its page was about", async () => {
    const { company, asker } = await office();
    const agreement = await createAgreement(company, {});
    const invoice = await createInvoice(company);
    const estimate = await createEstimate(company);
    for (const [about, topic, column] of [
      [{ agreement: agreement.id }, "renewal", "agreementId"],
      [{ invoice: invoice.id }, "invoice", "invoiceId"],
      [{ estimate: estimate.id }, "estimate", "estimateId"],
    ] as const) {
      const wish = { company: null, contact: null, ...ABOUT_NOTHING, ...about };
      const form = await read(manager, (context) => readWriteForm(context, wish));
      expect(form).toMatchObject({ topic, company: { id: company.id } });
      expect(form?.subject).not.toBe("");
      const input = written(company, asker, about);
      await act(manager, (context) => writeFirst(context, input));
      const [row] = await asSystem("test looks", (db) => db.select().from(requests).where(eq(requests.id, input.id)));
      expect(row?.[column]).toBe(Object.values(about)[0]);
      expect((await stored(input.id)).row.kind).toBe(topic);
    }
  });

  it("goes to nobody who could not see it, and the form names who can", async () => {
    const { company, asker } = await office();
    await asSystem("test world", (db) => db.update(contacts).set({ billing: false }).where(eq(contacts.id, asker.id)));
    const payer = await createContact(company, { billing: true, name: "Pat Payer" });
    const invoice = await createInvoice(company);
    const other = await createCompany({ brand: "cimsoft" });
    const stranger = await createContact(other, { billing: true, name: "Sam Stranger" });
    const refused = written(company, asker, { invoice: invoice.id });
    const words =
      "Robin Meyer may not read invoices and estimates, so they would not see this. Who can see it: Pat Payer.";
    expect(await refusal(act(manager, (context) => writeFirst(context, refused)))).toContain(words);
    const elsewhere = written(company, stranger);
    const said = await refusal(act(manager, (context) => writeFirst(context, elsewhere)));
    expect(said).toContain("Sam Stranger is not of this company");
    const wrong = written(other, stranger, { invoice: invoice.id });
    expect(await refusal(act(manager, (context) => writeFirst(context, wrong)))).toContain("INVALID");
    for (const { id } of [refused, elsewhere, wrong]) await nothing(id);
    await act(manager, (context) => writeFirst(context, written(company, payer, { invoice: invoice.id })));
  });

  it("is chosen from those whom the database lets see it, whatever their rights", async () => {
    const company = await createCompany({ brand: "cimsoft" });
    await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
    const scopes = ["none", "own", "company"] as const;
    const people = await Promise.all(
      scopes.flatMap((scope) =>
        [true, false].flatMap((billing) =>
          [null, new Date()].map((closedAt) =>
            createContact(company, { requestsScope: scope, casesScope: scope, billing, closedAt }),
          ),
        ),
      ),
    );
    const administrator = await member(["administrator"]);
    for (const [kind, topic] of [
      ["case", null],
      ["request", "message"],
      ["request", "renewal"],
    ] as const) {
      const listed = await read(administrator, ({ db }) =>
        db.execute<{ contact_id: string }>(
          sql`select contact_id from contacts_for_thread(${company.id}::uuid, ${kind}, ${topic ?? ""})`,
        ),
      );
      const able = new Set([...listed].map((row) => row.contact_id));
      for (const person of people) {
        const id = uuidv7();
        const about = kind === "case" ? sql`'question', 'x', null` : sql`null, null, null`;
        const [row] = await runAsViewer(administrator.viewer, "write", ({ db }) =>
          db.execute<{ number: string | null }>(
            sql`select staff_begins_thread(${id}::uuid, ${kind}, ${company.id}::uuid, ${person.id}::uuid, ${topic}, 'x', ${about},
              null, null, null, now(), now()) as number`,
          ),
        );
        expect(row?.number !== null, `${kind} ${topic} ${JSON.stringify(person)}`).toBe(able.has(person.id));
        const [{ sees } = { sees: false }] = await asSystem("test looks", (db) =>
          db.execute<{ sees: boolean }>(sql`select may_see_thread('contact', ${person.id}::uuid, ${id}::uuid) as sees`),
        );
        expect(sees).toBe(able.has(person.id));
      }
    }
  });
});

describe("outsiders", () => {
  it("write nothing: clients, signed out, other roles, other brands", async () => {
    const { company, asker } = await office();
    const { files: _, ...fields } = written(company, asker);
    expect((await send(writeFirstAction, contactOf(asker), fields)).kind).not.toBe("redirected");
    await send(writeFirstAction, { brand: "cimsoft" }, fields);
    for (const role of ["support_agent", "marketing"] as const) {
      const who = await member([role]);
      const sent = await send(writeFirstAction, { brand: "cimsoft", account: { kind: "staff", id: who.id } }, fields);
      expect(sent.kind, role).not.toBe("redirected");
    }
    const elsewhere = await member(["administrator"], "Kim Duarte", ["insource"]);
    const sender = { brand: "insource", account: { kind: "staff" as const, id: elsewhere.id } };
    expect((await send(writeFirstAction, sender, fields)).kind).not.toBe("redirected");
    await nothing(fields.id);
    const wish = { company: company.id, contact: asker.id, ...ABOUT_NOTHING };
    expect(await read(elsewhere, (context) => readWriteForm(context, wish))).toBeNull();
    const call = sql`select contact_id from contacts_for_thread(${company.id}::uuid, 'request', 'message')`;
    await expect(runAsViewer(clientViewer(asker), "read", ({ db }) => db.execute(call))).rejects.toThrow();
  });

  it("are colleagues with scope own, who do not see what was written to somebody else", async () => {
    const { company, asker } = await office();
    const colleague = await createContact(company, { requestsScope: "own" });
    const input = written(company, asker);
    const { number } = await act(manager, (context) => writeFirst(context, input));
    const reply = as(colleague, (context) => replyToRequest(context, { id: uuidv7(), number, body: "Me.", files: [] }));
    expect(await refusal(reply)).toContain("NOT_FOUND");
  });
});
