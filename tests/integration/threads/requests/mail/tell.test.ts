import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contacts, mailPreferences, notices, staff, staffAbsences, threads } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { businessToday } from "@/lib/kit/time";
import { answerRequest } from "@/lib/threads/requests/staff/service";
import { assignRequest, setRequestStatus } from "@/lib/threads/requests/staff/work/service";
import {
  lastEvent,
  outboxOf,
  type ResendWorld,
  startResend,
  tell,
  told,
} from "@/tests/integration/threads/cases/mail/support";
import { createCompany, createContact, createInvoice, createStaff, staffViewer } from "@/tests/support/world";
import { createRequest } from "@/tests/support/world-threads";
import { closing, createAsker, sayIn } from "./support";

let resend: ResendWorld;
beforeAll(async () => {
  resend = await startResend();
});
afterAll(() => resend.close());
// Staff of one test would be mailed by the next one.
beforeEach(() => asSystem("test world", (db) => db.update(staff).set({ closedAt: new Date() })));

describe("mail about a new request", () => {
  it("confirms it to the opener, with the promised time, and tells its owner alone", async () => {
    const { company, asker, owner } = await createAsker();
    await createStaff(["account_manager"]);
    const asked = await createRequest(company, asker, { kind: "message" });
    expect(asked.ownerId).toBe(owner.id);
    await tell({ message: asked.id });
    expect(await told(asked.id)).toEqual([`request-for-team ${owner.email}`, `request-received ${asker.email}`]);
    await resend.sendAll(asked.id);
    const [mail] = resend.inbox(asker.email);
    expect(mail?.subject).toBe(`[${asked.number}] ${asked.subject}`);
    expect(mail?.text).toMatch(/Answer expected by\n.+ Eastern/);
    expect(mail?.text).toContain(`https://portal.cimsoft.com/account-team/${asked.number}`);
    expect(mail?.text).toContain("Reply to this mail to answer the request.");
    const forTeam = resend.inbox(owner.email)[0];
    expect(forTeam?.text).toContain(`https://portal.cimsoft.com/staff/requests/${asked.number}`);
    expect(forTeam?.text).toContain("which is yours:");
    expect(forTeam?.text).toContain("Which licenses do we have?");
  });

  it("that nobody has goes to everybody of the brand who answers requests, and to nobody else", async () => {
    const company = await createCompany();
    const asker = await createContact(company, { requestsScope: "own" });
    const workers = [
      await createStaff(["account_manager"], { brands: ["cimsoft"] }),
      await createStaff(["subscription_manager"]),
      await createStaff(["administrator"]),
    ];
    await createStaff(["support_agent"]);
    await createStaff(["marketing"]);
    await createStaff(["account_manager"], { brands: ["insource"] });
    const asked = await createRequest(company, asker);
    await tell({ message: asked.id });
    expect(await told(asked.id)).toEqual(
      [`request-received ${asker.email}`, ...workers.map(({ email }) => `request-for-team ${email}`)].sort(),
    );
  });

  it("for a change of details goes to administrators alone, and to no colleague", async () => {
    const { company, asker } = await createAsker();
    await createContact(company, { requestsScope: "company" });
    const administrator = await createStaff(["administrator"]);
    const asked = await createRequest(company, asker, { kind: "change" });
    await tell({ message: asked.id });
    expect(await told(asked.id)).toEqual([
      `request-for-team ${administrator.email}`,
      `request-received ${asker.email}`,
    ]);
  });
});

describe("a change of details whose owner cannot decide it", () => {
  it("is mailed to administrators too, and to its owner alone once that is an administrator", async () => {
    const { company, asker, owner } = await createAsker();
    const administrators = [await createStaff(["administrator"]), await createStaff(["administrator"])] as const;
    const team = (...members: { email: string }[]) => members.map(({ email }) => `request-for-team ${email}`).sort();
    const asked = await createRequest(company, asker, { kind: "change", ownerId: owner.id });
    await tell({ message: await sayIn(asked, asker, "I made a mistake.") });
    expect(await told(asked.id)).toEqual(team(owner, ...administrators));
    await resend.sendAll(asked.id);
    expect(resend.inbox(owner.email)[0]?.text).toContain("which is yours:");
    expect(resend.inbox(administrators[0].email)[0]?.text).toContain(
      "which is Dana Whitfield’s, while administrators decide it:",
    );
    const bells = await asSystem("test look", (db) =>
      db.select().from(notices).where(eq(notices.personId, administrators[1].id)),
    );
    expect(bells.map(({ kind }) => kind)).toEqual(["request-for-team"]);

    const decided = await createRequest(company, asker, { kind: "change", ownerId: administrators[0].id });
    await tell({ message: await sayIn(decided, asker, "I made a mistake.") });
    expect(await told(decided.id)).toEqual(team(administrators[0]));
    // While that one is away, who stands in cannot decide either.
    const startsOn = businessToday("America/New_York");
    const absence = { staffId: administrators[0].id, startsOn, endsOn: "2099-01-01", standInId: owner.id };
    await asSystem("test world", (db) => db.insert(staffAbsences).values(absence));
    const later = await createRequest(company, asker, { kind: "change", ownerId: administrators[0].id });
    await tell({ message: await sayIn(later, asker, "I made a mistake.") });
    expect(await told(later.id)).toEqual(team(owner, ...administrators));
  });
});

describe("the stand-in of a request's owner", () => {
  it("is named in the mail to the owner, and mailed beside an owner who went away later", async () => {
    const { company, asker, owner } = await createAsker();
    const standIn = await createStaff(["account_manager"], { name: "Lee Santos" });
    const absence = () => {
      const today = businessToday("America/New_York");
      return asSystem("test world", (db) =>
        db
          .insert(staffAbsences)
          .values({ staffId: owner.id, startsOn: today, endsOn: "2099-01-01", standInId: standIn.id }),
      );
    };
    const before = await createRequest(company, asker);
    await absence();
    const after = await createRequest(company, asker);
    expect([before.ownerId, after.ownerId, after.standsInFor]).toEqual([owner.id, standIn.id, owner.id]);
    for (const { id } of [before, after]) await tell({ message: id });
    expect(await told(before.id)).toEqual(
      [
        `request-for-team ${owner.email}`,
        `request-for-team ${standIn.email}`,
        `request-received ${asker.email}`,
      ].sort(),
    );
    expect(await told(after.id)).toEqual([`request-for-team ${standIn.email}`, `request-received ${asker.email}`]);
    for (const { id } of [before, after]) await resend.sendAll(id);
    const texts = resend.inbox(standIn.email).map(({ text }) => text ?? "");
    expect(texts.some((text) => text.includes(`yours while ${owner.name} is away`))).toBe(true);
    expect(texts.some((text) => text.includes(`${owner.name}’s, for whom you stand in`))).toBe(true);
  });
});

describe("a message to an owner who is away", () => {
  it("goes to everybody who answers requests, where no stand-in may see the request", async () => {
    const { company, asker, owner } = await createAsker();
    const workers = [await createStaff(["subscription_manager"]), await createStaff(["administrator"])];
    const agent = await createStaff(["support_agent"]);
    const everybody = [owner, ...workers].map(({ email }) => `request-for-team ${email}`);
    const asked = await createRequest(company, asker);
    await tell({ message: asked.id });
    expect(await told(asked.id)).toEqual([everybody[0], `request-received ${asker.email}`].sort());
    for (const standInId of [null, agent.id]) {
      const startsOn = businessToday("America/New_York");
      const absence = { staffId: owner.id, startsOn, endsOn: "2099-01-01", standInId };
      await asSystem("test world", async (db) => {
        await db.delete(staffAbsences).where(eq(staffAbsences.staffId, owner.id));
        await db.insert(staffAbsences).values(absence);
      });
      const before = await told(asked.id);
      await tell({ message: await sayIn(asked, asker, "Are you there?") });
      expect(await told(asked.id)).toEqual([...before, ...everybody].sort());
    }
    await resend.sendAll(asked.id);
    for (const { email } of workers) {
      expect(resend.inbox(email)[0]?.text).toContain("Are you there?");
      expect(resend.inbox(email)[0]?.text).toContain(`${owner.name}’s, who is away while nobody stands in:`);
    }
  });
});

describe("mail about a message in a request", () => {
  it("from the team goes to the opener and to colleagues who wrote in it and may see it", async () => {
    const { company, asker, owner } = await createAsker();
    const writer = await createContact(company, { requestsScope: "company", name: "Ana Ito" });
    const former = await createContact(company, { requestsScope: "own", name: "Jo Lund" });
    await createContact(company, { requestsScope: "company" });
    const asked = await createRequest(company, asker);
    await sayIn(asked, writer, "Me too.");
    await sayIn(asked, former, "And me.");
    const id = await sayIn(asked, owner, "Forty of them.");
    await tell({ message: id });
    expect(await told(asked.id)).toEqual([`request-message ${asker.email}`, `request-message ${writer.email}`].sort());
    await resend.sendAll(asked.id);
    expect(resend.inbox(asker.email)[0]?.text).toContain(`${owner.name} of Cimsoft wrote in request`);
  });

  it("about money reaches nobody without the right to it, also when that was withdrawn after it was queued", async () => {
    const { company, asker, owner } = await createAsker();
    const writer = await createContact(company, { requestsScope: "company" });
    const invoice = await createInvoice(company);
    const asked = await createRequest(company, asker, { kind: "invoice", invoiceId: invoice.id });
    await sayIn(asked, writer, "Me too.");
    const billing = (id: string, to: boolean) =>
      asSystem("test world", (db) => db.update(contacts).set({ billing: to }).where(eq(contacts.id, id)));
    await billing(writer.id, false);
    await tell({ message: await sayIn(asked, owner, "It is paid.") });
    expect(await told(asked.id)).toEqual([`request-message ${asker.email}`]);
    await billing(asker.id, false);
    await resend.sendAll(asked.id);
    expect(resend.inbox(asker.email)).toEqual([]);
    expect((await outboxOf(asked.id)).map(({ state }) => state)).toEqual(["withheld"]);
  });

  it("is sent once, however often the job runs", async () => {
    const { company, asker, owner } = await createAsker();
    const asked = await createRequest(company, asker);
    const id = await sayIn(asked, owner, "Forty.");
    await Promise.all([1, 2, 3, 4].map(() => tell({ message: id })));
    await resend.sendAll(asked.id);
    await resend.sendAll(asked.id);
    expect(resend.inbox(asker.email)).toHaveLength(1);
  });
});

describe("a request given to a colleague", () => {
  it("is mailed to the colleague, not to who took it or has it no more", async () => {
    const { company, asker, owner } = await createAsker();
    const other = await createStaff(["subscription_manager"], { name: "Priya Raman" });
    const asked = await createRequest(company, asker);
    const assigned = async (by: typeof owner, to: typeof owner) => {
      await runAsViewer(staffViewer(by), "write", (context) =>
        assignRequest({ ...context, name: by.name }, { number: asked.number, owner: to.id }),
      );
      return (await lastEvent(asked.id, "assigned")).id;
    };
    const given = await assigned(owner, other);
    await Promise.all([tell({ event: given }), tell({ event: given })]);
    await tell({ event: await assigned(owner, owner) });
    const passing = await assigned(owner, other);
    await assigned(other, owner);
    await tell({ event: passing });
    expect(await told(asked.id)).toEqual([`request-assigned ${other.email}`]);
    await resend.sendAll(asked.id);
    const text = resend.inbox(other.email)[0]?.text;
    expect(text).toContain(`${owner.name} gave you request ${asked.number} of ${company.name}.`);
    expect(text).toContain(`https://portal.cimsoft.com/staff/requests/${asked.number}`);
    const [bell] = await asSystem("test look", (db) => db.select().from(notices).where(eq(notices.personId, other.id)));
    expect(bell?.title).toBe(`${owner.name} gave you ${asked.number}: ${asked.subject}`);
  });
});

describe("mail about the closing of a request", () => {
  it("goes to the opener, not to who closed it, and not when the request is open again", async () => {
    const { company, asker, owner } = await createAsker();
    const asked = await createRequest(company, asker, { status: "closed" });
    await tell({ event: await closing(asked, owner) });
    expect(await told(asked.id)).toEqual([`request-closed ${asker.email}`]);
    await resend.sendAll(asked.id);
    expect(resend.inbox(asker.email)[0]?.text).toContain(`${owner.name} closed request ${asked.number}`);

    const own = await createRequest(company, asker, { status: "closed" });
    await tell({ event: await closing(own, asker) });
    expect(await told(own.id)).toEqual([]);

    const reopened = await createRequest(company, asker, { status: "closed" });
    const event = await closing(reopened, owner);
    await asSystem("test world", (db) =>
      db.update(threads).set({ status: "in_progress", closedAt: null }).where(eq(threads.id, reopened.id)),
    );
    await tell({ event });
    expect(await told(reopened.id)).toEqual([]);
  });
});

describe("an answer that closes a request", () => {
  it("is one mail that says so; an opener who has switched messages off is mailed about the closing", async () => {
    const { company, asker, owner } = await createAsker();
    const writer = await createContact(company, { requestsScope: "company" });
    const off = { personKind: "contact" as const, personId: writer.id, kind: "request-message", wanted: false };
    await asSystem("test world", (db) => db.insert(mailPreferences).values(off));
    const asked = await createRequest(company, asker);
    await sayIn(asked, writer, "Me too.");
    const answer = { id: uuidv7(), number: asked.number, body: "Forty of them.", files: [], then: "closed" as const };
    await runAsViewer(staffViewer(owner), "write", (context) =>
      answerRequest({ ...context, name: owner.name }, answer),
    );
    await tell({ message: answer.id });
    await tell({ event: (await lastEvent(asked.id, "status")).id });
    expect(await told(asked.id)).toEqual([`request-closed ${writer.email}`, `request-message ${asker.email}`].sort());
    await resend.sendAll(asked.id);
    expect(resend.inbox(asker.email)[0]?.text).toContain("The request is closed with this.");
    const bells = await asSystem("test look", (db) => db.select().from(notices).where(eq(notices.personId, asker.id)));
    expect(bells.map(({ kind }) => kind)).toEqual(["request-message"]);

    // An answer before the closing says nothing of it, and the closing is told by itself.
    const other = await createRequest(company, asker);
    const first = { ...answer, id: uuidv7(), number: other.number, then: "answered" as const };
    await runAsViewer(staffViewer(owner), "write", (context) => answerRequest({ ...context, name: owner.name }, first));
    await runAsViewer(staffViewer(owner), "write", (context) =>
      setRequestStatus({ ...context, name: owner.name }, { number: other.number, from: "answered", status: "closed" }),
    );
    await tell({ message: first.id });
    await tell({ event: (await lastEvent(other.id, "status")).id });
    expect(await told(other.id)).toEqual([`request-closed ${asker.email}`, `request-message ${asker.email}`].sort());
    await resend.sendAll(other.id);
    expect(
      resend
        .inbox(asker.email)
        .some(({ text }) => text?.includes("Forty of them.") && !text.includes("closed with this")),
    ).toBe(true);
  });
});

it("a mail about a request comes from its brand and leads to it", async () => {
  const { company, asker, owner } = await createAsker("insource");
  const asked = await createRequest(company, asker);
  await tell({ message: asked.id });
  await resend.sendAll(asked.id);
  const { origin } = await brandByKey("insource");
  expect(resend.inbox(asker.email)[0]?.from).toMatch(/^InSource/);
  expect(resend.inbox(owner.email)[0]?.text).toContain(`${origin}/staff/requests/${asked.number}`);
});
