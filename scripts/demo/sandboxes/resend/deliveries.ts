import { Hono } from "hono";
import type { EmailBouncedEvent, EmailDeliveredEvent, EmailFailedEvent } from "resend";
import { parseAddress } from "./addresses";
import type { SandboxEnv } from "./api";
import { asList, type Mail, type Mailbox } from "./mailbox";
import type { Webhooks } from "./webhooks";

/** Possible outcomes of an accepted mail, by Resend's names of events. */
export const OUTCOMES = ["delivered", "delivery_delayed", "bounced", "complained", "failed"] as const;
export type Outcome = (typeof OUTCOMES)[number];

const isOutcome = (value: unknown): value is Outcome => OUTCOMES.some((outcome) => outcome === value);

/**
 * Outcomes of a mail without anybody's choice: delivered, except for Resend's test addresses, with or without a label
 * (https://resend.com/docs/dashboard/emails/send-test-emails).
 */
export function outcomesOf(mail: Mail): Outcome[] {
  const test = asList(mail.to)
    .map((to) => /^(bounced|complained)(\+.*)?@resend\.dev$/i.exec(parseAddress(to) ?? "")?.[1]?.toLowerCase())
    .find((name) => name !== undefined);
  if (test === "bounced") return ["bounced"];
  return test === "complained" ? ["delivered", "complained"] : ["delivered"];
}

/** The event in the form of Resend's webhooks. `nowMs`: milliseconds since the epoch. */
export function deliveryEvent(mail: Mail, outcome: Outcome, nowMs: number) {
  const about: EmailDeliveredEvent["data"] = {
    email_id: mail.id,
    created_at: mail.created_at,
    message_id: mail.headers?.["Message-ID"] ?? `<${mail.id}@email.example.com>`,
    from: mail.from,
    to: asList(mail.to),
    subject: mail.subject,
    ...(mail.tags ? { tags: Object.fromEntries(mail.tags.map(({ name, value }) => [name, value])) } : {}),
  };
  const why: Pick<EmailBouncedEvent["data"], "bounce"> & Pick<EmailFailedEvent["data"], "failed"> = {
    bounce: {
      message: "The recipient's email address is on no server that takes mail for it.",
      subType: "General",
      type: "Permanent",
    },
    failed: { reason: "reached_daily_quota" },
  };
  return {
    type: `email.${outcome}`,
    created_at: new Date(nowMs).toISOString(),
    data: {
      ...about,
      ...(outcome === "bounced" ? { bounce: why.bounce } : {}),
      ...(outcome === "failed" ? { failed: why.failed } : {}),
    },
  };
}

/** Lets people and tests choose the outcome of a mail. Not part of Resend's API. */
export function createDeliveryRoutes(mailbox: Mailbox, webhooks: Webhooks, now: () => number): Hono<SandboxEnv> {
  const routes = new Hono<SandboxEnv>();
  routes.post("/mail/:id/outcome", async (c) => {
    const mail = mailbox.find(c.req.param("id"));
    const outcome = (await c.req.formData()).get("outcome");
    if (!mail || !isOutcome(outcome)) return c.text("Not found", 404);
    webhooks.tell(deliveryEvent(mail, outcome, now()));
    return c.redirect(`/mail/${mail.id}?outcome=${outcome}`, 303);
  });
  return routes;
}
