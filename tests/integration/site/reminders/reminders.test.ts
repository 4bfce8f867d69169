import { and, asc, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  accountTeamMembers,
  agreements,
  brands,
  contacts,
  estimates,
  invoices,
  mailPreferences,
  notices,
  outbox,
  staff,
} from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { brandByKey, forgetBrands } from "@/lib/gate/brand/load";
import { sendDigests } from "@/lib/mail/digest";
import { readPreferences } from "@/lib/mail/notices/preferences/queries";
import { writePreferences } from "@/lib/mail/notices/preferences/service";
import { countUnread } from "@/lib/mail/notices/queries";
import { enqueueMail } from "@/lib/mail/outbox";
import type { Message } from "@/lib/mail/resend";
import { runSendTask } from "@/lib/mail/send";
import { renderMail } from "@/lib/mail/templates/render";
import { unsubscribe } from "@/lib/mail/unsubscribe/stop";
import { unsubscribeToken } from "@/lib/mail/unsubscribe/token";
import { attachInvoices } from "@/lib/site/reminders/invoices/tasks";
import { collectReminders, stands } from "@/lib/site/reminders/tasks";
import { startMail } from "@/tests/integration/mail/support";
import {
  clientViewer,
  createAgreement,
  createCompany,
  createContact,
  createEstimate,
  createInvoice,
  createStaff,
  createTeamMember,
  staffViewer,
} from "@/tests/support/world";

/* Days in other centuries, one for each test, so that no other row is due: a row is due by its day alone. */

const wants = async (invoiceReminders: boolean) => {
  await asSystem("test world", (db) => db.update(brands).set({ invoiceReminders }).where(eq(brands.key, "cimsoft")));
  forgetBrands();
};

let mail: Awaited<ReturnType<typeof startMail>>;
beforeAll(async () => {
  mail = await startMail();
  await wants(true);
});
afterAll(async () => {
  await wants(false);
  await mail.close();
});

const on = (day: string) => collectReminders(() => day);

const told = async (...people: readonly { id: string }[]) => {
  const rows = await asSystem("test look", (db) =>
    db
      .select()
      .from(outbox)
      .where(
        inArray(
          outbox.personId,
          people.map(({ id }) => id),
        ),
      )
      .orderBy(asc(outbox.createdAt), asc(outbox.dedupeKey)),
  );
  return rows.filter(({ kind }) => kind !== "daily-digest");
};
const titles = (rows: readonly { props: Record<string, unknown> }[]) => rows.map(({ props }) => props.title);

const digestsOf = ({ id }: { id: string }) =>
  asSystem("test look", (db) =>
    db
      .select()
      .from(outbox)
      .where(and(eq(outbox.personId, id), eq(outbox.kind, "daily-digest")))
      .orderBy(asc(outbox.createdAt), asc(outbox.id)),
  );
const linesOf = (row: { props: Record<string, unknown> } | undefined) =>
  ((row?.props.items ?? []) as { title: string }[]).map(({ title }) => title);

/** Sends one mail; what went out, or null where nothing did. */
async function sent(id: string | undefined): Promise<Message | null> {
  let message: Message | null = null;
  const send = async (one: Message) => {
    message = one;
    return { result: "sent" as const, providerId: "test" };
  };
  await runSendTask({ id }, { render: renderMail, stands, attach: attachInvoices, send });
  return message;
}

/** An agreement that ends on a day, with somebody who may ask, somebody who may not, and who looks after them. */
async function ending(endsOn: string) {
  const company = await createCompany({ brand: "cimsoft" });
  const asker = await createContact(company, { requestsScope: "own", billing: false });
  const silent = await createContact(company, { requestsScope: "none", billing: false });
  const manager = await createStaff(["account_manager"]);
  const other = await createStaff(["subscription_manager"]);
  await createTeamMember(company, { staffId: manager.id, name: manager.name });
  await createTeamMember(company, { staffId: other.id, name: other.name, role: "subscription_manager" });
  const agreement = await createAgreement(company, {
    kind: "support",
    product: "Premium",
    startsOn: "2020-01-01",
    endsOn,
  });
  return { company, asker, silent, manager, other, agreement };
}

/** An invoice of a company with somebody who reads money and somebody who does not. */
async function invoiced(issuedOn: string, dueOn: string) {
  const company = await createCompany({ brand: "cimsoft" });
  const clerk = await createContact(company, { billing: true, requestsScope: "none" });
  const engineer = await createContact(company, { billing: false, requestsScope: "none" });
  const invoice = await createInvoice(company, { issuedOn, dueOn });
  return { company, clerk, engineer, invoice };
}

describe("agreements that end", () => {
  it("are told at 90, 60 and 30 days, to who may ask and to the account manager, each once", async () => {
    const { company, asker, silent, manager, other } = await ending("2141-06-30");
    const days = ["2141-04-01", "2141-04-02", "2141-04-03", "2141-04-08", "2141-04-15", "2141-05-01", "2141-05-31"];
    const counts = [];
    for (const day of days) {
      await Promise.all([on(day), on(day)]);
      counts.push((await told(asker)).length);
    }
    expect(counts).toEqual([1, 1, 1, 1, 1, 2, 3]);
    const line = "Support agreement Premium ends Jun 30, 2141";
    expect(titles(await told(asker))).toEqual([line, line, line]);
    const ofManager = (await told(manager)).filter(({ kind }) => kind !== "account-week");
    expect(titles(ofManager)).toEqual(Array(3).fill(`${company.name}: ${line}`));
    expect(await told(silent, other)).toEqual([]);
    const bell = await asSystem("test look", (db) => db.select().from(notices).where(eq(notices.personId, asker.id)));
    expect(bell).toHaveLength(3);
  });

  it("are told late by days, never after the next step, and not where they were renewed or cancelled", async () => {
    const { asker, agreement, company } = await ending("2142-06-30");
    await on("2142-04-09");
    expect(await told(asker)).toEqual([]);
    await createAgreement(company, { kind: "support", startsOn: "2142-07-01", endsOn: "2143-06-30" });
    await on("2142-05-02");
    expect(await told(asker)).toEqual([]);
    const cancelled = await ending("2142-06-30");
    await asSystem("test world", (db) =>
      db.update(agreements).set({ state: "cancelled" }).where(eq(agreements.id, cancelled.agreement.id)),
    );
    await on("2142-05-02");
    expect(await told(cancelled.asker, cancelled.manager)).toEqual([]);
    expect(agreement.id).not.toBe(cancelled.agreement.id);
  });

  it("go to the subscription manager where nobody is account manager", async () => {
    const { company, manager, other } = await ending("2144-06-30");
    await asSystem("test world", (db) =>
      db
        .delete(accountTeamMembers)
        .where(and(eq(accountTeamMembers.companyId, company.id), eq(accountTeamMembers.staffId, manager.id))),
    );
    await on("2144-05-31");
    expect(await told(manager)).toEqual([]);
    expect(await told(other)).toHaveLength(1);
  });
});

describe("estimates and invoices", () => {
  it("are told to who reads money, in their days", async () => {
    const company = await createCompany({ brand: "cimsoft" });
    const clerk = await createContact(company, { billing: true, requestsScope: "none" });
    const engineer = await createContact(company, { billing: false });
    const estimate = await createEstimate(company, { expiresOn: "2145-03-20" });
    await on("2145-03-06");
    await on("2145-03-17");
    expect(titles(await told(clerk))).toEqual(
      Array(2).fill(`Estimate ${estimate.number} ends Mar 20, 2145: $2,500.00`),
    );
    expect(await told(engineer)).toEqual([]);
  });

  it("are told of an invoice when it is new, due soon and overdue, not once it is paid or where the brand wants none", async () => {
    const { clerk, engineer, invoice } = await invoiced("2146-03-01", "2146-03-31");
    const paid = (sums: Partial<typeof invoices.$inferInsert>) =>
      asSystem("test world", (db) => db.update(invoices).set(sums).where(eq(invoices.id, invoice.id)));
    for (const day of ["2146-03-01", "2146-03-02", "2146-03-26"]) await on(day);
    // What is paid, or on its way, is not due any more.
    await paid({ allocatedMinor: 2_500, pendingMinor: 500 });
    for (const day of ["2146-04-01", "2146-04-14"]) await on(day);
    expect((await told(clerk)).map(({ kind, props }) => [kind, props.title])).toEqual([
      ["invoice-new", `New invoice ${invoice.number} of Mar 1, 2146: $100.00`],
      ["invoice-due", `Invoice ${invoice.number} is due Mar 31, 2146: $100.00`],
      ...Array(2).fill(["invoice-overdue", `Invoice ${invoice.number} is overdue: $70.00 was due Mar 31, 2146`]),
    ]);
    const bell = (billing: boolean) => runAsViewer(clientViewer({ ...clerk, billing }), "read", countUnread);
    expect([await bell(true), await bell(false)]).toEqual([4, 0]);
    expect(await told(engineer)).toEqual([]);
    await paid({ allocatedMinor: invoice.totalMinor, pendingMinor: 0 });
    await on("2146-04-30");
    expect(await told(clerk)).toHaveLength(4);
    await wants(false);
    const quiet = await invoiced("2147-03-01", "2147-03-31");
    await on("2147-03-01");
    expect(await told(quiet.clerk)).toEqual([]);
    await wants(true);
  });

  it("come with the PDF, as the reader would get it in the portal", async () => {
    const { clerk, invoice } = await invoiced("2148-03-01", "2148-03-31");
    await on("2148-03-01");
    await sendDigests(new Date("2148-03-02T12:00:00Z"), stands);
    const [digest] = await digestsOf(clerk);
    expect(linesOf(digest)).toEqual([`New invoice ${invoice.number} of Mar 1, 2148: $100.00`]);
    const message = await sent(digest?.id);
    expect(message?.attachments.map(({ filename }) => filename)).toEqual([`Invoice ${invoice.number}.pdf`]);
    expect(message?.attachments[0]?.content.subarray(0, 5).toString()).toBe("%PDF-");
    // The provider takes such a mail.
    if (message) expect(await mail.send(message, "reminder-with-file")).toMatchObject({ result: "sent" });
  });
});

describe("the daily mail", () => {
  it("tells each reminder once, one mail a day, through changes of clocks and of the reader's zone and a killed worker", async () => {
    const { asker } = await ending("2033-06-07");
    await asSystem("test world", (db) =>
      db.update(contacts).set({ timeZone: "America/New_York" }).where(eq(contacts.id, asker.id)),
    );
    const killed = asSystem("test world", async (db) => {
      await enqueueMail(db, {
        ...{ brand: "cimsoft", kind: "agreement-ends", to: asker.email, person: { kind: "contact", id: asker.id } },
        props: { title: "Lost", path: "/", about: asker.id, on: "2033-06-07" },
        dedupeKey: `killed:${asker.id}`,
      });
      throw new Error("the worker dies before it commits");
    });
    await expect(killed).rejects.toThrow();
    const zones = ["America/New_York", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati", "America/New_York"];
    // From the days around the change of clocks on Mar 13, 2033, each hour; the reader moves once a day.
    for (let hour = 0; hour < 24 * 5; hour++) {
      const now = new Date(Date.UTC(2033, 2, 11, hour));
      const zone = zones[Math.floor(hour / 24)] ?? "UTC";
      if (hour % 24 === 0) {
        await asSystem("test world", (db) =>
          db.update(contacts).set({ timeZone: zone }).where(eq(contacts.id, asker.id)),
        );
      }
      if (hour === 30) {
        await on("2033-03-09");
        await asSystem("test world", (db) =>
          db
            .update(outbox)
            .set({ createdAt: now })
            .where(and(eq(outbox.personId, asker.id), eq(outbox.state, "collected"))),
        );
      }
      await Promise.all([sendDigests(now, stands), sendDigests(now, stands)]);
    }
    const digests = await digestsOf(asker);
    expect(digests.flatMap(linesOf)).toEqual(["Support agreement Premium ends Jun 7, 2033"]);
    expect(new Set(digests.map(({ dedupeKey }) => dedupeKey)).size).toBe(digests.length);
    expect(await told(asker)).toMatchObject([{ state: "digested" }]);
  });

  it("says nothing to who lost the right between queueing and sending", async () => {
    const lost = [
      async ({ asker }: Awaited<ReturnType<typeof ending>>) =>
        asSystem("test world", (db) =>
          db.update(contacts).set({ requestsScope: "none" }).where(eq(contacts.id, asker.id)),
        ),
      async ({ asker }: Awaited<ReturnType<typeof ending>>) => {
        const elsewhere = await createCompany({ brand: "cimsoft" });
        return asSystem("test world", (db) =>
          db.update(contacts).set({ primaryCompanyId: elsewhere.id }).where(eq(contacts.id, asker.id)),
        );
      },
      async ({ agreement }: Awaited<ReturnType<typeof ending>>) =>
        asSystem("test world", (db) =>
          db.update(agreements).set({ endsOn: "2160-06-30" }).where(eq(agreements.id, agreement.id)),
        ),
    ];
    for (const [index, lose] of lost.entries()) {
      const year = 2150 + index;
      // Before the daily mail is put together, and before it leaves.
      const [early, late] = [await ending(`${year}-06-30`), await ending(`${year}-06-30`)];
      await on(`${year}-05-31`);
      await lose(early);
      await sendDigests(new Date(`${year}-06-01T12:00:00Z`), stands);
      expect(await digestsOf(early.asker)).toEqual([]);
      expect(await told(early.asker)).toMatchObject([{ state: "withheld" }]);
      const [digest] = await digestsOf(late.asker);
      expect(linesOf(digest)).toHaveLength(1);
      await lose(late);
      expect(await sent(digest?.id)).toBeNull();
    }
  });

  it("says nothing to managers who left the team or the role, nor of money to who reads it no more, PDF and all", async () => {
    const left = await ending("2161-06-30");
    const demoted = await ending("2161-06-30");
    const { clerk } = await invoiced("2161-05-31", "2161-07-31");
    await on("2161-05-31");
    await sendDigests(new Date("2161-06-01T12:00:00Z"), stands);
    await asSystem("test world", async (db) => {
      await db.delete(accountTeamMembers).where(eq(accountTeamMembers.staffId, left.manager.id));
      await db
        .update(staff)
        .set({ roles: ["marketing"] })
        .where(eq(staff.id, demoted.manager.id));
      await db.update(contacts).set({ billing: false }).where(eq(contacts.id, clerk.id));
    });
    for (const person of [left.manager, demoted.manager, clerk]) {
      const [digest] = await digestsOf(person);
      expect(linesOf(digest)).toHaveLength(1);
      expect(await sent(digest?.id)).toBeNull();
    }
  });

  it("says nothing where nobody can say whether it still stands", async () => {
    const { asker } = await ending("2162-06-30");
    await on("2162-05-31");
    await sendDigests(new Date("2162-06-01T12:00:00Z"));
    expect(await digestsOf(asker)).toEqual([]);
  });
});

describe("the week of an account manager", () => {
  it("is told on Mondays, once, for each company that has something", async () => {
    const { company, manager, other } = await ending("2035-06-30");
    await createEstimate(company, { expiresOn: "2035-04-10" });
    await createInvoice(company, { issuedOn: "2035-01-01", dueOn: "2035-02-01" });
    const quiet = await createCompany({ brand: "cimsoft" });
    await createTeamMember(quiet, { staffId: manager.id, name: manager.name });
    // Monday to Wednesday.
    for (const day of ["2035-04-02", "2035-04-02", "2035-04-03", "2035-04-04"]) await on(day);
    const weeks = (await told(manager)).filter(({ kind }) => kind === "account-week");
    expect(titles(weeks)).toEqual([
      `${company.name} this week: 1 agreement ends within 90 days, 1 estimate ends within 14 days, 1 invoice is overdue`,
    ]);
    expect(await told(other)).toEqual([]);
    await asSystem("test world", (db) =>
      db.update(estimates).set({ state: "accepted" }).where(eq(estimates.companyId, company.id)),
    );
    await on("2035-04-09");
    expect((await told(manager)).filter(({ kind }) => kind === "account-week")).toHaveLength(2);
  });
});

describe("how often reminders come", () => {
  it("is once a day or never, offered to whom they may come", async () => {
    const { asker, silent, manager } = await ending("2163-06-30");
    const kinds = async (viewer: Parameters<typeof runAsViewer>[0]) =>
      new Map((await runAsViewer(viewer, "read", readPreferences)).map((one) => [one.kind, one]));
    const askers = await kinds(clientViewer(asker));
    expect(askers.get("agreement-ends")).toMatchObject({ often: "daily", choices: ["daily", "never"] });
    expect(askers.has("invoice-new")).toBe(false);
    expect((await kinds(clientViewer(silent))).has("agreement-ends")).toBe(false);
    expect((await kinds(staffViewer(manager))).get("account-week")).toMatchObject({ often: "daily" });
    const { clerk } = await invoiced("2163-01-01", "2163-02-01");
    expect((await kinds(clientViewer(clerk))).has("invoice-new")).toBe(true);
    await wants(false);
    expect((await kinds(clientViewer(clerk))).has("invoice-new")).toBe(false);
    await wants(true);
    const write = (...often: string[]) =>
      runAsViewer(clientViewer(asker), "write", (context) => writePreferences(context, often));
    await write("agreement-ends:at-once");
    expect((await kinds(clientViewer(asker))).get("agreement-ends")?.often).toBe("daily");
    await write("agreement-ends:never");
    await on("2163-05-31");
    expect(await told(asker)).toEqual([]);
  });

  it("is never for who stops the daily mail by its link", async () => {
    const { asker } = await ending("2164-06-30");
    const brand = await brandByKey("cimsoft");
    const person = { kind: "contact" as const, id: asker.id };
    expect(await unsubscribe(brand, unsubscribeToken({ person, kind: "daily-digest" }))).toBe(true);
    await on("2164-05-31");
    expect(await told(asker)).toEqual([]);
    const rows = await asSystem("test look", (db) =>
      db.select().from(mailPreferences).where(eq(mailPreferences.personId, asker.id)),
    );
    expect(rows.every(({ wanted }) => !wanted)).toBe(true);
  });
});
