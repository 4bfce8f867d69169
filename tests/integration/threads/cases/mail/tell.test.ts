import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { agreements, contacts, files, staff, threadParticipants, threads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { messageIdOf } from "@/lib/mail/threading";
import { createCompany, createContact, createStaff, nobodysId } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { createPlant, DOMAIN, outboxOf, type Plant, say, startResend, supported, tell, told } from "./support";

let resend: Awaited<ReturnType<typeof startResend>>;
beforeAll(async () => {
  resend = await startResend();
});
afterAll(() => resend.close());

let plant: Plant;
beforeEach(async () => {
  // A client's message is mailed to all support agents, so each test begins without those of the others.
  await asSystem("test world", (db) => db.update(staff).set({ closedAt: new Date() }));
  plant = await createPlant();
});

const close = (table: typeof contacts | typeof staff, id: string) =>
  asSystem("test world", (db) => db.update(table).set({ closedAt: new Date() }).where(eq(table.id, id)));
const assign = (id: string, ownerId: string) =>
  asSystem("test world", (db) => db.update(threads).set({ ownerId: ownerId }).where(eq(threads.id, id)));

describe("mail about the first message of a case", () => {
  it("confirms it to the filer, and tells participants and every support agent of the brand", async () => {
    const { filed, filer, colleague } = plant;
    const agents = [
      await createStaff(["support_agent"]),
      await createStaff(["support_agent"], { brands: ["cimsoft"] }),
    ];
    await createStaff(["support_agent"], { brands: ["insource"] });
    await createStaff(["account_manager"]);
    await createStaff(["support_agent"], { closedAt: new Date() });
    await tell({ message: filed.id });
    expect(await told(filed.id)).toEqual(
      [
        `case-received ${filer.email}`,
        `case-message ${colleague.email}`,
        ...agents.map(({ email }) => `case-for-agents ${email}`),
      ].sort(),
    );
    await resend.sendAll(filed.id);
    const [mail] = resend.inbox(filer.email);
    expect(mail?.subject).toBe(`[${filed.number}] ${filed.subject}`);
    expect(mail?.text).toMatch(/First answer expected by\n.+ Eastern/);
    expect(mail?.text).toContain(`https://portal.cimsoft.com/cases/${filed.number}`);
    const forAgent = resend.inbox(agents[0]?.email ?? "")[0];
    expect(forAgent?.text).toContain(`https://portal.cimsoft.com/staff/cases/${filed.number}`);
    expect(forAgent?.text).toContain("It stops every morning.");
  });

  it("names the earlier case that the case follows", async () => {
    const { company, filer, filed } = plant;
    const next = await createCase(company, filer, { followsId: filed.id });
    await tell({ message: next.id });
    await resend.sendAll(next.id);
    expect(resend.inbox(filer.email)[0]?.text).toContain(`It follows ${filed.number}`);
  });
});

describe("mail about a message in a case", () => {
  it("goes to filer and participants with an agent's text and the names of its files", async () => {
    const { filed, filer, colleague } = plant;
    const agent = await createStaff(["support_agent"]);
    await createStaff(["support_agent"]);
    const id = await say(filed, agent, "Install patch 4.\n\nThen restart.");
    await asSystem("test world", (db) =>
      db.insert(files).values({
        ...{ id: "a".repeat(32), brand: "cimsoft", uploaderKind: "staff", uploaderId: agent.id, threadId: filed.id },
        ...{ messageId: id, name: "patch 4.zip", sizeBytes: 1_500_000, mediaType: "application/zip", sha256: "x" },
        ...{ scan: "not_scanned", attachedAt: new Date() },
      }),
    );
    await tell({ message: id });
    expect(await told(filed.id)).toEqual([`case-message ${colleague.email}`, `case-message ${filer.email}`].sort());
    await resend.sendAll(filed.id);
    const [mail] = resend.inbox(filer.email);
    expect(mail?.text).toContain("Kim Duarte of Cimsoft support wrote");
    expect(mail?.text).toContain("Install patch 4.");
    expect(mail?.text).toContain("patch 4.zip (1.4 MB)");
    expect(mail?.attachments).toBeUndefined();
  });

  it("says of a file that it is held, to agents as well", async () => {
    const { filed, filer } = plant;
    const agent = await createStaff(["support_agent"]);
    const id = await say(filed, filer, "Run this.");
    await asSystem("test world", (db) =>
      db.insert(files).values({
        ...{ id: nobodysId().replaceAll("-", ""), brand: "cimsoft", uploaderKind: "contact", uploaderId: filer.id },
        ...{ threadId: filed.id, messageId: id, name: "fix.ps1", sizeBytes: 400, mediaType: "text/plain", sha256: "x" },
        ...{ scan: "held", heldFor: "script", attachedAt: new Date() },
      }),
    );
    await tell({ message: id });
    await resend.sendAll(filed.id);
    expect(resend.inbox(agent.email).at(-1)?.text).toContain("fix.ps1 (400 bytes), held: it can run on a computer");
  });

  it("of a colleague goes to the other contacts and to the assignee alone", async () => {
    const { filed, filer, colleague } = plant;
    const assignee = await createStaff(["support_agent"]);
    await createStaff(["support_agent"]);
    await assign(filed.id, assignee.id);
    await tell({ message: await say(filed, colleague) });
    expect(await told(filed.id)).toEqual([`case-message ${filer.email}`, `case-for-agents ${assignee.email}`].sort());
  });

  it("goes to all agents when the assignee has left", async () => {
    const { filed, filer } = plant;
    const assignee = await createStaff(["support_agent"]);
    const other = await createStaff(["support_agent"]);
    await assign(filed.id, assignee.id);
    await close(staff, assignee.id);
    await tell({ message: await say(filed, filer) });
    expect(await told(filed.id)).toContain(`case-for-agents ${other.email}`);
    expect(await told(filed.id)).not.toContain(`case-for-agents ${assignee.email}`);
  });

  it("goes to no contact who may not see the case", async () => {
    const { filed, company, filer, colleague } = plant;
    const agent = await createStaff(["support_agent"]);
    await asSystem("test world", async (db) => {
      await db.update(contacts).set({ casesScope: "none" }).where(eq(contacts.id, colleague.id));
    });
    // Sees every case of the company, and takes part in none.
    await createContact(company, { casesScope: "company" });
    await tell({ message: await say(filed, agent) });
    expect(await told(filed.id)).toEqual([`case-message ${filer.email}`]);
    await close(contacts, filer.id);
    const second = await say(filed, agent);
    await tell({ message: second });
    expect(await told(filed.id)).toHaveLength(1);
  });

  it("goes to nobody at a company without support today", async () => {
    const { filed, company } = plant;
    await asSystem("test world", (db) =>
      db.update(agreements).set({ endsOn: "2021-01-01" }).where(eq(agreements.companyId, company.id)),
    );
    await tell({ message: await say(filed, await createStaff(["support_agent"])) });
    expect(await told(filed.id)).toEqual([]);
  });

  it("is sent once, however often the job runs", async () => {
    const { filed, filer } = plant;
    const id = await say(filed, await createStaff(["support_agent"]));
    await Promise.all([1, 2, 3, 4].map(() => tell({ message: id })));
    await tell({ message: id });
    expect(await told(filed.id)).toHaveLength(2);
    await resend.sendAll(filed.id);
    await resend.sendAll(filed.id);
    expect(resend.inbox(filer.email)).toHaveLength(1);
  });

  it("is not sent for a message that is gone", async () => {
    await tell({ message: nobodysId() });
    await tell({ event: nobodysId() });
    await expect(tell({ message: "x" })).rejects.toThrow();
  });

  it("holds back no other mail when one address takes none", async () => {
    const { filed, filer, colleague } = plant;
    await asSystem("test world", (db) =>
      db
        .update(contacts)
        .set({ email: `broken ${colleague.id}` })
        .where(eq(contacts.id, colleague.id)),
    );
    await tell({ message: await say(filed, await createStaff(["support_agent"])) });
    expect(await told(filed.id)).toEqual([`case-message ${filer.email}`]);
  });
});

describe("a queued mail about a case", () => {
  it.each([
    ["the right was withdrawn", { casesScope: "none" as const }],
    ["the account was closed", { closedAt: new Date() }],
    ["the address is another one", { email: `new-${process.pid}@client.example` }],
  ])("is withheld when %s meanwhile", async (_what, change) => {
    const { filed, filer, colleague } = plant;
    await tell({ message: await say(filed, await createStaff(["support_agent"])) });
    await asSystem("test world", (db) => db.update(contacts).set(change).where(eq(contacts.id, filer.id)));
    await resend.sendAll(filed.id);
    expect(resend.inbox(filer.email)).toEqual([]);
    expect(resend.inbox(colleague.email)).toHaveLength(1);
    const row = (await outboxOf(filed.id)).find(({ personId }) => personId === filer.id);
    expect(row).toMatchObject({ state: "withheld", providerId: null, leasedUntil: null });
    // It is withheld for good: no mail is sent when the right comes back.
    await asSystem("test world", (db) =>
      db
        .update(contacts)
        .set({ casesScope: "own", closedAt: null, email: filer.email })
        .where(eq(contacts.id, filer.id)),
    );
    await resend.sendAll(filed.id);
    expect(resend.inbox(filer.email)).toEqual([]);
  });

  it("is withheld when its reader was removed from the case, and when staff lost the brand's cases", async () => {
    const { filed, colleague, filer } = plant;
    const agent = await createStaff(["support_agent"]);
    await tell({ message: await say(filed, filer) });
    await asSystem("test world", async (db) => {
      await db.delete(threadParticipants).where(eq(threadParticipants.contactId, colleague.id));
      await db
        .update(staff)
        .set({ roles: ["marketing"] })
        .where(eq(staff.id, agent.id));
    });
    await resend.sendAll(filed.id);
    expect([...resend.inbox(colleague.email), ...resend.inbox(agent.email)]).toEqual([]);
    expect((await outboxOf(filed.id)).map(({ state }) => state)).toEqual(["withheld", "withheld"]);
  });
});

describe("a mail about a case", () => {
  it("is sent by its brand, links to its brand, and can be answered at an address of its reader's own", async () => {
    const other = await createPlant("insource");
    const seen = new Set<string>();
    for (const { filed, filer, colleague } of [plant, other]) {
      await tell({ message: await say(filed, await createStaff(["support_agent"])) });
      await resend.sendAll(filed.id);
      for (const person of [filer, colleague]) {
        const [mail] = resend.inbox(person.email);
        const brand = filed.brand === "cimsoft" ? "Cimsoft" : "InSource";
        expect(mail?.from).toMatch(new RegExp(`^${brand}.* <`));
        expect(mail?.text).toContain(`${(await brandByKey(filed.brand)).origin}/cases/${filed.number}`);
        expect(mail?.text).toMatch(/^— Write your reply above this line —/);
        expect(mail?.text).toContain("Reply to this mail to answer the case.");
        expect(mail?.reply_to).toMatch(new RegExp(`^reply\\+[0-9a-f]{40}@${DOMAIN}$`));
        seen.add(String(mail?.reply_to));
      }
    }
    expect(seen.size).toBe(4);
  });

  it("is threaded with the other mails of its case", async () => {
    const { filed, filer, colleague } = plant;
    const agent = await createStaff(["support_agent"]);
    await tell({ message: filed.id });
    const second = await say(filed, agent, "Second");
    await tell({ message: second });
    const third = await say(filed, colleague, "Third");
    await tell({ message: third });
    await resend.sendAll(filed.id);
    const mails = new Map(resend.inbox(filer.email).map((mail) => [mail.headers?.["Message-ID"], mail]));
    const root = `<${filed.id}.${filed.id}@portal.cimsoft.com>`;
    const of = { threadId: filed.id, origin: "https://portal.cimsoft.com", recipient: filer.id };
    const id = (message: string) => messageIdOf(message, of);
    expect([...mails.keys()].sort()).toEqual([id(filed.id), id(second), id(third)].sort());
    expect(mails.get(id(filed.id))?.headers).toMatchObject({ References: root, "In-Reply-To": root });
    expect(mails.get(id(second))?.headers).toMatchObject({
      References: `${root} ${id(filed.id)}`,
      "In-Reply-To": id(filed.id),
    });
    expect(mails.get(id(third))?.headers).toMatchObject({
      References: `${root} ${id(filed.id)} ${id(second)}`,
      "In-Reply-To": id(second),
      "Auto-Submitted": "auto-generated",
    });
    expect(new Set([...mails.values()].map(({ subject }) => subject)).size).toBe(1);
  });

  it("lets no name or subject add a header", async () => {
    const company = await createCompany();
    await supported(company);
    const filer = await createContact(company, {
      casesScope: "own",
      name: 'A\r\nBcc: evil@x.example, "B" <c@x.example>',
    });
    const filed = await createCase(company, filer, { subject: "Stops\r\nBcc: evil@x.example\u202e" });
    await tell({ message: filed.id });
    await resend.sendAll(filed.id);
    const [mail] = resend.inbox(filer.email);
    expect(mail?.subject).toBe(`[${filed.number}] Stops Bcc: evil@x.example`);
    expect(mail?.bcc).toBeUndefined();
    expect(mail?.to).not.toMatch(/[\r\n,]/);
  });
});
