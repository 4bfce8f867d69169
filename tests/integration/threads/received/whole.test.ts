import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { agreements, wholeMails } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { findReceived, findWholeMail } from "@/lib/threads/received/queries";
import { joinMail } from "@/lib/threads/received/service";
import { clientViewer, createContact } from "@/tests/support/world";
import { createPlant, inboundRow, type Plant, type ResendWorld, replyTo, startResend } from "../cases/mail/support";
import { act, type Member, member, read } from "../cases/staff/support";
import { arriveFrom, mailRow, seenThread, TEXT, UNPROVEN, ZONE } from "./support";

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

describe("a mail that became a message", () => {
  it("is kept whole, and opens from its message for its author and for who answers", async () => {
    const html = "<p>It is <b>2023 R2</b>.</p><p>-- <br>Robin</p>";
    const id = await arrived({ html, headers: { "X-Mailer": "Pine" }, attachments: [] });
    const [message] =
      (await seenThread(clientViewer(plant.filer), plant.filed.id))?.items
        .filter(({ kind }) => kind === "message")
        .slice(-1) ?? [];
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
    const { createdMessageId } = await mailRow(id);
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

it("the row of a mail that waits holds what agents read, and that of a joined one nothing twice", async () => {
  const joined = await inboundRow((await mailRow(await arrived())).providerId);
  expect(joined.body).toBeNull();
  expect((await mailRow(await arrived(UNPROVEN))).body).toBe(TEXT);
});
