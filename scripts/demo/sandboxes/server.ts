import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
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
  /** Where mail to the portal is told of; nowhere unless given. */
  inbound?: InboundOptions;
  /** Tell at the same place what becomes of the portal's own mail. */
  deliveries?: boolean;
  /** File that keeps the sandbox of Stripe's memory over a restart; without one it begins empty. */
  stripeStateFile?: string;
  /** Origin at which browsers reach the sandboxes; where they listen unless given. */
  publicUrl?: string;
};

export type Sandbox = {
  app: Hono<SandboxEnv>;
  mailbox: Mailbox;
  faults: Faults;
  requests: RequestLog;
  inbound: InboundMails;
  /** What tells of the portal's own mail. */
  outcomes: Webhooks;
  stripe: StripeSandbox;
};

/** How often sessions that are over expire by themselves; whoever asks for one finds it expired sooner. */
const EXPIRY_MS = 1_000;

/** All sandboxes with an empty memory. `app.request(…)` calls them without a server. */
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
  app.get("/", (c) => renderPage(c, indexPage(stripe)));
  app.get("/favicon.ico", (c) => c.body(null, 204));
  app.get("/requests.json", (c) => {
    c.header("cache-control", "no-store");
    return c.json(requests.list());
  });
  app.route("/", createInbox(mailbox, faults, inbound, outcomes.isOn));
  app.route("/", createDeliveryRoutes(mailbox, outcomes, now));
  app.get("/quotes/:number", (c) => renderPage(c, quotePage(c)));
  app.route("/", createControls(stripe));
  app.route("/", createCheckout(stripe));

  // Only what the routes above leave over is an API request.
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

/** Serves new sandboxes; port 0 takes a free one. Rejects with Node's error when the address cannot be had. */
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
