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

/** The largest event that is read. Events hold addresses and ids but no bodies, so they have a few kilobytes. */
const MAX_BYTES = 256 * 1024;

const eventSchema = z.object({ type: z.string().min(1).max(100) });

/** All that is read from an event about a received mail. The job fetches the mail itself. */
const receivedSchema = z.object({
  data: z.object({ email_id: z.uuid(), message_id: z.string().max(998).nullish().catch(null) }),
});

/** The provider's event types about mails that we sent, and what we call them. */
const DELIVERY: Readonly<Record<string, DeliveryEvent>> = {
  "email.delivered": "delivered",
  "email.delivery_delayed": "delayed",
  "email.bounced": "bounced",
  // The provider did not try to send it, because a mail to this address bounced or was marked as spam before.
  "email.suppressed": "bounced",
  "email.complained": "complained",
  "email.failed": "failed",
};

const words = z.string().nullish().catch(null);

/** All that is read from an event about a sent mail: which mail, when, and why. */
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
 * Handles an event of Resend: verifies its signature, stores it once, adds a job if a mail was received, and answers
 * 200. If the same event comes again, it answers 200 again. Null if no secret is configured; 400 without a valid
 * signature; 413 for more than 256 KB.
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

/** The event if these bytes were signed with our secret within the last five minutes; else null. */
function verified(headers: Headers, body: Buffer, webhookSecret: string): unknown {
  try {
    // The API key is for requests to Resend. Checking a signature makes no request.
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

/**
 * Stores a received mail once for each provider id. The job finds out whether the same mail came before with another
 * id.
 */
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

/**
 * Stores an event about a sent mail once for each webhook message. The event may come before we record that the mail
 * was sent: both rows hold the provider's id.
 */
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
