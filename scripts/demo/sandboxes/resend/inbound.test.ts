import Ajv2020 from "ajv/dist/2020.js";
import { Resend } from "resend";
import { afterEach, describe, expect, it } from "vitest";
import { type RunningSandbox, startSandbox } from "@/scripts/demo/sandboxes/server";
import type { InboundOptions } from "./inbound";
import description from "./openapi-fixture.json";
import { EMAIL, post } from "./test-support";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const MAIL = {
  from: "Dana <dana@client.example>",
  to: "reply+x@reply.portal.example",
  subject: "Re: stops",
  text: "It is 2023 R2.",
  attachments: [
    { filename: "log.txt", content: Buffer.from("12:00 stop").toString("base64"), content_type: "text/plain" },
  ],
};

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ $id: "resend", ...description });
function problems(name: string, value: unknown): unknown {
  const validate = ajv.compile({ $ref: `resend#/components/schemas/${name}` });
  return validate(value) ? [] : validate.errors;
}

let sandbox: RunningSandbox;
let told: { body: string; headers: Headers }[];
afterEach(() => sandbox.close());

async function start(statuses: (number | null)[] = [], over: Partial<InboundOptions> = {}) {
  told = [];
  const send = async (request: Request) => {
    told.push({ body: await request.text(), headers: request.headers });
    const status = statuses.shift();
    if (status === null) throw new TypeError("fetch failed");
    return new Response(null, { status: status ?? 200 });
  };
  sandbox = await startSandbox(
    { port: 0, host: "127.0.0.1" },
    {
      inbound: { webhookUrl: "http://portal.example/hook", webhookSecret: SECRET, send, pausesMs: [1, 1, 1], ...over },
    },
  );
}

async function arrive(mail: object = MAIL): Promise<string> {
  const { status, body } = await post(sandbox, "/mail/inbound", mail);
  expect(status).toBe(200);
  await sandbox.inbound.idle();
  return (body as { id: string }).id;
}

const sdk = () => new Resend("re_test", { baseUrl: sandbox.url });

describe("mail to the portal", () => {
  it("is reported as Resend does: signed, described, and without text or files", async () => {
    await start();
    const id = await arrive();
    const [first] = told;
    const event = sdk().webhooks.verify({
      payload: first?.body ?? "",
      headers: {
        id: first?.headers.get("svix-id") ?? "",
        timestamp: first?.headers.get("svix-timestamp") ?? "",
        signature: first?.headers.get("svix-signature") ?? "",
      },
      webhookSecret: SECRET,
    });
    expect(event).toMatchObject({ type: "email.received", data: { email_id: id, from: MAIL.from, to: [MAIL.to] } });
    expect(problems("EmailReceivedEvent", event)).toEqual([]);
    expect(first?.body).not.toMatch(/2023 R2|12:00 stop|MTI6MDAg/);
  });

  it("is fetched by the SDK, files included", async () => {
    await start();
    const id = await arrive();
    const { data: mail } = await sdk().emails.receiving.get(id, { html_format: "cid" });
    expect(mail).toMatchObject({ id, text: MAIL.text, html: null, received_for: [MAIL.to] });
    // Newer than the published description: the SDK's types know files without a content id.
    const described = mail?.attachments.map(({ content_id, ...file }) =>
      content_id === null ? file : { content_id, ...file },
    );
    expect(problems("GetReceivedEmailResponse", { ...mail, attachments: described })).toEqual([]);
    const { data: files } = await sdk().emails.receiving.attachments.list({ emailId: id });
    expect(problems("ListAttachmentsResponse", files)).toEqual([]);
    const [file] = files?.data ?? [];
    expect(file).toMatchObject({ filename: "log.txt", size: 10, content_type: "text/plain" });
    expect(await (await fetch(file?.download_url ?? "")).text()).toBe("12:00 stop");
    const { data: one } = await sdk().emails.receiving.attachments.get({ emailId: id, id: file?.id ?? "" });
    expect(problems("RetrievedAttachment", one)).toEqual([]);
    const wrong = await new Resend("sk_wrong", { baseUrl: sandbox.url }).emails.receiving.get(id);
    expect(wrong.error).toMatchObject({ statusCode: 403 });
    expect((await sdk().emails.receiving.get(crypto.randomUUID())).error).toMatchObject({ statusCode: 404 });
  });

  it("is reported again while the portal refuses or is down, but not for ever", async () => {
    await start([500, null, 200]);
    await arrive();
    expect(told).toHaveLength(3);
    expect(new Set(told.map(({ headers }) => headers.get("svix-id"))).size).toBe(1);
    await sandbox.close();
    await start([500, 500, 500, 500, 500]);
    await arrive();
    expect(told).toHaveLength(4);
  });

  it("is kept but not reported where no portal is set, and refused where it is malformed", async () => {
    await start([], { webhookUrl: undefined });
    const id = await arrive();
    expect(told).toEqual([]);
    expect(sandbox.inbound.find(id)?.text).toBe(MAIL.text);
    for (const bad of [{}, { ...MAIL, attachments: [{ content: "?" }] }, { ...MAIL, more: 1 }]) {
      expect((await post(sandbox, "/mail/inbound", bad)).status).toBe(422);
    }
  });
});

describe("the inbox page of a mail", () => {
  it("sends a reply as a mail program would", async () => {
    await start();
    const sent = await post(sandbox, "/emails", {
      ...EMAIL,
      to: "Dana <dana@client.example>",
      reply_to: MAIL.to,
      text: "Which version?\nAnd since when?",
      headers: { "Message-ID": "<2@x>", References: "<1@x>" },
    });
    const { id } = sent.body as { id: string };
    expect(await (await fetch(`${sandbox.url}/mail/${id}`)).text()).toContain('enctype="multipart/form-data"');
    const form = new FormData();
    form.set("text", "It is 2023 R2.");
    form.set("file", new File([], ""));
    const answer = await fetch(`${sandbox.url}/mail/${id}/reply`, { method: "POST", body: form, redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/mail/${id}?replied=yes`]);
    const [mail] = sandbox.inbound.list();
    expect(mail).toMatchObject({
      from: "Dana <dana@client.example>",
      to: [MAIL.to],
      subject: `Re: ${EMAIL.subject}`,
      headers: { "In-Reply-To": "<2@x>", References: "<1@x> <2@x>" },
      files: [],
    });
    expect(mail?.text).toMatch(/^It is 2023 R2\.\n\nOn .+ wrote:\n\n> Which version\?\n> And since when\?$/);
  });

  it("offers no reply where there is no portal", async () => {
    await start([], { webhookSecret: undefined });
    const sent = await post(sandbox, "/emails", EMAIL);
    const { id } = sent.body as { id: string };
    expect(await (await fetch(`${sandbox.url}/mail/${id}`)).text()).not.toContain("<textarea");
  });
});
