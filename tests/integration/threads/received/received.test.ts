import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import WholeMailPage from "@/app/(portal)/mails/[id]/page";
import StaffReceivedMailPage from "@/app/staff/mail/received/[id]/page";
import StaffReceivedPage from "@/app/staff/mail/received/page";
import { outbox, threadEvents } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { asSystem, type Viewer } from "@/db/viewer";
import { dismissMailAction, joinMailAction } from "@/lib/threads/received/actions";
import { countReceived, listReceived } from "@/lib/threads/received/queries";
import { parseReceivedFilters } from "@/lib/threads/received/schema";
import { dismissMail, joinMail } from "@/lib/threads/received/service";
import { type Sender, send } from "@/tests/integration/threads/cases/support";
import { type Seen, seePage } from "@/tests/support/page";
import { clientViewer, nobodysId } from "@/tests/support/world";
import {
  caseRow,
  createPlant,
  messagesOf,
  type Plant,
  type ResendWorld,
  replyTo,
  startResend,
  tell,
} from "../cases/mail/support";
import { act, type Member, member, read } from "../cases/staff/support";
import { arriveFrom, mailRow, seenThread, UNPROVEN, ZONE } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));
// What next.config.ts switches on for the build.
vi.stubEnv("__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS", "true");

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

const arrived = (over?: object) => arriveFrom(resend, plant, over);
const code = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { code?: string }) => error.code,
  );

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
    expect(await mailRow(id)).toMatchObject({ state: "joined", createdMessageId: id, handledByName: "Dana Whitfield" });
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
    expect(await mailRow(id)).toMatchObject({
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
    expect((await mailRow(id)).state).toBe("unverified");
  });

  it("are not for staff of the other brand, and find nothing under the id of no mail", async () => {
    const id = await arrived(UNPROVEN);
    const elsewhere = await member(["administrator"], "Elsewhere", ["insource"]);
    for (const deed of [joinMail, dismissMail]) {
      expect(await code(act(elsewhere, (context) => deed(context, { mail: id })))).toBe("NOT_FOUND");
      expect(await code(act(agent, (context) => deed(context, { mail: nobodysId() })))).toBe("NOT_FOUND");
    }
    expect((await mailRow(id)).state).toBe("unverified");
  });

  it("are buttons that lead signed-out people to sign-in, and clients nowhere", async () => {
    const id = await arrived(UNPROVEN);
    for (const action of [joinMailAction, dismissMailAction]) {
      expect(await sendAs(undefined, action, { mail: id })).toMatchObject({ kind: "redirected", to: "/login" });
      expect(await sendAs({ kind: "contact", id: plant.filer.id }, action, { mail: id })).toEqual({ kind: "missing" });
    }
    expect((await mailRow(id)).state).toBe("unverified");
    const done = await sendAs({ kind: "staff", id: agent.id }, joinMailAction, { mail: id, back: "thread" });
    expect(done).toMatchObject({ kind: "redirected", to: `/staff/cases/${plant.filed.number}` });
    expect((await mailRow(id)).state).toBe("joined");
  });
});

describe("what waits in a thread", () => {
  it("is shown there to those who answer it alone", async () => {
    const id = await arrived(UNPROVEN);
    const waiting = async (viewer: Viewer) =>
      ((await seenThread(viewer, plant.filed.id))?.items ?? [])
        .filter(({ kind }) => kind === "mail")
        .map((one) => one.id);
    expect(await waiting(agent.viewer)).toEqual([id]);
    expect(await waiting((await member(["account_manager"])).viewer)).toEqual([]);
    expect(await waiting(clientViewer(plant.filer))).toEqual([]);
  });

  it("is all listed under Received, and in the thread the newest twenty of a flood", async () => {
    for (let index = 0; index < 23; index++) await arrived({ ...UNPROVEN, text: `Mail ${index}` });
    const filters = parseReceivedFilters({ q: plant.filer.email });
    const { rows } = await read(agent, (context) => listReceived(context, filters, ZONE));
    expect(rows).toHaveLength(23);
    const items = (await seenThread(agent.viewer, plant.filed.id))?.items.filter(({ kind }) => kind === "mail") ?? [];
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
