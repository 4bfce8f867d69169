import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { inboundMails, mailEvents, outbox } from "@/db/schema";
import type { DeliveryEvent } from "@/db/schema/constants";
import { asSystem, runAsViewer } from "@/db/viewer";
import { findMail, listMail } from "@/lib/mail/log/queries";
import { parseMailFilters } from "@/lib/mail/log/schema";
import { createResendSender } from "@/lib/mail/resend";
import { signature } from "@/scripts/demo/sandboxes/resend/webhooks";
import { startSandbox } from "@/scripts/demo/sandboxes/server";
import { enqueueChanged, newAddress, outboxRow, runTask } from "@/tests/integration/mail/support";
import { post, SECRET } from "@/tests/integration/threads/cases/mail/support";
import { createStaff, staffViewer } from "@/tests/support/world";

const HOOK = "http://cimsoft.localhost:3000/api/resend/webhook";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox(
    { port: 0, host: "127.0.0.1" },
    { deliveries: true, inbound: { webhookUrl: HOOK, webhookSecret: SECRET, send: post, pausesMs: [] } },
  );
  // The webhook's secret without a receiving domain: no mail is received.
  vi.stubEnv("RESEND_WEBHOOK_SECRET", SECRET);
});
afterAll(() => sandbox.close());

const eventsOf = (providerId: string) =>
  asSystem("test look", (db) => db.select().from(mailEvents).where(eq(mailEvents.providerId, providerId)));

async function sendTo(to: string): Promise<string> {
  const id = await enqueueChanged(to);
  await runTask(id, createResendSender({ apiKey: "re_test", baseUrl: sandbox.url }));
  await sandbox.outcomes.idle();
  return id;
}

const event = (type: string, data: object) => ({ type, created_at: "2026-11-22T08:00:00.000Z", data });

async function tell(value: object, { secret = SECRET, id = crypto.randomUUID() } = {}) {
  const body = JSON.stringify(value);
  const headers = { "content-type": "application/json", ...signature(body, secret, id, Date.now()) };
  return post(new Request(HOOK, { method: "POST", headers, body }));
}

describe("the delivery status of a mail", () => {
  it.each([
    ["somebody", newAddress(), "delivered", null],
    ["a mailbox that refuses", "bounced@resend.dev", "bounced", /^Permanent, General: The recipient's email address/],
    ["somebody who complains", "complained@resend.dev", "complained", null],
  ])("of a mail to %s is shown in the list", async (_who, to, status, reason) => {
    const id = await sendTo(to);
    const administrator = staffViewer(await createStaff(["administrator"]));
    const mail = await runAsViewer(administrator, "read", (context) => findMail(context, id));
    expect(mail).toMatchObject({ status, to });
    if (reason) expect(mail?.reason).toMatch(reason);
    else expect(mail?.reason).toBeNull();
    expect(mail?.events.at(-1)?.kind).toBe(status);
    const filters = parseMailFilters({ standing: status, q: to });
    const list = await runAsViewer(administrator, "read", (context) => listMail(context, filters, { zone: "UTC" }));
    expect(list.rows.map((row) => row.id)).toContain(id);
    expect((await outboxRow(id))?.state).toBe("sent");
  });

  it("is that mail's alone: others keep theirs", async () => {
    const to = [newAddress(), "bounced+two@resend.dev", "complained+two@resend.dev", newAddress()];
    const ids: string[] = [];
    for (const address of to) ids.push(await sendTo(address));
    const administrator = staffViewer(await createStaff(["administrator"]));
    const found = await runAsViewer(administrator, "read", async (context) => {
      const rows = [];
      for (const id of ids) rows.push(await findMail(context, id));
      return rows;
    });
    expect(found.map((mail) => mail?.status)).toEqual(["delivered", "bounced", "complained", "delivered"]);
    expect(found.map((mail) => mail?.reason !== null)).toEqual([false, true, false, false]);
    const list = await runAsViewer(administrator, "read", (context) =>
      listMail(context, parseMailFilters({ q: "+two@resend.dev" }), { zone: "UTC" }),
    );
    expect(list.rows.map(({ status }) => status)).toEqual(["complained", "bounced"]);
  });

  it("is the worst that was reported, in any order, also before the mail knew its id at the provider or at the same time", async () => {
    const told = (providerId: string, kind: DeliveryEvent) =>
      asSystem("test tells", (db) =>
        db.insert(mailEvents).values({ id: crypto.randomUUID(), providerId, kind, happenedAt: new Date() }),
      );
    const handOver = (id: string, providerId: string) =>
      asSystem("test sends", (db) => db.update(outbox).set({ state: "sent", providerId }).where(eq(outbox.id, id)));
    const stories: readonly (readonly DeliveryEvent[])[] = [
      ["delivered", "complained"],
      ["complained", "delivered"],
      ["failed", "delayed", "bounced", "delivered"],
      ["delayed"],
      ["failed", "delivered"],
    ];
    const expected = ["complained", "complained", "bounced", null, "failed"];
    for (const [index, kinds] of stories.entries()) {
      for (const when of ["before", "after", "meanwhile"] as const) {
        const id = await enqueueChanged(newAddress());
        const providerId = crypto.randomUUID();
        if (when === "after") await handOver(id, providerId);
        if (when === "meanwhile")
          await Promise.all([...kinds.map((kind) => told(providerId, kind)), handOver(id, providerId)]);
        else for (const kind of kinds) await told(providerId, kind);
        if (when === "before") await handOver(id, providerId);
        expect((await outboxRow(id))?.outcome, `${kinds.join(" ")} ${when}`).toBe(expected[index]);
      }
    }
  });

  it("is stored once by the id of the webhook's message, also when it is sent again or at the same time", async () => {
    const told = event("email.delivered", { email_id: "p-1" });
    const answers = await Promise.all([1, 2, 3, 4].map(() => tell(told, { id: "msg_once" })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await tell(told, { id: "msg_once" })).status).toBe(200);
    expect(await eventsOf("p-1")).toMatchObject([
      { id: "msg_once", kind: "delivered", happenedAt: new Date("2026-11-22T08:00:00.000Z"), reason: null },
    ]);
  });

  it("is shown with its reason, cut to a line", async () => {
    await tell(event("email.failed", { email_id: "p-2", failed: { reason: "reached_daily_quota" } }));
    await tell(event("email.delivery_delayed", { email_id: "p-2" }));
    await tell(
      event("email.suppressed", { email_id: "p-2", suppressed: { message: "On the\nlist\u0000", type: "x" } }),
    );
    const rows = (await eventsOf("p-2")).map(({ kind, reason }) => [kind, reason]);
    expect(rows).toEqual(
      expect.arrayContaining([
        ["failed", "reached_daily_quota"],
        ["delayed", null],
        ["bounced", "On the list"],
      ]),
    );
  });

  it("is taken from a signed webhook alone, and a message that cannot be read is acknowledged and dropped", async () => {
    const before = await asSystem("test look", (db) => db.$count(mailEvents));
    expect(
      (await tell(event("email.delivered", { email_id: "p-3" }), { secret: "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }))
        .status,
    ).toBe(400);
    for (const odd of [
      event("email.delivered", {}),
      event("email.delivered", { email_id: 4 }),
      event("email.opened", { email_id: "p-3" }),
      { type: 4 },
      [],
    ]) {
      expect((await tell(odd)).status).toBe(200);
    }
    expect(await asSystem("test look", (db) => db.$count(mailEvents))).toBe(before);
  });

  it("is all that the webhook takes where no mail is received", async () => {
    const received = event("email.received", { email_id: crypto.randomUUID(), message_id: "<x@client.example>" });
    expect((await tell(received)).status).toBe(200);
    const rows = await asSystem("test look", (db) => db.select().from(inboundMails));
    expect(rows).toEqual([]);
  });
});
