import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { inboundMails } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { signature } from "@/scripts/demo/sandboxes/resend/webhooks";
import { inboundRow, post, type ResendWorld, SECRET, startResend } from "./support";

let resend: ResendWorld;
beforeAll(async () => {
  resend = await startResend();
});
afterAll(() => resend.close());

const event = (over: object = {}, type = "email.received") => ({
  type,
  created_at: "2026-11-22T10:00:00Z",
  data: {
    email_id: randomUUID(),
    message_id: `<${randomUUID()}@client.example>`,
    from: "a@b.example",
    to: ["x@y.example"],
    ...over,
  },
});

function request(body: string, headers: Record<string, string>): Request {
  return new Request("http://cimsoft.localhost:3000/api/resend/webhook", { method: "POST", body, headers });
}

async function send(value: object, { secret = SECRET, now = Date.now(), id = "msg_1" } = {}) {
  const body = JSON.stringify(value);
  return post(request(body, signature(body, secret, id, now)));
}

async function rowsOf(providerId: string) {
  return asSystem("test look", (db) => db.select().from(inboundMails).where(eq(inboundMails.providerId, providerId)));
}

async function jobsOf(id: string): Promise<number> {
  const rows = await asSystem("test look", (db) =>
    db.execute<{ count: string }>(sql`select count(*) from graphile_worker.jobs where key = ${`inbound:${id}`}`),
  );
  return Number(rows[0]?.count);
}

describe("a webhook of received mail", () => {
  it("is stored with its job, as ids alone", async () => {
    const told = event();
    const response = await send(told);
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const row = await inboundRow(told.data.email_id);
    expect(row).toMatchObject({
      ...{ state: "received", messageId: told.data.message_id, threadId: null },
      ...{ fromAddress: null, subject: null, body: null },
    });
    expect(await jobsOf(row.id)).toBe(1);
  });

  it("is one row, sent twenty times at once and again later", async () => {
    const told = event();
    const responses = await Promise.all(Array.from({ length: 20 }, (_, index) => send(told, { id: `msg_${index}` })));
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await send(told)).status).toBe(200);
    expect(await rowsOf(told.data.email_id)).toHaveLength(1);
  });

  it("with a Message-ID that came before makes a row of its own, because the sender is not proven yet", async () => {
    const told = event();
    await send(told);
    const again = event({ message_id: told.data.message_id });
    const nameless = [event({ message_id: "" }), event({ message_id: null })];
    for (const one of [again, ...nameless]) expect((await send(one)).status).toBe(200);
    for (const one of [told, again, ...nameless]) {
      expect((await inboundRow(one.data.email_id)).state).toBe("received");
    }
  });

  it.each([
    ["another secret", { secret: "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }],
    ["an old signature", { now: Date.now() - 6 * 60_000 }],
    ["a signature of the future", { now: Date.now() + 6 * 60_000 }],
  ])("with %s is refused", async (_what, over) => {
    const told = event();
    expect((await send(told, over)).status).toBe(400);
    expect(await rowsOf(told.data.email_id)).toEqual([]);
  });

  it("is refused when a byte was changed, and without its headers", async () => {
    const told = event();
    const body = JSON.stringify(told);
    const headers = signature(body, SECRET, "msg_1", Date.now());
    expect((await post(request(`${body} `, headers))).status).toBe(400);
    expect((await post(request(body, { ...headers, "svix-id": "msg_2" }))).status).toBe(400);
    expect((await post(request(body, {}))).status).toBe(400);
    expect((await post(request("", {}))).status).toBe(400);
    expect(await rowsOf(told.data.email_id)).toEqual([]);
  });

  it("of more than 256 KB is refused unread, whatever length it announces", async () => {
    const body = "x".repeat(256 * 1024 + 1);
    expect((await post(request(body, {}))).status).toBe(413);
    expect((await post(request("x", { "content-length": "999999999" }))).status).toBe(413);
  });

  it.each([
    ["another type", event({}, "email.bounced")],
    ["a type of tomorrow", event({}, "email.read_aloud")],
    ["no type", { data: {} }],
    ["a received mail without an id", { type: "email.received", data: {} }],
    ["an id that is none", event({ email_id: "1; drop table" })],
    ["no object", ["email.received"]],
  ])("with %s is acknowledged and stored nowhere", async (_what, value) => {
    const count = () => asSystem("test look", (db) => db.$count(inboundMails));
    const before = await count();
    expect((await send(value)).status).toBe(200);
    expect(await count()).toBe(before);
  });

  it("does not exist where no mail is received", async () => {
    vi.resetModules();
    vi.stubEnv("RESEND_WEBHOOK_SECRET", "");
    vi.stubEnv("INBOUND_MAIL_DOMAIN", "");
    const { POST } = await import("@/app/api/resend/webhook/route");
    const body = JSON.stringify(event());
    const response = await POST(request(body, signature(body, SECRET, "msg_1", Date.now())), {
      params: Promise.resolve({}),
    });
    expect(response.status).toBe(404);
  });
});
