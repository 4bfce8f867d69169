import { type Context, Hono } from "hono";
import { z } from "zod";
import type { SandboxEnv } from "@/scripts/demo/sandboxes/resend/api";
import type { StripeAccount } from "./account";
import { DISPUTE_TARGETS, dispute, failRefund, refund } from "./after-payment";
import { stripeFaultSchema } from "./faults";
import type { Intent } from "./objects";
import { expireSession, fail, Impossible, settle } from "./payments";
import type { StripeSandbox } from "./sandbox";
import { stripeState } from "./state";
import { WEBHOOK_MODES, webhookModeSchema } from "./webhooks";

class BadBody extends Error {}

const nothing = z.strictObject({});
const refundBody = z.strictObject({ amount: z.coerce.number().int().min(1).optional() });
const disputeBody = z.strictObject({ status: z.enum(DISPUTE_TARGETS).default("needs_response") });

/**
 * What a person or a test controls besides the payer: banks, time, and delivery of webhooks. A form is answered with a
 * redirect to the index page, other requests with JSON: 400 for an invalid body, 404 for no such payment, 409 for what
 * is not possible in its state, each with a sentence.
 */
export function createControls(stripe: StripeSandbox): Hono<SandboxEnv> {
  const controls = new Hono<SandboxEnv>();

  controls.onError((error, c) => {
    if (error instanceof BadBody) return c.json({ error: error.message }, 400);
    if (error instanceof Impossible) return c.json({ error: error.message }, 409);
    console.error(error);
    return c.json({ error: "The sandbox failed." }, 500);
  });

  controls.get("/stripe.json", (c) => {
    stripe.expireOverdue();
    c.header("cache-control", "no-store");
    return c.json(stripeState(stripe));
  });

  controls.post("/stripe/webhooks", async (c) => {
    const sentence = `The body is {"mode": …} with one of ${WEBHOOK_MODES.join(", ")}.`;
    stripe.webhooks.setMode((await readBody(c, webhookModeSchema, sentence)).mode);
    return done(c, { mode: stripe.webhooks.mode, held: stripe.webhooks.held });
  });
  controls.post("/stripe/webhooks/release", (c) => {
    const released = stripe.webhooks.release();
    return done(c, { mode: stripe.webhooks.mode, held: stripe.webhooks.held, released });
  });
  controls.post("/stripe/events/:event/deliver", (c) => {
    const found = stripe.findEvent(c.req.param("event"));
    if (!found) return c.json({ error: "There is no such event." }, 404);
    stripe.webhooks.deliver(found.account, found.event);
    return done(c, { event: found.event.id });
  });
  controls.post("/stripe/sessions/:session/expire", (c) => {
    const found = stripe.findSession(c.req.param("session"));
    if (!found) return c.json({ error: "There is no such checkout." }, 404);
    if (found.session.status !== "open") throw new Impossible(`This checkout is ${found.session.status}.`);
    expireSession(found.account, found.session);
    return done(c, found.session);
  });
  controls.post("/stripe/faults", async (c) => {
    const sentence = `The body is {"mode": …, "times": …} with one of ${stripeFaultSchema.shape.mode.options.join(", ")}, and 1 to 10000.`;
    stripe.faults.set(await readBody(c, stripeFaultSchema, sentence));
    return done(c, stripe.faults.current());
  });

  const control = <S extends z.ZodType>(
    name: string,
    schema: S,
    sentence: string,
    act: (account: StripeAccount, intent: Intent, body: z.output<S>) => void,
  ) =>
    controls.post(`/stripe/payments/:intent/${name}`, async (c) => {
      const body = await readBody(c, schema, sentence);
      const found = stripe.findIntent(c.req.param("intent"));
      if (!found) return c.json({ error: "There is no such payment." }, 404);
      act(found.account, found.intent, body);
      return done(c, found.intent);
    });

  control("settle", nothing, "No body is needed.", settle);
  control("fail", nothing, "No body is needed.", fail);
  control("fail-refund", nothing, "No body is needed.", failRefund);
  control("refund", refundBody, 'The body is empty, or {"amount": …} in minor units.', (account, intent, { amount }) =>
    refund(account, intent, amount ?? null),
  );
  control(
    "dispute",
    disputeBody,
    `The body is empty, or {"status": …} with one of ${DISPUTE_TARGETS.join(", ")}.`,
    (account, intent, { status }) => dispute(account, intent, status),
  );

  return controls;
}

const isForm = (c: Context<SandboxEnv>) =>
  /^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(c.req.header("content-type") ?? "");

function done(c: Context<SandboxEnv>, answer: object): Response {
  return isForm(c) ? c.redirect("/", 303) : c.json(answer);
}

/** An empty body counts as an empty object, an empty field of a form as left out. Throws BadBody. */
async function readBody<S extends z.ZodType>(
  c: Context<SandboxEnv>,
  schema: S,
  sentence: string,
): Promise<z.output<S>> {
  const parsed = schema.safeParse(isForm(c) ? await readForm(c) : await readJson(c));
  if (parsed.success) return parsed.data;
  throw new BadBody(sentence);
}

async function readForm(c: Context<SandboxEnv>): Promise<unknown> {
  return Object.fromEntries(Object.entries(await c.req.parseBody()).filter(([, value]) => value !== ""));
}

async function readJson(c: Context<SandboxEnv>): Promise<unknown> {
  const text = await c.req.text();
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
