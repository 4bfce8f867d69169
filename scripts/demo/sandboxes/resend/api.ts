import { setTimeout as delay } from "node:timers/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Context, Hono } from "hono";
import type { CreateEmailResponseSuccess, GetEmailResponseSuccess, ListAttachmentsResponseSuccess } from "resend";
import { z } from "zod";
import { parseAddress } from "./addresses";
import type { SendEmailRequest } from "./email-schema";
import { ResendError } from "./errors";
import { type Faults, SLOW_ANSWER_MS } from "./faults";
import type { IdempotencyKeys } from "./idempotency";
import { type InboundMails, type ReceivedEmail, toAttachment, toReceivedEmail } from "./inbound";
import { asList, type Mail, type Mailbox } from "./mailbox";
import { parseBatchEmail, parseEmail } from "./parse-email";

/** The socket is missing when the app is called in the process, without a server. `connectionCut` is for the request log. */
export type SandboxEnv = { Bindings: Partial<HttpBindings>; Variables: { connectionCut: boolean } };

export type ResendParts = {
  mailbox: Mailbox;
  inbound: InboundMails;
  faults: Faults;
  idempotencyKeys: IdempotencyKeys;
  /** Awaited before a mail is stored, so that a test can hold a send in progress. */
  beforeStore: () => Promise<void>;
};

const MAX_BATCH = 100;

/** The calls of Resend's API that the portal makes. */
export function createResendApi(parts: ResendParts): Hono<SandboxEnv> {
  const api = new Hono<SandboxEnv>();

  api.onError((error, c) => {
    if (error instanceof ResendError) return c.json(error.body(), error.statusCode);
    console.error(error);
    const unexpected = new ResendError(500, "application_error", "An unexpected error occurred.");
    return c.json(unexpected.body(), unexpected.statusCode);
  });

  api.post("/emails", async (c) => {
    requireKey(c);
    const email = parseEmail(await readJson(c));
    return send(c, parts, async () => {
      await parts.beforeStore();
      return { id: parts.mailbox.add(email).id } satisfies CreateEmailResponseSuccess;
    });
  });

  api.post("/emails/batch", async (c) => {
    requireKey(c);
    const batch = parseBatch(await readJson(c), c.req.header("x-batch-validation") ?? "strict");
    return send(c, parts, async () => {
      await parts.beforeStore();
      const data = batch.emails.map((email) => ({ id: parts.mailbox.add(email).id }));
      return batch.errors ? { data, errors: batch.errors } : { data };
    });
  });

  api.get("/emails/:id", (c) => {
    requireKey(c);
    const id = c.req.param("id");
    if (!z.uuid().safeParse(id).success) {
      throw new ResendError(422, "invalid_parameter", "The parameter must be a valid UUID.");
    }
    const mail = parts.mailbox.find(id);
    if (!mail) throw new ResendError(404, "not_found", "Email not found");
    return c.json(toRetrievedEmail(mail));
  });

  api.get("/emails/receiving/:id", (c) => {
    requireKey(c);
    return c.json(toReceivedEmail(received(parts, c.req.param("id")), parts.inbound.origin));
  });

  api.get("/emails/receiving/:id/attachments", (c) => {
    requireKey(c);
    const mail = received(parts, c.req.param("id"));
    const data = mail.files.map((file) => toAttachment(mail, file, parts.inbound.origin));
    return c.json({ object: "list", has_more: false, data } satisfies ListAttachmentsResponseSuccess);
  });

  api.get("/emails/receiving/:id/attachments/:file", (c) => {
    requireKey(c);
    const mail = received(parts, c.req.param("id"));
    const file = mail.files.find(({ id }) => id === c.req.param("file"));
    if (!file) throw new ResendError(404, "not_found", "Attachment not found");
    return c.json({ object: "attachment", ...toAttachment(mail, file, parts.inbound.origin) });
  });

  for (const path of ["/emails", "/emails/batch", "/emails/:id"]) {
    api.all(path, () => {
      throw new ResendError(405, "method_not_allowed", "Method is not allowed for the requested path.");
    });
  }
  return api;
}

function received({ inbound }: ResendParts, id: string): ReceivedEmail {
  if (!z.uuid().safeParse(id).success) {
    throw new ResendError(422, "invalid_parameter", "The parameter must be a valid UUID.");
  }
  const mail = inbound.find(id);
  if (!mail) throw new ResendError(404, "not_found", "Email not found");
  return mail;
}

function requireKey(c: Context<SandboxEnv>): void {
  const authorization = c.req.header("authorization") ?? "";
  const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (!key) throw new ResendError(401, "missing_api_key", "Missing API key in the authorization header.");
  if (!/^re_\w+$/.test(key)) throw new ResendError(403, "invalid_api_key", "API key is invalid.");
}

async function readJson(c: Context<SandboxEnv>): Promise<unknown> {
  try {
    return JSON.parse(await c.req.text());
  } catch {
    throw new ResendError(400, "validation_error", "The request body is not valid JSON.");
  }
}

type Batch = { emails: SendEmailRequest[]; errors: { index: number; message: string }[] | null };

/** `strict` refuses the whole batch for one bad email; `permissive` sends the good ones and lists the others. */
function parseBatch(body: unknown, validation: string): Batch {
  if (validation !== "strict" && validation !== "permissive") {
    throw new ResendError(422, "validation_error", "The `x-batch-validation` header must be `strict` or `permissive`.");
  }
  if (!Array.isArray(body) || body.length === 0) {
    throw new ResendError(422, "validation_error", "The request body needs to be an array of at least one email.");
  }
  if (body.length > MAX_BATCH) {
    throw new ResendError(422, "validation_error", `The batch can contain at most ${MAX_BATCH} emails.`);
  }
  const emails: SendEmailRequest[] = [];
  const errors: { index: number; message: string }[] = [];
  for (const [index, item] of body.entries()) {
    try {
      emails.push(parseBatchEmail(item));
    } catch (error) {
      if (!(error instanceof ResendError)) throw error;
      if (validation === "strict") {
        throw new ResendError(error.statusCode, error.code, `${error.message} (email at index ${index})`);
      }
      errors.push({ index, message: error.message });
    }
  }
  return { emails, errors: validation === "permissive" ? errors : null };
}

async function send(c: Context<SandboxEnv>, parts: ResendParts, store: () => Promise<object>): Promise<Response> {
  const fault = parts.faults.take();
  if (fault === "error-500") throw new ResendError(500, "internal_server_error", "An unexpected error occurred.");
  if (fault === "rate-limit") {
    c.header("retry-after", "1");
    throw new ResendError(429, "rate_limit_exceeded", "Too many requests. Limit the number of requests per second.");
  }
  const request = { path: c.req.path, body: await c.req.text() };
  if (fault === "slow") await delay(SLOW_ANSWER_MS, undefined, { ref: false });
  const answer = await parts.idempotencyKeys.run(c.req.header("idempotency-key"), request, store);
  return fault === "timeout-after-accept" ? cutConnection(c) : c.json(answer);
}

function cutConnection(c: Context<SandboxEnv>): Response {
  c.set("connectionCut", true);
  const socket = c.env.incoming?.socket;
  if (!socket) {
    return new Response(new ReadableStream({ start: (stream) => stream.error(new Error("connection cut")) }));
  }
  socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

function toRetrievedEmail(mail: Mail): GetEmailResponseSuccess {
  const domain = parseAddress(mail.from)?.split("@").at(-1) ?? "email.example.com";
  return {
    object: "email",
    id: mail.id,
    message_id: mail.headers?.["Message-ID"] ?? `<${mail.id}@${domain}>`,
    from: mail.from,
    to: asList(mail.to),
    cc: asList(mail.cc),
    bcc: asList(mail.bcc),
    reply_to: asList(mail.reply_to),
    subject: mail.subject,
    html: mail.html ?? null,
    text: mail.text ?? null,
    created_at: mail.created_at.replace("T", " ").replace("Z", "000+00"),
    scheduled_at: mail.scheduled_at ?? null,
    last_event: mail.scheduled_at ? "scheduled" : "delivered",
    ...(mail.tags ? { tags: mail.tags } : {}),
    ...(mail.topic_id ? { topic_id: mail.topic_id } : {}),
  };
}
