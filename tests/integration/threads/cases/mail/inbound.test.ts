import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { agreements, contacts, liveEvents, staff, threadParticipants, threads } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { answerByMail } from "@/lib/jobs/mail-answers";
import { readThread } from "@/lib/threads/queries";
import { cases } from "@/tests/support/threads";
import { clientViewer, createContact, createStaff, staffViewer } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { arriveReply, attachment, filesOf, looseFiles, saidIn } from "./replies";
import {
  caseRow,
  createPlant,
  DOMAIN,
  handle,
  inboundRow,
  messagesOf,
  type Plant,
  type ResendWorld,
  replyTo,
  startResend,
} from "./support";

const DAY_MS = 24 * 60 * 60 * 1000;

let resend: ResendWorld;
beforeAll(async () => {
  resend = await startResend();
});
afterAll(() => resend.close());

let plant: Plant;
beforeEach(async () => {
  plant = await createPlant();
});

const reply = (over?: object) => arriveReply(resend, plant, over);
const said = (id = plant.filed.id) => saidIn(id);

describe("a reply by mail", () => {
  it("becomes the contact's message, and a case that waited on the contact goes on", async () => {
    const { filed, filer } = plant;
    await asSystem("test world", (db) =>
      db
        .update(threads)
        .set({ status: "waiting_on_you", answerDueAt: null, answerSince: null })
        .where(eq(threads.id, filed.id)),
    );
    const row = await handle(await reply());
    expect(row).toMatchObject({ state: "joined", threadId: filed.id, brand: "cimsoft", body: null });
    expect(await said()).toEqual([{ authorId: filer.id, body: "It is 2023 R2.", source: "mail" }]);
    expect((await messagesOf(filed.id)).at(-1)?.id).toBe(row.createdMessageId);
    expect(await caseRow(filed.id)).toMatchObject({ status: "in_progress", lastAuthorId: filer.id });
    expect((await caseRow(filed.id)).answerDueAt).not.toBeNull();
  });

  it("from an agent answers the case", async () => {
    const { filed } = plant;
    const agent = await createStaff(["support_agent"]);
    const to = await replyTo(filed, agent, "staff");
    const row = await handle(await resend.arrive({ from: agent.email, to, subject: "Re", text: "Install patch 4." }));
    expect(row.state).toBe("joined");
    expect(await said()).toEqual([{ authorId: agent.id, body: "Install patch 4.", source: "mail" }]);
    expect(await caseRow(filed.id)).toMatchObject({
      status: "waiting_on_you",
      ownerId: agent.id,
      answerDueAt: null,
    });
  });

  it("may have the case's address in Cc, beside other people", async () => {
    const { filed, filer } = plant;
    const id = await reply({ to: "boss@client.example", cc: ["x@y.example", await replyTo(filed, filer)] });
    expect((await handle(id)).state).toBe("joined");
  });

  it("reopens a case that was closed lately, and files a new one after a case that was closed long ago", async () => {
    const { filed, filer } = plant;
    const closeAt = (closedAt: Date) =>
      asSystem("test world", (db) =>
        db
          .update(threads)
          .set({ status: "closed", closeReason: "solved", closedAt, answerDueAt: null, answerSince: null })
          .where(eq(threads.id, filed.id)),
      );
    await closeAt(new Date(Date.now() - 13 * DAY_MS));
    expect((await handle(await reply())).state).toBe("joined");
    expect(await caseRow(filed.id)).toMatchObject({ status: "in_progress", closedAt: null });

    await closeAt(new Date(Date.now() - 15 * DAY_MS));
    const row = await handle(await reply({ text: "It is back." }));
    expect(row).toMatchObject({ state: "joined" });
    expect(await caseRow(filed.id)).toMatchObject({ status: "closed" });
    const next = await caseRow(row.createdMessageId ?? "");
    expect(next).toMatchObject({ followsId: filed.id, filedBy: filer.id, subject: filed.subject, status: "new" });
    expect((await messagesOf(next.id)).map(({ body, source }) => [body, source])).toEqual([["It is back.", "mail"]]);
  });

  it("is one message, however often its job runs and wherever a run dies", async () => {
    const id = await reply({ attachments: [attachment("a.txt", "a")] });
    const dies = handle(id, {
      answer: async (mailed) => {
        await answerByMail(mailed);
        throw new Error("the process is gone");
      },
    });
    await expect(dies).rejects.toThrow("the process is gone");
    expect((await inboundRow(id)).state).toBe("received");
    const row = await handle(id);
    expect(row).toMatchObject({ state: "joined", threadId: plant.filed.id });
    await handle(id);
    expect(await said()).toHaveLength(1);
    expect(await filesOf(plant.filed.id)).toHaveLength(1);
    expect(await looseFiles(plant.filer.id), "files were kept again").toEqual([]);

    const second = await reply({ text: "Twice at once." });
    await Promise.all([1, 2, 3].map(() => handle(second)));
    expect((await inboundRow(second)).state).toBe("joined");
    expect(await said()).toHaveLength(2);
  });

  it("that files a new case and dies is one case when it runs again", async () => {
    const { filed } = plant;
    await asSystem("test world", (db) =>
      db
        .update(threads)
        .set({ status: "closed", closeReason: "solved", closedAt: new Date(0), answerDueAt: null, answerSince: null })
        .where(eq(threads.id, filed.id)),
    );
    const id = await reply();
    await Promise.all([1, 2, 3].map(() => handle(id)));
    const row = await inboundRow(id);
    expect(row.state).toBe("joined");
    const following = await asSystem("test look", (db) => db.select().from(cases).where(eq(cases.followsId, filed.id)));
    expect(following.map((next) => next.id)).toEqual([row.createdMessageId]);
  });
});

describe("who may write to a case by mail", () => {
  it.each([
    ["somebody else", "evil@x.example"],
    ["a name like the address", (email: string) => `"${email}" <evil@x.example>`],
    ["two senders", (email: string) => `${email}, evil@x.example`],
    ["nobody", "undisclosed"],
  ])("is checked: mail of %s is kept for agents, unseen by clients", async (_who, from) => {
    const { filed, filer } = plant;
    const id = await reply({ from: typeof from === "string" ? from : from(filer.email), subject: "Pay\u0000 here" });
    const row = await handle(id);
    expect(row).toMatchObject({ state: "unverified", threadId: filed.id, subject: "Pay here", createdMessageId: null });
    expect(row.body).toContain("> Which version?");
    expect(await said()).toEqual([]);
    const told = await asSystem("test look", (db) =>
      db
        .select()
        .from(liveEvents)
        .where(and(eq(liveEvents.threadId, filed.id), eq(liveEvents.kind, "note"))),
    );
    expect(told).toMatchObject([{ internal: true }]);
    const agent = await createStaff(["support_agent"]);
    const stranger = await createStaff(["support_agent"], { brands: ["insource"] });
    const kinds = async (viewer: Parameters<typeof runAsViewer>[0]) =>
      (await runAsViewer(viewer, "read", (context) => readThread(context, filed.id, { zone: "UTC" })))?.items.map(
        ({ kind }) => kind,
      );
    expect(await kinds(staffViewer(agent))).toContain("mail");
    expect(await kinds(clientViewer(filer))).toEqual(["message"]);
    expect(await kinds(staffViewer(stranger, ["insource"]))).toBeUndefined();
  });

  it("is checked by the address, which is of one person and case", async () => {
    const { filed, filer, colleague } = plant;
    const others = await handle(await reply({ to: await replyTo(filed, colleague) }));
    expect(others.state).toBe("unverified");
    const second = await createCase(plant.company, filer);
    await handle(await reply({ to: await replyTo(second, filer) }));
    expect(await said()).toEqual([]);
    expect(await said(second.id)).toHaveLength(1);
  });

  it.each([
    ["the right was withdrawn", { casesScope: "none" as const }, "The sender may not see the case."],
    ["the account was closed", { closedAt: new Date() }, "The sender's account was closed."],
  ])("is checked: a reply is held for agents when %s", async (_what, change, note) => {
    const id = await reply();
    await asSystem("test world", (db) => db.update(contacts).set(change).where(eq(contacts.id, plant.filer.id)));
    expect(await handle(id)).toMatchObject({
      state: "held",
      note,
      body: expect.stringContaining("It is 2023 R2."),
    });
    expect(await said()).toEqual([]);
  });

  it("is checked: a reply is held for agents when support has ended, and when a participant was removed", async () => {
    const { filed, colleague, company } = plant;
    const from = { from: colleague.email, to: await replyTo(filed, colleague) };
    await asSystem("test world", (db) =>
      db.delete(threadParticipants).where(eq(threadParticipants.contactId, colleague.id)),
    );
    expect((await handle(await reply(from))).state).toBe("held");
    await asSystem("test world", (db) =>
      db.update(agreements).set({ endsOn: "2021-01-01" }).where(eq(agreements.companyId, company.id)),
    );
    expect((await handle(await reply())).state).toBe("held");
    expect(await said()).toEqual([]);
  });

  it("is checked: an agent's reply is held once the agent works no cases", async () => {
    const { filed } = plant;
    const agent = await createStaff(["support_agent"]);
    const to = await replyTo(filed, agent, "staff");
    await asSystem("test world", (db) =>
      db
        .update(staff)
        .set({ roles: ["account_manager"] })
        .where(eq(staff.id, agent.id)),
    );
    expect((await handle(await resend.arrive({ from: agent.email, to, text: "Hello" }))).state).toBe("held");
    expect(await said()).toEqual([]);
  });
});

describe("a mail that is no reply", () => {
  it.each([
    ["an unknown token", { to: `reply+${"0".repeat(40)}@${DOMAIN}` }],
    ["another domain", { to: `reply+${"0".repeat(40)}@other.example` }],
    ["no token", { to: `support@${DOMAIN}` }],
    [
      "a mail of ours",
      {
        message_id: `<${"0".repeat(8)}-0000-7000-8000-000000000000.${"0".repeat(8)}-0000-7000-8000-000000000000@x.example>`,
      },
    ],
    ["our own sender", { from: "clientportalsupport@insourcess.com" }],
    ["a sender at the domain of replies", { from: `reply+x@${DOMAIN}` }],
  ])("%s is dropped with a note", async (_what, over) => {
    const row = await handle(await reply(over));
    expect(row).toMatchObject({ state: "dropped", note: expect.stringMatching(/\.$/), body: null });
    expect(await said()).toEqual([]);
  });

  it.each([
    ["an automatic answer", { headers: { "auto-submitted": "auto-replied" } }],
    ["somebody away, by the subject alone", { subject: "Automatische Antwort: [C-1] Historian stops" }],
    ["bulk mail", { headers: { Precedence: "bulk" } }],
    ["mail of a list", { headers: { "List-Id": "<plant.client.example>" } }],
    ["a bounce", { headers: { "Return-Path": "<>" } }],
    ["an empty mail", { text: "\n \n" }],
  ])("is held for agents where it is from the right sender, and changes nothing: %s", async (_what, over) => {
    const before = await caseRow(plant.filed.id);
    const row = await handle(await reply(over));
    expect(row).toMatchObject({ state: "held", note: expect.stringMatching(/\.$/), createdMessageId: null });
    expect(await said()).toEqual([]);
    expect(await caseRow(plant.filed.id)).toEqual(before);
  });

  it("is dropped when the provider no longer has it, and asked for again where it cannot be had yet", async () => {
    const id = await reply();
    expect(await handle(id, { receive: async () => null })).toMatchObject({ state: "dropped" });
    const second = await reply();
    const away = { receive: () => Promise.reject(new Error("secret text")) };
    await expect(handle(second, away)).rejects.toThrow();
    await expect(handle(second, { ...away, lastAttempt: true })).rejects.toThrow();
    expect((await inboundRow(second)).state, "the sweep asks again").toBe("received");
    expect((await handle(second)).state).toBe("joined");
  });

  it("is left for agents where it was fetched and cannot be read at the last try", async () => {
    const id = await reply({ attachments: [attachment("a.txt", "a")] });
    const broken = { readSent: () => Promise.reject(new Error("gone")) };
    await expect(handle(id, broken)).rejects.toThrow("gone");
    expect((await inboundRow(id)).state).toBe("received");
    const row = await handle(id, { ...broken, lastAttempt: true });
    expect(row).toMatchObject({ state: "unverified", note: "It could not be read.", threadId: plant.filed.id });
    expect(row.body).toContain("2023");
    expect(await said()).toEqual([]);
  });
});

describe("hostile text in a reply by mail", () => {
  it.each([
    ["NUL and control characters", { text: "a\u0000b\u0007c" }, "abc"],
    ["HTML as text", { text: "<script>alert(1)</script>" }, "<script>alert(1)</script>"],
    ["HTML alone", { text: undefined, html: "<p>It is <b>here</b></p><script>alert(1)</script>" }, "It is here"],
    ["right to left", { text: "שלום \u202eevil" }, "שלום \u202eevil"],
    ["half a character", { text: "x\ud800y" }, "x\ufffdy"],
  ])("%s is kept as plain text", async (_what, over, body) => {
    expect((await handle(await reply(over))).state).toBe("joined");
    expect(await said()).toMatchObject([{ body }]);
  });

  it("of a megabyte is cut, and says so", async () => {
    await handle(await reply({ text: "word ".repeat(200_000) }));
    const [message] = await said();
    expect(message?.body.length).toBeLessThanOrEqual(20_000);
    expect(message?.body).toContain("The rest was left out.");
  });
});

it("a reply by mail with an address on both brands reaches the contact of its own brand alone", async () => {
  const other = await createPlant("insource");
  const twin = await createContact(other.company, { email: plant.filer.email, casesScope: "company" });
  await handle(await reply({ to: await replyTo(other.filed, twin), text: "There" }));
  expect(await said()).toEqual([]);
  expect(await said(other.filed.id)).toMatchObject([{ authorId: twin.id, body: "There" }]);
});
