import { Resend } from "resend";
import { z } from "zod";
import { inboundMails } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { readBody } from "@/lib/read-body";

/** Events carry addresses and ids, no bodies: a few kilobytes. */
const MAX_BYTES = 256 * 1024;

const eventSchema = z.object({ type: z.string().min(1).max(100) });

/** All that is taken from an event: the mail itself is fetched by its job. */
const receivedSchema = z.object({
  data: z.object({ email_id: z.uuid(), message_id: z.string().max(998).nullish().catch(null) }),
});

const answer = (status: number, body: object) =>
  Response.json(body, { status, headers: { "cache-control": "no-store" } });

/**
 * An event of Resend: verified, then, of a received mail, row and job in one transaction, then 200. The same mail told
 * again is acknowledged again. Null where no mail is received; 400 without a good signature, 413 for more than 256 KB.
 */
export async function receiveInboundWebhook(request: Request): Promise<Response | null> {
  const { RESEND_WEBHOOK_SECRET: secret, INBOUND_MAIL_DOMAIN: domain } = env();
  if (!secret || !domain) return null;
  const body = await readBody(request, MAX_BYTES);
  if (body === null) return answer(413, { error: "The request is too large." });
  const event = verified(request.headers, body, secret);
  if (event === null) {
    log.warn("a mail webhook with a wrong or old signature was refused");
    return answer(400, { error: "The signature does not fit." });
  }
  const type = eventSchema.safeParse(event).data?.type;
  if (type !== "email.received") {
    log.info({ type }, "an event of mail has no use here");
    return answer(200, { received: true });
  }
  const mail = receivedSchema.safeParse(event).data?.data;
  if (!mail) {
    log.warn({ type }, "an event of mail names no mail");
    return answer(200, { received: true });
  }
  await store(mail.email_id, mail.message_id?.trim() || null);
  return answer(200, { received: true });
}

/** The event when our secret signed these very bytes within five minutes; else null. */
function verified(headers: Headers, body: Buffer, webhookSecret: string): unknown {
  try {
    // The key is for requests to Resend; checking a signature makes none.
    return new Resend("re_unused").webhooks.verify({
      payload: body.toString("utf8"),
      headers: {
        id: headers.get("svix-id") ?? "",
        timestamp: headers.get("svix-timestamp") ?? "",
        signature: headers.get("svix-signature") ?? "",
      },
      webhookSecret,
    });
  } catch {
    return null;
  }
}

/** A mail is taken once by the provider's id. Whether the same came before by another is seen when its sender is known. */
async function store(providerId: string, messageId: string | null): Promise<void> {
  await asSystem("a received mail is stored with its job", (db) =>
    db.insert(inboundMails).values({ providerId, messageId }).onConflictDoNothing(),
  );
}
