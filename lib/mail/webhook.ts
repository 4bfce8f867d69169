import { Resend } from "resend";
import { z } from "zod";
import { inboundMails, mailEvents } from "@/db/schema";
import type { DeliveryEvent } from "@/db/schema/constants";
import { asGate } from "@/db/viewer";
import { env } from "@/lib/env";
import { readBody } from "@/lib/kit/read-body";
import { systemNow } from "@/lib/kit/time";
import { log } from "@/lib/log";
import { plainLine } from "./plain-text";

/** Events carry addresses and ids, no bodies: a few kilobytes. */
const MAX_BYTES = 256 * 1024;

const eventSchema = z.object({ type: z.string().min(1).max(100) });

/** All that is taken from an event: the mail itself is fetched by its job. */
const receivedSchema = z.object({
  data: z.object({ email_id: z.uuid(), message_id: z.string().max(998).nullish().catch(null) }),
});

/** What the provider tells of a mail that we sent, by its own names. */
const DELIVERY: Readonly<Record<string, DeliveryEvent>> = {
  "email.delivered": "delivered",
  "email.delivery_delayed": "delayed",
  "email.bounced": "bounced",
  // Not even tried: the address bounced or complained before.
  "email.suppressed": "bounced",
  "email.complained": "complained",
  "email.failed": "failed",
};

const words = z.string().nullish().catch(null);

/** All that is taken from such an event: which mail, when, and why. */
const deliverySchema = z.object({
  created_at: z.coerce.date().nullish().catch(null),
  data: z.object({
    email_id: z.string().min(1).max(200),
    bounce: z.object({ message: words, type: words, subType: words }).nullish().catch(null),
    failed: z.object({ reason: words }).nullish().catch(null),
    suppressed: z.object({ message: words, type: words }).nullish().catch(null),
  }),
});

const answer = (status: number, body: object) =>
  Response.json(body, { status, headers: { "cache-control": "no-store" } });

/**
 * An event of Resend: verified, then stored by its own id in one transaction, with a job where a mail was received, then
 * 200. The same event told again is acknowledged again. Null where no secret is configured; 400 without a good signature,
 * 413 for more than 256 KB.
 */
export async function receiveResendWebhook(request: Request): Promise<Response | null> {
  const { RESEND_WEBHOOK_SECRET: secret, INBOUND_MAIL_DOMAIN: domain } = env();
  if (!secret) return null;
  const body = await readBody(request, MAX_BYTES);
  if (body === null) return answer(413, { error: "The request is too large." });
  const event = verified(request.headers, body, secret);
  if (event === null) {
    log.warn("a mail webhook with a wrong or old signature was refused");
    return answer(400, { error: "The signature does not fit." });
  }
  const type = eventSchema.safeParse(event).data?.type ?? "";
  const delivery = DELIVERY[type];
  const isTaken = delivery
    ? await storeDelivery(request.headers.get("svix-id") ?? "", delivery, event)
    : type === "email.received" && domain
      ? await storeReceived(event)
      : null;
  if (isTaken === null) log.info({ type }, "an event of mail has no use here");
  if (isTaken === false) log.warn({ type }, "an event of mail names no mail");
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
async function storeReceived(event: unknown): Promise<boolean> {
  const mail = receivedSchema.safeParse(event).data?.data;
  if (!mail) return false;
  await asGate("a received mail is stored with its job", (db) =>
    db
      .insert(inboundMails)
      .values({ providerId: mail.email_id, messageId: mail.message_id?.trim() || null })
      .onConflictDoNothing(),
  );
  return true;
}

/** By the id of the webhook's message. It may come before our own record that the mail was sent: both name the provider's id. */
async function storeDelivery(id: string, kind: DeliveryEvent, event: unknown): Promise<boolean> {
  const parsed = deliverySchema.safeParse(event).data;
  if (!parsed || !id) return false;
  const { email_id: providerId, bounce, failed, suppressed } = parsed.data;
  const why = [
    [bounce?.type, bounce?.subType].filter(Boolean).join(", "),
    bounce?.message ?? failed?.reason ?? suppressed?.message,
  ];
  const reason = plainLine(why.filter(Boolean).join(": "), 500) || null;
  const happenedAt = parsed.created_at ?? new Date(systemNow().epochMilliseconds);
  await asGate("what became of a mail is stored", (db) =>
    db
      .insert(mailEvents)
      .values({ id: id.slice(0, 200), providerId, kind, reason, happenedAt })
      .onConflictDoNothing(),
  );
  return true;
}
