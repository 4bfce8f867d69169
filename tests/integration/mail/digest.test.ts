import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { agreements, contacts, mailPreferences, outbox } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import type { AccountKey } from "@/lib/gate/accounts";
import { sendDigests } from "@/lib/mail/digest";
import { readPreferences } from "@/lib/mail/notices/preferences/queries";
import { writePreferences } from "@/lib/mail/notices/preferences/service";
import {
  clientViewer,
  createAgreement,
  createCompany,
  createContact,
  createStaff,
  nobodysId,
} from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { noticesOf, type PersonalKind, ring } from "./notices/support";
import { outboxRow, runTask, startMail } from "./support";

let mail: Awaited<ReturnType<typeof startMail>>;
beforeAll(async () => {
  mail = await startMail();
});
afterAll(() => mail.close());

async function createCollector(zone = "America/New_York", kinds: readonly PersonalKind[] = ["case-message"]) {
  const company = await createCompany();
  await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
  const contact = await createContact(company, { casesScope: "company" });
  await asSystem("test world", async (db) => {
    await db.update(contacts).set({ timeZone: zone }).where(eq(contacts.id, contact.id));
  });
  const person: AccountKey = { kind: "contact", id: contact.id };
  await chooseDaily(person, kinds);
  return { company, contact, person };
}

const chooseDaily = (person: AccountKey, kinds: readonly PersonalKind[]) =>
  asSystem("test world", (db) =>
    db
      .insert(mailPreferences)
      .values(kinds.map((kind) => ({ personKind: person.kind, personId: person.id, kind, wanted: true, daily: true }))),
  );

/** An event that is told at this moment; the mail's id. */
async function toldAt(
  person: AccountKey,
  email: string,
  at: string,
  over: Parameters<typeof ring>[2] & { kind?: PersonalKind } = {},
) {
  const { kind = "case-message", ...rest } = over;
  const id = await ring(person, kind, { to: email, ...rest });
  await asSystem("test world", (db) =>
    db
      .update(outbox)
      .set({ createdAt: new Date(at) })
      .where(eq(outbox.id, id)),
  );
  return id;
}

const digestsOf = (person: AccountKey) =>
  asSystem("test look", (db) =>
    db
      .select()
      .from(outbox)
      .where(and(eq(outbox.personId, person.id), eq(outbox.kind, "daily-digest")))
      .orderBy(asc(outbox.createdAt), asc(outbox.id)),
  );
const titles = (row: { props: Record<string, unknown> } | undefined) =>
  ((row?.props.items ?? []) as { title: string }[]).map(({ title }) => title);
const state = async (id: string) => (await outboxRow(id))?.state;

describe("a mail that its person wants once a day", () => {
  it("rings the bell at once, waits, and is told of at 7 a.m. of their own zone", async () => {
    const { contact, person } = await createCollector();
    const id = await toldAt(person, contact.email, "2031-01-10T20:00:00Z");
    await runTask(id, mail.send);
    expect(await state(id)).toBe("collected");
    expect(mail.inbox(contact.email)).toEqual([]);
    expect(await noticesOf(person)).toHaveLength(1);
    await sendDigests(new Date("2031-01-11T11:59:59Z"));
    expect(await digestsOf(person)).toEqual([]);
    await sendDigests(new Date("2031-01-11T12:00:00Z"));
    const [digest] = await digestsOf(person);
    expect(titles(digest)).toEqual(["Dana Whitfield wrote in C-100001: Historian stops"]);
    expect(await state(id)).toBe("digested");
    await runTask(digest?.id ?? "", mail.send);
    const [sent] = mail.inbox(contact.email);
    expect(sent?.subject).toBe("Your daily mail from Cimsoft: one thing");
    expect(sent?.text).toContain("https://portal.cimsoft.com/cases/C-100001");
    expect(sent?.headers).toMatchObject({ "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" });
  });

  it("is told of once, however often and by however many processes the job runs", async () => {
    const { contact, person } = await createCollector("Europe/Berlin");
    await toldAt(person, contact.email, "2031-02-10T05:00:00Z");
    const second = await toldAt(person, contact.email, "2031-02-10T05:30:00Z");
    const late = await toldAt(person, contact.email, "2031-02-10T06:00:01Z");
    const now = new Date("2031-02-10T06:00:00Z");
    await Promise.all([sendDigests(now), sendDigests(now), sendDigests(now)]);
    // Stored late, though it was told before 7: the day has had its mail.
    const straggler = await toldAt(person, contact.email, "2031-02-10T05:59:59Z");
    for (const at of ["2031-02-10T06:01:00Z", "2031-02-10T12:00:00Z", "2031-02-11T05:59:00Z"])
      await sendDigests(new Date(at));
    expect((await digestsOf(person)).map((row) => titles(row).length)).toEqual([2]);
    expect([await state(second), await state(late), await state(straggler)]).toEqual([
      "digested",
      "collected",
      "collected",
    ]);
    await sendDigests(new Date("2031-02-11T06:00:00Z"));
    await sendDigests(new Date("2031-02-12T06:00:00Z"));
    expect((await digestsOf(person)).map((row) => titles(row).length)).toEqual([2, 2]);
  });

  it.each([
    ["forward", "2032-03-13T15:00:00Z", "2032-03-14T10:59:59Z", "2032-03-14T11:00:00Z"],
    ["back", "2032-11-06T15:00:00Z", "2032-11-07T11:59:59Z", "2032-11-07T12:00:00Z"],
  ])("is told of at 7 on the day on which clocks go %s", async (_way, told, before, at) => {
    const { contact, person } = await createCollector();
    await toldAt(person, contact.email, told);
    await sendDigests(new Date(before));
    expect(await digestsOf(person)).toEqual([]);
    await sendDigests(new Date(at));
    expect(await digestsOf(person)).toHaveLength(1);
  });

  it("is told of where the worker was away at 7, in one mail with what came on other days", async () => {
    const { contact, person } = await createCollector();
    await toldAt(person, contact.email, "2033-01-08T20:00:00Z");
    await toldAt(person, contact.email, "2033-01-09T20:00:00Z");
    await sendDigests(new Date("2033-01-12T03:00:00Z"));
    expect((await digestsOf(person)).map((row) => titles(row).length)).toEqual([2]);
  });

  it("is not told of a thread that they may not see any more, when it is put together and when it leaves", async () => {
    const { company, contact, person } = await createCollector();
    const [gone, kept] = [await createCase(company, contact), await createCase(company, contact)];
    const other = await createCase(await createCompany(), await createContact(await createCompany()));
    const strange = await toldAt(person, contact.email, "2034-01-08T20:00:00Z", { threadId: other.id });
    await toldAt(person, contact.email, "2034-01-08T20:00:01Z", { threadId: gone.id });
    await toldAt(person, contact.email, "2034-01-08T20:00:02Z", { threadId: kept.id });
    await sendDigests(new Date("2034-01-09T12:00:00Z"));
    expect(await state(strange)).toBe("withheld");
    const [digest] = await digestsOf(person);
    expect(titles(digest)).toHaveLength(2);
    await asSystem("test world", (db) =>
      db.update(agreements).set({ endsOn: "2021-01-01" }).where(eq(agreements.companyId, company.id)),
    );
    await runTask(digest?.id ?? "", mail.send);
    expect(await outboxRow(digest?.id ?? "")).toMatchObject({ state: "withheld" });
    expect(mail.inbox(contact.email)).toEqual([]);
  });

  it("is not told of to an account that was closed, one with another address, or one that wants it no more", async () => {
    const closed = await createCollector();
    const moved = await createCollector();
    const weary = await createCollector();
    const ids = [];
    for (const { person, contact } of [closed, moved, weary])
      ids.push(await toldAt(person, contact.email, "2035-01-08T20:00:00Z"));
    await asSystem("test world", async (db) => {
      await db.update(contacts).set({ closedAt: new Date() }).where(eq(contacts.id, closed.contact.id));
    });
    await runAsViewer(clientViewer(weary.contact), "write", (context) =>
      writePreferences(context, ["case-message:never"]),
    );
    await sendDigests(new Date("2035-01-09T12:00:00Z"));
    expect(await Promise.all(ids.map(state))).toEqual(["withheld", "digested", "withheld"]);
    await asSystem("test world", async (db) => {
      await db
        .update(contacts)
        .set({ email: `${nobodysId()}@client.example` })
        .where(eq(contacts.id, moved.contact.id));
    });
    const [digest] = await digestsOf(moved.person);
    await runTask(digest?.id ?? "", mail.send);
    expect(await state(digest?.id ?? "")).toBe("withheld");
  });

  it("comes to members of staff too, for each brand by itself", async () => {
    const member = await createStaff(["support_agent"]);
    const person: AccountKey = { kind: "staff", id: member.id };
    await chooseDaily(person, ["case-for-agents"]);
    for (const brand of ["cimsoft", "insource"]) {
      await toldAt(person, member.email, "2036-01-08T20:00:00Z", { kind: "case-for-agents", brand });
    }
    await sendDigests(new Date("2036-01-09T12:00:00Z"));
    expect((await digestsOf(person)).map(({ brand }) => brand).sort()).toEqual(["cimsoft", "insource"]);
  });
});

describe("how often mails come", () => {
  it("is chosen for each kind, once a day only where that makes sense", async () => {
    const { contact } = await createCollector("America/New_York", ["case-closed"]);
    const viewer = clientViewer(contact);
    const chosen = async () =>
      Object.fromEntries((await runAsViewer(viewer, "read", readPreferences)).map(({ kind, often }) => [kind, often]));
    expect(await chosen()).toMatchObject({ "case-message": "at-once", "case-closed": "daily" });
    const write = (...often: string[]) => runAsViewer(viewer, "write", (context) => writePreferences(context, often));
    await write(
      "case-message:daily",
      "case-closed:never",
      "case-received:daily",
      "password-changed:never",
      "case-joined:often",
    );
    const now = await chosen();
    expect(now).toMatchObject({
      "case-message": "daily",
      "case-closed": "never",
      "case-received": "at-once",
      "case-joined": "at-once",
    });
    expect(now["password-changed"]).toBe("at-once");
    await write("case-message:at-once");
    expect(await chosen()).toMatchObject({ "case-message": "at-once", "case-closed": "never" });
  });

  it("is at once for a kind that nobody may have once a day, whatever a row says", async () => {
    const { contact, person } = await createCollector("America/New_York", ["case-received"]);
    const id = await ring(person, "case-received", { to: contact.email });
    expect(await state(id)).toBe("queued");
  });
});
