import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import WholeMailPage from "@/app/(portal)/mails/[id]/page";
import StaffReceivedMailPage from "@/app/staff/mail/received/[id]/page";
import StaffReceivedPage from "@/app/staff/mail/received/page";
import { agreements, inboundMails, outbox, threadEvents, wholeMails } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { asSystem, runAsViewer, type Viewer } from "@/db/viewer";
import { readThread } from "@/lib/threads/queries";
import { dismissMailAction, joinMailAction } from "@/lib/threads/received/actions";
import { countReceived, findReceived, findWholeMail, listReceived } from "@/lib/threads/received/queries";
import { parseReceivedFilters } from "@/lib/threads/received/schema";
import { dismissMail, joinMail } from "@/lib/threads/received/service";
import { type Sender, send } from "@/tests/integration/threads/cases/support";
import { type Seen, seePage } from "@/tests/support/page";
import { clientViewer, createContact, nobodysId } from "@/tests/support/world";
import {
  caseRow,
  createPlant,
  handle,
  inboundRow,
  messagesOf,
  type Plant,
  type ResendWorld,
  replyTo,
  startResend,
  tell,
} from "../cases/mail/support";
import { act, type Member, member, read } from "../cases/staff/support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));
// What next.config.ts switches on for the build.
vi.stubEnv("__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS", "true");

const ZONE = { zone: "America/New_York" };
const UNPROVEN = { receipt: {} };
const TEXT = "It is 2023 R2.\n\nBest regards,\nRobin Meyer\nKeystone";

let resend: ResendWorld;
let agent: Member;
beforeAll(async () => {
  resend = await startResend();
  agent = await member(["support_agent"], "Dana Whitfield");
});
afterAll(() => resend.close());

let plant: Plant;
beforeEach(async () => {
  plant = await createPlant();
});

/** A mail to the filer's address, handled; the row's id. */
async function arrived(over: object = {}): Promise<string> {
  const to = await replyTo(plant.filed, plant.filer);
  const providerId = await resend.arrive({ from: plant.filer.email, to, subject: "Re: it stops", text: TEXT, ...over });
  return (await handle(providerId)).id;
}

const row = async (id: string) => {
  const [found] = await asSystem("test look", (db) => db.select().from(inboundMails).where(eq(inboundMails.id, id)));
  if (!found) throw new Error("expected a received mail");
  return found;
};
const thread = (viewer: Viewer, id = plant.filed.id) =>
  runAsViewer(viewer, "read", (context) => readThread(context, id, ZONE));
const code = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code,
  );

describe("a mail that became a message", () => {
  it("is kept whole, and opens from its message for its author and for who answers", async () => {
    const html = "<p>It is <b>2023 R2</b>.</p><p>-- <br>Robin</p>";
    const id = await arrived({ html, headers: { "X-Mailer": "Pine" }, attachments: [] });
    const [message] =
      (await thread(clientViewer(plant.filer)))?.items.filter(({ kind }) => kind === "message").slice(-1) ?? [];
    expect(message).toMatchObject({
      body: "It is 2023 R2.",
      folded: "Best regards,\nRobin Meyer\nKeystone",
      wholeMail: id,
    });
    const whole = await runAsViewer(clientViewer(plant.filer), "read", (context) => findWholeMail(context, id));
    expect(whole).toMatchObject({ text: TEXT, html: expect.stringContaining("It is 2023 R2."), files: [] });
    expect(Object.fromEntries(whole?.headers ?? [])).toMatchObject({
      From: plant.filer.email,
      Subject: "Re: it stops",
      "X-Mailer": "Pine",
    });
    const seen = await read(agent, (context) => findReceived(context, id, ZONE));
    expect(seen).toMatchObject({ state: "joined", reason: null, whole: { text: TEXT } });
  });

  it("holds no reply address in what is kept of it", async () => {
    const to = await replyTo(plant.filed, plant.filer);
    const id = await arrived({ text: `Ok.\n\nOn Nov 2, somebody wrote to ${to}:\n> no` });
    const [kept] = await asSystem("test look", (db) => db.select().from(wholeMails).where(eq(wholeMails.id, id)));
    expect(JSON.stringify(kept)).not.toMatch(/reply\+[0-9a-f]{40}/);
    expect(kept?.text).toContain("somebody wrote to reply@");
  });

  it("stands with its message where a reply to what was closed long ago begins a case of its own", async () => {
    const long = new Date(Date.now() - 60 * 24 * 60 * 60_000);
    const closed = await createPlant();
    await asSystem("test world", (db) =>
      db.execute(
        `update threads set status = 'closed', close_reason = 'solved', closed_at = '${long.toISOString()}', answer_due_at = null, answer_since = null where id = '${closed.filed.id}'`,
      ),
    );
    plant = closed;
    const id = await arrived();
    const { createdMessageId } = await row(id);
    const [kept] = await asSystem("test look", (db) => db.select().from(wholeMails).where(eq(wholeMails.id, id)));
    expect(kept).toMatchObject({ threadId: createdMessageId, messageId: createdMessageId });
    expect(kept?.threadId).not.toBe(closed.filed.id);
  });

  it("goes with its thread", async () => {
    const id = await arrived();
    await asSystem("test world", (db) => db.execute(`delete from threads where id = '${plant.filed.id}'`));
    expect(await asSystem("test look", (db) => db.$count(wholeMails, eq(wholeMails.id, id)))).toBe(0);
  });
});

describe("a whole mail", () => {
  it("is missing for colleagues, strangers, the other brand and staff who do not answer", async () => {
    const id = await arrived();
    const other = await createPlant("insource");
    const stranger = await createPlant();
    const clients = [
      clientViewer(plant.colleague),
      clientViewer(await createContact(plant.company, { casesScope: "company" })),
      clientViewer(stranger.filer),
      clientViewer(other.filer),
      { ...clientViewer(plant.filer), brand: "insource" },
      { ...clientViewer(plant.filer), rights: { ...clientViewer(plant.filer).rights, cases: "none" as const } },
    ];
    for (const viewer of clients) {
      expect(await runAsViewer(viewer, "read", (context) => findWholeMail(context, id))).toBeNull();
    }
    const staff = await Promise.all([
      member(["account_manager"]),
      member(["subscription_manager"]),
      member(["marketing"]),
      member(["support_agent"], "Elsewhere", ["insource"]),
    ]);
    for (const who of staff) {
      expect(await read(who, (context) => findWholeMail(context, id))).toBeNull();
      expect(await read(who, (context) => findReceived(context, id, ZONE))).toBeNull();
    }
  });

  it("is missing for its author too once support has ended", async () => {
    const id = await arrived();
    await asSystem("test world", (db) =>
      db.update(agreements).set({ endsOn: "2020-12-31" }).where(eq(agreements.companyId, plant.company.id)),
    );
    expect(await runAsViewer(clientViewer(plant.filer), "read", (context) => findWholeMail(context, id))).toBeNull();
  });

  it("of which it is not proven who wrote it opens for staff alone, joined or not", async () => {
    const id = await arrived(UNPROVEN);
    const find = () => runAsViewer(clientViewer(plant.filer), "read", (context) => findWholeMail(context, id));
    expect(await find()).toBeNull();
    await act(agent, (context) => joinMail(context, { mail: id }));
    expect(await find()).toBeNull();
    expect((await read(agent, (context) => findReceived(context, id, ZONE)))?.whole?.text).toBe(TEXT);
  });
});

describe("the pages of received mail", () => {
  const list = (who: Member, query: Record<string, string> = {}) =>
    seePage(StaffReceivedPage, staffOf(who), { searchParams: Promise.resolve(query) });
  const item = (who: Member, id: string) =>
    seePage(StaffReceivedMailPage, staffOf(who), { params: Promise.resolve({ id }) });
  const own = (account: { id: string; brand?: string } | null, id: string) =>
    seePage(
      WholeMailPage,
      { brand: account?.brand ?? "cimsoft", ...(account && { account: { kind: "contact" as const, id: account.id } }) },
      { params: Promise.resolve({ id }) },
    );
  const html = (seen: Seen) => (seen.status === 200 ? seen.html : `status ${seen.status}`);

  it("show state, reason, body and the two buttons of a mail that waits", async () => {
    const id = await arrived(UNPROVEN);
    const listed = html(await list(agent, { q: plant.filer.email }));
    expect(listed).toContain(`/staff/mail/received/${id}`);
    expect(listed).toContain("Unverified");
    expect(listed).toContain("The server that received it has found nothing about its sender.");
    const one = html(await item(agent, id));
    for (const words of ["Unverified", "Join", "Dismiss", "It is 2023 R2.", "Robin Meyer", plant.filed.number]) {
      expect(one).toContain(words);
    }
  });

  it("open the author's own mail by the link of its message, and nobody else's", async () => {
    const id = await arrived();
    expect(html(await own(plant.filer, id))).toContain("Robin Meyer");
    expect(await own(plant.colleague, id)).toEqual({ status: 404 });
    expect(await own(null, id)).toEqual({ status: 307 });
    expect(await own(plant.filer, "nonsense")).toEqual({ status: 404 });
    expect(await own(plant.filer, nobodysId())).toEqual({ status: 404 });
    const other = await createPlant("insource");
    expect(await own({ ...other.filer, brand: "insource" }, id)).toEqual({ status: 404 });
  });

  it.each([
    ["support_agent", 200, 404],
    ["administrator", 200, 404],
    ["account_manager", 200, 404],
    ["subscription_manager", 200, 404],
    ["marketing", 403, 403],
  ] as const)("are for roles that answer: %s", async (role, status, missing) => {
    const id = await arrived(UNPROVEN);
    const who = await member([role]);
    expect((await list(who)).status).toBe(status);
    const answers = role === "support_agent" || role === "administrator";
    expect((await item(who, id)).status).toBe(answers ? 200 : missing);
    expect(html(await list(who, { q: plant.filer.email }))[answers ? "includes" : "concat"](id)).toBeTruthy();
    if (!answers) expect(html(await list(who, { q: plant.filer.email }))).not.toContain(id);
    const elsewhere = await member([role], "Elsewhere", ["insource"]);
    expect((await item(elsewhere, id)).status).toBe(missing);
  });
});

const staffOf = ({ id }: Member) => ({ brand: "cimsoft", account: { kind: "staff" as const, id } });
const sendAs = (
  account: Sender["account"],
  action: (form: FormData) => Promise<void>,
  fields: Record<string, string>,
) =>
  send(
    async (_: unknown, form: FormData) => {
      await action(form);
      throw new Error("a button ends elsewhere");
    },
    { brand: "cimsoft", account } as Sender,
    fields,
  );

describe("joining a mail", () => {
  it("makes it a message of the address that it names, joined by who did, and changes neither status nor clock", async () => {
    const before = await caseRow(plant.filed.id);
    const id = await arrived({ ...UNPROVEN, from: `Robin Meyer <${plant.filer.email}>` });
    await act(agent, (context) => joinMail(context, { mail: id }));
    await act(agent, (context) => joinMail(context, { mail: id }));
    const [message] = (await messagesOf(plant.filed.id)).filter((one) => one.id === id);
    expect(message).toMatchObject({
      ...{ authorKind: "staff", authorId: agent.id, authorName: "Dana Whitfield", source: "mail" },
      ...{ mailFrom: plant.filer.email, body: "It is 2023 R2." },
    });
    expect(await row(id)).toMatchObject({ state: "joined", createdMessageId: id, handledByName: "Dana Whitfield" });
    const now = await caseRow(plant.filed.id);
    const unchanged = ({ status, answerDueAt, answerSince, firstAnsweredAt, ownerId }: typeof now) => ({
      ...{ status, answerDueAt, answerSince, firstAnsweredAt, ownerId },
    });
    expect(unchanged(now)).toEqual(unchanged(before));
    const events = await asSystem("test look", (db) =>
      db.select().from(threadEvents).where(eq(threadEvents.threadId, plant.filed.id)),
    );
    expect(events.filter(({ kind }) => kind === "status")).toEqual([]);
  });

  it("is told to the thread's contacts as mail of that address, never in a contact's name", async () => {
    const id = await arrived({ ...UNPROVEN, from: `Robin Meyer <${plant.filer.email}>` });
    await act(agent, (context) => joinMail(context, { mail: id }));
    await tell({ message: id });
    const mails = await asSystem("test look", (db) =>
      db.select().from(outbox).where(eq(outbox.threadId, plant.filed.id)),
    );
    expect(mails.map(({ props }) => props.author)).toEqual([
      `${plant.filer.email} (by mail, joined by Dana Whitfield)`,
      `${plant.filer.email} (by mail, joined by Dana Whitfield)`,
    ]);
    expect(mails.map(({ props }) => props.fromFirm)).toEqual([false, false]);
  });

  it("names the sender by the address alone, whatever the mail shows as one", async () => {
    const shown = async (from: string) => {
      const id = await arrived({ ...UNPROVEN, from, text: `By ${from}` });
      await act(agent, (context) => joinMail(context, { mail: id }));
      return (await messagesOf(plant.filed.id)).find((message) => message.id === id)?.mailFrom;
    };
    const { email } = plant.filer;
    expect(await shown(`"${email}" <evil@x.example>`)).toBe("evil@x.example");
    expect(await shown(`=?utf-8?q?${email.replace("@", "=40")}?= <evil@x.example>`)).toBe("evil@x.example");
    expect(await shown(`=?utf-8?q?=3C${email.replace("@", "=40")}=3E?= <evil@x.example>`)).toBe("evil@x.example");
    expect(await shown(`evil@x.example =?utf-8?q?=3C${email.replace("@", "=40")}=3E?=`)).toBe("an unknown sender");
    expect(await shown(`${"Robin ".repeat(80)}<evil@x.example>`)).toBe("evil@x.example");
  });

  it("never shows clients what staff alone may read of a mail to an agent's address", async () => {
    const quoted = [
      "— Write your reply above this line —",
      "Dana filed case C-1, which is nobody's yet:",
      "https://x.example/staff/cases/C-1",
    ];
    const to = await replyTo(plant.filed, agent, "staff");
    const id = await arrived({ to, from: "who@evil.example", text: `Look.\n\n> ${quoted.join("\n> ")}` });
    await act(agent, (context) => joinMail(context, { mail: id }));
    expect((await messagesOf(plant.filed.id)).at(-1)?.body).toBe("Look.");
  });
});

describe("dismissing a mail", () => {
  it("puts it away, and neither joins nor dismisses it again", async () => {
    const id = await arrived(UNPROVEN);
    await act(agent, (context) => dismissMail(context, { mail: id }));
    await act(agent, (context) => joinMail(context, { mail: id }));
    expect(await row(id)).toMatchObject({
      state: "dismissed",
      handledByName: "Dana Whitfield",
      createdMessageId: null,
    });
    expect((await messagesOf(plant.filed.id)).map((one) => one.id)).not.toContain(id);
  });
});

describe("joining and dismissing", () => {
  it.each([
    ["an account manager", ["account_manager"]],
    ["a subscription manager", ["subscription_manager"]],
    ["marketing", ["marketing"]],
  ] as const)("are for who answers the thread: not for %s", async (_who, roles: readonly StaffRole[]) => {
    const id = await arrived(UNPROVEN);
    const who = await member([...roles]);
    for (const deed of [joinMail, dismissMail]) {
      expect(await code(act(who, (context) => deed(context, { mail: id })))).toBe("NOT_FOUND");
    }
    expect((await row(id)).state).toBe("unverified");
  });

  it("are not for staff of the other brand, and find nothing under the id of no mail", async () => {
    const id = await arrived(UNPROVEN);
    const elsewhere = await member(["administrator"], "Elsewhere", ["insource"]);
    for (const deed of [joinMail, dismissMail]) {
      expect(await code(act(elsewhere, (context) => deed(context, { mail: id })))).toBe("NOT_FOUND");
      expect(await code(act(agent, (context) => deed(context, { mail: nobodysId() })))).toBe("NOT_FOUND");
    }
    expect((await row(id)).state).toBe("unverified");
  });

  it("are buttons that lead signed-out people to sign-in, and clients nowhere", async () => {
    const id = await arrived(UNPROVEN);
    for (const action of [joinMailAction, dismissMailAction]) {
      expect(await sendAs(undefined, action, { mail: id })).toMatchObject({ kind: "redirected", to: "/login" });
      expect(await sendAs({ kind: "contact", id: plant.filer.id }, action, { mail: id })).toEqual({ kind: "missing" });
    }
    expect((await row(id)).state).toBe("unverified");
    const done = await sendAs({ kind: "staff", id: agent.id }, joinMailAction, { mail: id, back: "thread" });
    expect(done).toMatchObject({ kind: "redirected", to: `/staff/cases/${plant.filed.number}` });
    expect((await row(id)).state).toBe("joined");
  });
});

describe("what waits in a thread", () => {
  it("is shown there to those who answer it alone", async () => {
    const id = await arrived(UNPROVEN);
    const waiting = async (viewer: Viewer) =>
      ((await thread(viewer))?.items ?? []).filter(({ kind }) => kind === "mail").map((one) => one.id);
    expect(await waiting(agent.viewer)).toEqual([id]);
    expect(await waiting((await member(["account_manager"])).viewer)).toEqual([]);
    expect(await waiting(clientViewer(plant.filer))).toEqual([]);
  });

  it("is all listed under Received, and in the thread the newest twenty of a flood", async () => {
    for (let index = 0; index < 23; index++) await arrived({ ...UNPROVEN, text: `Mail ${index}` });
    const filters = parseReceivedFilters({ q: plant.filer.email });
    const { rows } = await read(agent, (context) => listReceived(context, filters, ZONE));
    expect(rows).toHaveLength(23);
    const items = (await thread(agent.viewer))?.items.filter(({ kind }) => kind === "mail") ?? [];
    expect(items).toHaveLength(20);
    expect(items.at(-1)).toMatchObject({ body: "Mail 22" });
  });
});

describe("loops and doubles", () => {
  it("are dropped and counted, and another mail under the same Message-ID is not one", async () => {
    const before = await read(agent, countReceived);
    const message_id = `<${nobodysId()}@mail.example>`;
    await arrived({ message_id });
    await arrived({ message_id });
    await arrived({ message_id, text: "Something else." });
    await arrived({ message_id: `<${nobodysId()}.${nobodysId()}@cimsoft.localhost>` });
    const held = { ...UNPROVEN, message_id: `<${nobodysId()}@mail.example>` };
    await arrived(held);
    await arrived(held);
    const now = await read(agent, countReceived);
    const grown = Object.fromEntries(
      Object.entries(now).map(([list, count]) => [list, count - before[list as keyof typeof now]]),
    );
    expect(grown).toEqual({ waiting: 1, joined: 2, dismissed: 0, dropped: 3, all: 6 });
    const notes = (
      await read(agent, (context) =>
        listReceived(context, parseReceivedFilters({ state: "dropped", q: plant.filer.email }), ZONE),
      )
    ).rows.map(({ reason }) => reason);
    expect(notes.sort()).toEqual([
      "A loop: one of our own mails came back.",
      "The same mail came before.",
      "The same mail came before.",
    ]);
  });
});

it("the row of a mail that waits holds what agents read, and that of a joined one nothing twice", async () => {
  const joined = await inboundRow((await row(await arrived())).providerId);
  expect(joined.body).toBeNull();
  expect((await row(await arrived(UNPROVEN))).body).toBe(TEXT);
});
