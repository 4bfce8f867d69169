import { Resend } from "resend";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RunningSandbox, startSandbox } from "@/scripts/demo/sandboxes/server";

const MAIL = {
  from: "Cimsoft Portal <portal@cimsoft.example>",
  to: "ap.clerk@keystone.example",
  replyTo: "support@cimsoft.example",
  subject: "Invoice INV-1001",
  html: "<p>Hello</p>",
  text: "Hello",
  headers: { "X-Brand": "cimsoft" },
  tags: [{ name: "kind", value: "invoice" }],
};

let sandbox: RunningSandbox;
let resend: Resend;

beforeEach(async () => {
  sandbox = await startSandbox({ port: 0, host: "127.0.0.1" });
  resend = new Resend("re_test", { baseUrl: sandbox.url });
});

afterEach(() => sandbox.close());

async function setFault(mode: string, times?: number): Promise<Response> {
  return fetch(`${sandbox.url}/mail/faults`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ mode, times }),
  });
}

describe("Resend's SDK", () => {
  it("sends, and retrieves what it sent", async () => {
    const sent = await resend.emails.send(MAIL);
    expect(sent.error).toBeNull();
    const found = await resend.emails.get(sent.data?.id ?? "");
    expect(found.data).toMatchObject({
      object: "email",
      id: sent.data?.id,
      from: MAIL.from,
      to: [MAIL.to],
      reply_to: [MAIL.replyTo],
      subject: MAIL.subject,
      html: MAIL.html,
      text: MAIL.text,
      tags: MAIL.tags,
      last_event: "delivered",
    });
  });

  it("sends a batch, strict and permissive", async () => {
    const bad = { ...MAIL, to: "root" };
    const strict = await resend.batch.send([MAIL, bad]);
    expect(strict).toMatchObject({ data: null, error: { statusCode: 422, name: "validation_error" } });
    expect(sandbox.mailbox.list()).toEqual([]);

    const permissive = await resend.batch.send([MAIL, bad], { batchValidation: "permissive" });
    expect(permissive.error).toBeNull();
    expect(permissive.data?.data).toEqual([{ id: sandbox.mailbox.list()[0]?.id }]);
    expect(permissive.data?.errors).toMatchObject([{ index: 1, message: expect.stringContaining("`to`") }]);
  });

  it("sends a file as base64", async () => {
    const content = Buffer.from("secret");
    const { error } = await resend.emails.send({ ...MAIL, attachments: [{ filename: "a.txt", content }] });
    expect(error).toBeNull();
    expect(sandbox.mailbox.list()[0]?.attachments).toEqual([
      { filename: "a.txt", content: content.toString("base64") },
    ]);
  });

  it("gets one mail for one idempotency key", async () => {
    const options = { idempotencyKey: "msg/1" };
    const first = await resend.emails.send(MAIL, options);
    const second = await resend.emails.send(MAIL, options);
    expect(second.data).toEqual(first.data);
    const other = await resend.emails.send({ ...MAIL, subject: "Another" }, options);
    expect(other.error).toMatchObject({ statusCode: 409, name: "invalid_idempotent_request" });
    expect(sandbox.mailbox.list()).toHaveLength(1);
  });

  it("gets an error for a wrong key", async () => {
    const { error } = await new Resend("sk_wrong", { baseUrl: sandbox.url }).emails.send(MAIL);
    expect(error).toMatchObject({ statusCode: 403, name: "invalid_api_key" });
  });
});

describe("faults", () => {
  it("returns errors as often as was asked, and sends nothing", async () => {
    await setFault("error-500", 2);
    for (let time = 0; time < 2; time++) {
      expect((await resend.emails.send(MAIL)).error).toMatchObject({ statusCode: 500, name: "internal_server_error" });
    }
    expect(sandbox.mailbox.list()).toEqual([]);
    expect((await resend.emails.send(MAIL)).error).toBeNull();
  });

  it("returns the rate limit with a time to wait", async () => {
    await setFault("rate-limit");
    const { error, headers } = await resend.emails.send(MAIL);
    expect(error).toMatchObject({ statusCode: 429, name: "rate_limit_exceeded" });
    expect(headers?.["retry-after"]).toBe("1");
  });

  it("cut the connection after the mail was accepted; a retry with the key sends no second mail", async () => {
    await setFault("timeout-after-accept");
    const lost = await resend.emails.send(MAIL, { idempotencyKey: "msg/1" });
    expect(lost).toMatchObject({ data: null, error: { statusCode: null, name: "application_error" } });
    expect(sandbox.mailbox.list()).toHaveLength(1);

    const retried = await resend.emails.send(MAIL, { idempotencyKey: "msg/1" });
    expect(retried.data?.id).toBe(sandbox.mailbox.list()[0]?.id);
    expect(sandbox.mailbox.list()).toHaveLength(1);
    expect(sandbox.requests.list().map(({ status }) => status)).toEqual([200, null]);
  });

  it("end with ok; an unknown fault is refused", async () => {
    await setFault("error-500", 5);
    await setFault("ok");
    expect((await resend.emails.send(MAIL)).error).toBeNull();
    for (const answer of [await setFault("sleepy"), await setFault("rate-limit", 0)]) expect(answer.status).toBe(422);
  });
});

it("does not start on an address that is taken", async () => {
  const port = Number(new URL(sandbox.url).port);
  await expect(startSandbox({ port, host: "127.0.0.1" })).rejects.toMatchObject({ code: "EADDRINUSE" });
});
