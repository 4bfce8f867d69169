import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cases, inboundMails } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { sweepInbound } from "@/lib/mail/inbound/sweep";
import { messageIdOf } from "@/lib/mail/threading";
import { createStaff } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import {
  caseRow,
  createPlant,
  handle,
  inboundRow,
  messagesOf,
  type Plant,
  type ResendWorld,
  replyTo,
  say,
  startResend,
  tell,
} from "./support";

const FAILED = { "Authentication-Results": "amazonses.com; spf=pass; dkim=none; dmarc=fail" };
const SILENT = { "Authentication-Results": "amazonses.com; spf=none; dkim=none; dmarc=none" };
const found = (findings: string) => ({ "Authentication-Results": `amazonses.com; ${findings}` });
const FORGED = { "Authentication-Results": "amazonses.com; dmarc=pass" };

let resend: ResendWorld;
beforeAll(async () => {
  resend = await startResend();
});
afterAll(() => resend.close());

let plant: Plant;
beforeEach(async () => {
  plant = await createPlant();
});

const fromFiler = async (over: object = {}) =>
  resend.arrive({
    from: plant.filer.email,
    to: await replyTo(plant.filed, plant.filer),
    text: "It is 2023 R2.",
    ...over,
  });

async function fromAgent(over: object = {}) {
  const agent = await createStaff(["support_agent"]);
  const to = await replyTo(plant.filed, agent, "staff");
  const id = await resend.arrive({ from: agent.email, to, text: "Install patch 4.", ...over });
  return { agent, id };
}

const bodies = async (id = plant.filed.id) =>
  (await messagesOf(id)).filter((row) => row.id !== id).map(({ body }) => body);

const changeMail = (id: string, change: Partial<typeof inboundMails.$inferInsert>) =>
  asSystem("test world", (db) => db.update(inboundMails).set(change).where(eq(inboundMails.id, id)));

describe("a reply by mail from an agent's address", () => {
  it.each([
    ["nothing was found", { receipt: {} }],
    [
      "nothing was found, and the sender wrote so",
      { receipt: {}, headers: { "Authentication-Results": "mx; dmarc=pass" } },
    ],
    ["the domain publishes nothing", { receipt: SILENT }],
    ["the sender wrote a finding below the receiver's", { receipt: SILENT, headers: FORGED }],
    ["DMARC failed", { receipt: FAILED }],
  ])("is kept unverified where %s", async (_what, over) => {
    const { id } = await fromAgent(over);
    expect(await handle(id)).toMatchObject({ state: "unverified", body: "Install patch 4." });
    expect(await bodies()).toEqual([]);
  });

  it("is kept unverified where its headers cannot be fetched at the last try", async () => {
    const origin = resend.sandbox.inbound.origin;
    const { id } = await fromAgent();
    resend.sandbox.inbound.origin = "http://127.0.0.1:9";
    try {
      await expect(handle(id)).rejects.toMatchObject({ name: "MailNotFetched" });
      expect(await handle(id, { lastAttempt: true })).toMatchObject({ state: "unverified" });
    } finally {
      resend.sandbox.inbound.origin = origin;
    }
    expect(await bodies()).toEqual([]);
  });

  it("is taken as an answer where the receiving server vouches for it", async () => {
    const { id } = await fromAgent();
    expect((await handle(id)).state).toBe("joined");
    expect(await bodies()).toEqual(["Install patch 4."]);
  });

  it("is not taken when it is empty and only quotes what staff alone may read", async () => {
    const mail = [
      "— Write your reply above this line —",
      "Dana filed case C-1, which is nobody's yet:",
      "https://x.example/staff/cases/C-1",
    ];
    const { id } = await fromAgent({ text: `\n${mail.join("\n")}` });
    expect(await handle(id)).toMatchObject({ state: "held", note: "It says nothing." });
    expect(await bodies()).toEqual([]);
  });
});

describe("a contact's reply by mail", () => {
  it.each([
    ["its domain disowns it", FAILED],
    ["nothing was found", {}],
    ["its domain publishes nothing", SILENT],
    ["SPF softly fails", found("spf=softfail smtp.mailfrom=a@client.example")],
    ["another domain signed it", found("dkim=pass header.d=evil.example; dmarc=none")],
    ["another server vouches for it", { "Authentication-Results": "mx.evil.example; dmarc=pass" }],
    ["the finding cannot be read", found("dmarc=pass (x")],
  ])("is held for agents where %s, though it came to its address", async (_what, receipt) => {
    expect(await handle(await fromFiler({ receipt }))).toMatchObject({ state: "unverified" });
    expect(await bodies()).toEqual([]);
  });

  it("is believed where its domain signed it", async () => {
    const domain = plant.filer.email.split("@")[1];
    const receipt = found(`spf=none; dkim=pass header.d=${domain}; dmarc=none`);
    expect((await handle(await fromFiler({ receipt }))).state).toBe("joined");
  });

  it("is counted with its writer's own, so that nobody uses up a colleague's", async () => {
    for (let index = 0; index < 11; index++) await handle(await fromFiler({ text: `Mail ${index}` }));
    const { colleague, filed } = plant;
    const to = await replyTo(filed, colleague);
    expect((await handle(await fromFiler({ from: colleague.email, to }))).state).toBe("joined");
  });

  it("folds its signature, and leaves out the very mail that it answers", async () => {
    const { filed, filer } = plant;
    const agent = await createStaff(["support_agent"]);
    await tell({ message: await say(filed, agent, "Which version is it?") });
    await resend.sendAll(filed.id);
    const [sent] = resend.inbox(filer.email);
    if (!sent?.text) throw new Error("expected a mail");
    const lines = sent.text.trimEnd().split("\n");
    const at = lines.findIndex((line) => line.includes("Which version is it?"));
    const text = [
      ...["See below.", "", "Best regards,", "Robin Meyer", "", "Von: Cimsoft", `Betreff: ${sent.subject}`, ""],
      // Not marked, as Outlook quotes.
      ...[...lines.slice(0, at + 1), "It is 2023 R2.", ...lines.slice(at + 1)],
    ];
    await handle(await fromFiler({ text: text.join("\n") }));
    const message = (await messagesOf(filed.id)).at(-1);
    expect(message).toMatchObject({ body: "See below.\n\nIt is 2023 R2.", folded: "Best regards,\nRobin Meyer" });
  });
});

describe("an answer by mail to a mail that is not the newest", () => {
  const mailOf = (told: string) => ({
    "In-Reply-To": messageIdOf(told, {
      threadId: plant.filed.id,
      origin: "https://portal.example",
      recipient: plant.filer.id,
    }),
  });

  it("is added, and the client's newer message still waits for an answer", async () => {
    const { filed, filer } = plant;
    const asked = await say(filed, filer, "Since Monday.");
    await say(filed, filer, "It has stopped altogether.");
    const before = await caseRow(filed.id);
    const { id } = await fromAgent({ headers: mailOf(asked) });
    expect((await handle(id)).state).toBe("joined");
    const after = await caseRow(filed.id);
    expect(after).toMatchObject({ status: "in_progress", answerDueAt: before.answerDueAt });
    expect(after.answerDueAt).not.toBeNull();
  });

  it("stops the clock when the mail is the newest", async () => {
    const asked = await say(plant.filed, plant.filer, "Since Monday.");
    const { id } = await fromAgent({ headers: mailOf(asked) });
    await handle(id);
    expect(await caseRow(plant.filed.id)).toMatchObject({ status: "waiting_on_you", answerDueAt: null });
  });
});

describe("too many mails to a case", () => {
  it("are held for agents, and none is dropped", async () => {
    for (let index = 0; index < 35; index++) await handle(await fromFiler({ text: `Mail ${index}` }));
    expect(await bodies()).toHaveLength(10);
    const states = await asSystem("test look", (db) =>
      db
        .select({ state: inboundMails.state, note: inboundMails.note })
        .from(inboundMails)
        .where(eq(inboundMails.threadId, plant.filed.id)),
    );
    expect(states.filter(({ state }) => state !== "joined")).toEqual(
      Array.from({ length: 25 }, () => ({ state: "held", note: "Too many mails came in a short time." })),
    );
    expect(await handle(await fromFiler({ from: "evil@x.example", text: "Pay" }))).toMatchObject({
      state: "unverified",
      body: "Pay",
    });
  });

  it("are not counted where taking them in failed", async () => {
    const id = await fromFiler();
    const dies = { answer: () => Promise.reject(new Error("gone")) };
    for (let index = 0; index < 11; index++) await expect(handle(id, dies)).rejects.toThrow("gone");
    expect((await handle(id)).state).toBe("joined");
  });
});

describe("one mail to a case", () => {
  it("that is delivered twice is one message, also at the same time", async () => {
    const message_id = "<1@client.example>";
    const twice = [await fromFiler({ message_id }), await fromFiler({ message_id })];
    expect((await handle(twice[0] ?? "")).state).toBe("joined");
    expect(await handle(twice[1] ?? "")).toMatchObject({ state: "dropped", note: "The same mail came before." });
    const atOnce = [await fromFiler({ message_id: "<2@x>" }), await fromFiler({ message_id: "<2@x>" })];
    const ends = await Promise.all(atOnce.map((id) => handle(id)));
    expect(ends.map(({ state }) => state).sort()).toEqual(["dropped", "joined"]);
    expect(await bodies()).toHaveLength(2);
  });

  it("that is held is held once where it comes twice at the same time, and both are counted", async () => {
    for (let round = 0; round < 5; round++) {
      const over = { message_id: `<h${round}@x>`, receipt: {}, text: `Round ${round}` };
      const atOnce = [await fromFiler(over), await fromFiler(over), await fromFiler(over)];
      const ends = await Promise.all(atOnce.map((id) => handle(id)));
      expect(ends.map(({ state }) => state).sort()).toEqual(["dropped", "dropped", "unverified"]);
      expect(ends.every(({ threadId }) => threadId === plant.filed.id)).toBe(true);
    }
  });

  it("is not kept out by a first copy that was given up", async () => {
    const over = { message_id: "<4@client.example>" };
    const first = await fromFiler(over);
    const dies = { answer: () => Promise.reject(new Error("gone")) };
    await expect(handle(first, dies)).rejects.toThrow("gone");
    await changeMail((await inboundRow(first)).id, { state: "failed" });
    expect((await handle(await fromFiler(over))).state).toBe("joined");
  });

  it("from a stranger does not use up the Message-ID of anybody else's mail", async () => {
    const message_id = "<3@client.example>";
    await handle(await fromFiler({ message_id, from: "evil@x.example" }));
    expect((await handle(await fromFiler({ message_id }))).state).toBe("joined");
  });

  it("to the addresses of two cases joins both", async () => {
    const second = await createCase(plant.company, plant.filer);
    const id = await fromFiler({ cc: [await replyTo(second, plant.filer)] });
    expect(await handle(id)).toMatchObject({ state: "joined", threadId: plant.filed.id });
    expect(await handle(`${id} ${second.id}`)).toMatchObject({ state: "joined", threadId: second.id });
    await handle(id);
    expect([await bodies(), await bodies(second.id)]).toEqual([["It is 2023 R2."], ["It is 2023 R2."]]);
  });

  it("to two people's addresses of one case is the message of its sender", async () => {
    const { filed, filer, colleague } = plant;
    const id = await fromFiler({ to: [await replyTo(filed, colleague), await replyTo(filed, filer)] });
    expect((await handle(id)).state).toBe("joined");
  });

  it("that cannot be processed is kept for agents to read", async () => {
    const id = await fromFiler();
    const row = await handle(id, { answer: () => Promise.reject(new Error("gone")), lastAttempt: true });
    expect(row).toMatchObject({ state: "held", threadId: plant.filed.id, body: "It is 2023 R2." });
  });
});

describe("the sweep of received mails", () => {
  const jobs = async (id: string) =>
    Number(
      (
        await asSystem("test look", (db) =>
          db.execute<{ n: string }>(
            sql`select count(*) as n from graphile_worker.jobs where key = ${`inbound:${id}`} and attempts < max_attempts`,
          ),
        )
      )[0]?.n,
    );
  const HOUR_MS = 60 * 60_000;

  it("queues a job for a mail without one, and gives up after three days", async () => {
    const row = await inboundRow(await fromFiler());
    await asSystem("test world", (db) => db.execute(sql`select graphile_worker.remove_job(${`inbound:${row.id}`})`));
    await sweepInbound(new Date());
    expect(await jobs(row.id), "it came only now").toBe(0);
    await sweepInbound(new Date(Date.now() + 2 * 60_000));
    expect(await jobs(row.id)).toBe(1);
    await changeMail(row.id, { receivedAt: new Date(Date.now() - 73 * HOUR_MS) });
    await sweepInbound(new Date());
    expect(
      (await asSystem("test look", (db) => db.select().from(inboundMails).where(eq(inboundMails.id, row.id))))[0],
    ).toMatchObject({ state: "failed" });
  });

  it("queues a failed notification job again an hour later", async () => {
    const message = await say(plant.filed, plant.filer);
    const find = async () =>
      (
        await asSystem("test look", (db) =>
          db.execute<{ id: string; attempts: number }>(sql`
            select j.id, j.attempts from graphile_worker._private_jobs j
            where j.payload->>'message' = ${message}`),
        )
      )[0];
    await asSystem("test world", (db) =>
      db.execute(
        sql`update graphile_worker._private_jobs set attempts = max_attempts where payload->>'message' = ${message}`,
      ),
    );
    await sweepInbound(new Date());
    expect((await find())?.attempts).toBeGreaterThan(0);
    await sweepInbound(new Date(Date.now() + 2 * HOUR_MS));
    expect((await find())?.attempts).toBe(0);
  });
});

it("the job that tells of a message sends nothing for a case that is gone", async () => {
  const id = await fromFiler();
  await asSystem("test world", (db) => db.delete(cases).where(eq(cases.id, plant.filed.id)));
  expect((await handle(id)).state).toBe("held");
});
