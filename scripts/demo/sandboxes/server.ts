import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { createClock } from "@/scripts/demo/sandboxes/clock";
import { createResendApi, type SandboxEnv } from "@/scripts/demo/sandboxes/resend/api";
import { createDeliveryRoutes, deliveryEvent, outcomesOf } from "@/scripts/demo/sandboxes/resend/deliveries";
import { endpointNotFound, ResendError } from "@/scripts/demo/sandboxes/resend/errors";
import { Faults } from "@/scripts/demo/sandboxes/resend/faults";
import { IdempotencyKeys } from "@/scripts/demo/sandboxes/resend/idempotency";
import { InboundMails, type InboundOptions } from "@/scripts/demo/sandboxes/resend/inbound";
import { createInbox } from "@/scripts/demo/sandboxes/resend/inbox";
import { Mailbox } from "@/scripts/demo/sandboxes/resend/mailbox";
import { Webhooks } from "@/scripts/demo/sandboxes/resend/webhooks";
import type { StripeAccountOptions } from "@/scripts/demo/sandboxes/stripe/accounts";
import { createStripeApi } from "@/scripts/demo/sandboxes/stripe/api";
import { createCheckout } from "@/scripts/demo/sandboxes/stripe/checkout";
import { createControls } from "@/scripts/demo/sandboxes/stripe/controls";
import { StripeSandbox } from "@/scripts/demo/sandboxes/stripe/sandbox";
import type { WebhookOptions } from "@/scripts/demo/sandboxes/stripe/webhooks";
import { indexPage } from "./index-page";
import { renderPage } from "./page";
import { quotePage } from "./quotes";
import { logRequests, RequestLog } from "./requests";

const MAX_BODY_BYTES = 40 * 1024 * 1024;

export type SandboxOptions = {
  /** Milliseconds since the epoch; the machine's clock unless a test passes another. */
  now?: () => number;
  /** Awaited before a mail is stored, so that a test can hold a send in progress. */
  beforeStore?: () => Promise<void>;
  /** Stripe's accounts; none unless given. */
  stripeAccounts?: StripeAccountOptions[];
  /** Awaited before a checkout session is stored, so that a test can hold a request in progress. */
  beforeSessionStored?: () => Promise<void>;
  webhooks?: WebhookOptions;
  /** Webhook for mail to the portal; none unless given. */
  inbound?: InboundOptions;
  /** Send events about the portal's own mail to the same webhook. */
  deliveries?: boolean;
  /** File that keeps the state of Stripe's sandbox across restarts; without one it starts empty. */
  stripeStateFile?: string;
  /** Origin at which browsers reach the sandboxes; by default the address they listen on. */
  publicUrl?: string;
  /** File that the portal's processes follow with their business time; without one it cannot be moved here. */
  clockFile?: string;
};

export type Sandbox = {
  app: Hono<SandboxEnv>;
  mailbox: Mailbox;
  faults: Faults;
  requests: RequestLog;
  inbound: InboundMails;
  /** Sends events about the portal's own mail. */
  outcomes: Webhooks;
  stripe: StripeSandbox;
};

/** Interval at which overdue sessions are expired; a request for one expires it sooner. */
const EXPIRY_MS = 1_000;

/** All sandboxes with empty state. `app.request(…)` calls them without a server. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const now = options.now ?? Date.now;
  const outcomes = new Webhooks(options.deliveries ? (options.inbound ?? {}) : {});
  const mailbox = new Mailbox(now, (mail) => {
    if (!mail.scheduled_at) outcomes.tell(...outcomesOf(mail).map((outcome) => deliveryEvent(mail, outcome, now())));
  });
  const faults = new Faults();
  const requests = new RequestLog();
  const stripe = new StripeSandbox({
    accounts: options.stripeAccounts ?? [],
    now,
    origin: options.publicUrl ?? "http://127.0.0.1:3900",
    webhooks: options.webhooks ?? {},
    ...(options.stripeStateFile ? { stateFile: options.stripeStateFile } : {}),
  });

  const inbound = new InboundMails(options.inbound ?? {}, now, options.publicUrl ?? "http://127.0.0.1:3900");

  const app = new Hono<SandboxEnv>();
  app.get("/", (c) => renderPage(c, indexPage(stripe, options.clockFile)));
  app.get("/favicon.ico", (c) => c.body(null, 204));
  app.get("/requests.json", (c) => {
    c.header("cache-control", "no-store");
    return c.json(requests.list());
  });
  app.route("/", createInbox(mailbox, faults, inbound, outcomes.isOn));
  app.route("/", createDeliveryRoutes(mailbox, outcomes, now));
  app.get("/quotes/:number", (c) => renderPage(c, quotePage(c)));
  if (options.clockFile !== undefined) app.route("/", createClock(options.clockFile));
  app.route("/", createControls(stripe));
  app.route("/", createCheckout(stripe));

  // After the routes above, which are not part of the APIs: only API requests are logged.
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (c) => c.json(new ResendError(413, "validation_error", "The request is larger than 40 MB.").body(), 413),
    }),
    logRequests(requests, now),
  );
  app.route("/", createStripeApi({ stripe, beforeStore: options.beforeSessionStored ?? (async () => {}) }));
  app.route(
    "/",
    createResendApi({
      mailbox,
      inbound,
      faults,
      idempotencyKeys: new IdempotencyKeys(now),
      beforeStore: options.beforeStore ?? (async () => {}),
    }),
  );
  app.notFound((c) => c.json(endpointNotFound().body(), 404));

  return { app, mailbox, faults, requests, inbound, outcomes, stripe };
}

export type RunningSandbox = Sandbox & { url: string; close: () => Promise<void> };

/** Starts a server with new sandboxes; port 0 takes a free one. Rejects with Node's error when it cannot listen. */
export function startSandbox(
  address: { port: number; host: string },
  options?: SandboxOptions,
): Promise<RunningSandbox> {
  const sandbox = createSandbox(options);
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: sandbox.app.fetch, port: address.port, hostname: address.host }, (info) => {
      const host = address.host.includes(":") ? `[${address.host}]` : address.host;
      const url = `http://${host}:${info.port}`;
      if (!options?.publicUrl) {
        sandbox.stripe.origin = url;
        sandbox.inbound.origin = url;
      }
      const expiry = setInterval(() => sandbox.stripe.expireOverdue(), EXPIRY_MS).unref();
      resolve({
        ...sandbox,
        url,
        close: async () => {
          clearInterval(expiry);
          await Promise.all([
            close(server as Server),
            sandbox.stripe.webhooks.close(),
            sandbox.inbound.close(),
            sandbox.outcomes.close(),
          ]);
        },
      });
    });
    server.once("error", reject);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
