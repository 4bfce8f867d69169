import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { indexPage } from "@/tests/sandbox/index-page";
import { renderPage } from "@/tests/sandbox/page";
import { logRequests, RequestLog } from "@/tests/sandbox/requests";
import { createResendApi, type SandboxEnv } from "@/tests/sandbox/resend/api";
import { endpointNotFound, ResendError } from "@/tests/sandbox/resend/errors";
import { Faults } from "@/tests/sandbox/resend/faults";
import { IdempotencyKeys } from "@/tests/sandbox/resend/idempotency";
import { createInbox } from "@/tests/sandbox/resend/inbox";
import { Mailbox } from "@/tests/sandbox/resend/mailbox";

const MAX_BODY_BYTES = 40 * 1024 * 1024;

export type SandboxOptions = {
  /** Milliseconds since the epoch; the machine's clock unless a test passes another. */
  now?: () => number;
  /** Awaited before a mail is stored, so that a test can hold a send in progress. */
  beforeStore?: () => Promise<void>;
};

export type Sandbox = { app: Hono<SandboxEnv>; mailbox: Mailbox; faults: Faults; requests: RequestLog };

/** All stand-ins with an empty memory. `app.request(…)` calls them without a server. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const now = options.now ?? Date.now;
  const mailbox = new Mailbox(now);
  const faults = new Faults();
  const requests = new RequestLog();

  const app = new Hono<SandboxEnv>();
  app.get("/", (c) => renderPage(c, indexPage()));
  app.get("/favicon.ico", (c) => c.body(null, 204));
  app.get("/requests.json", (c) => {
    c.header("cache-control", "no-store");
    return c.json(requests.list());
  });
  app.route("/", createInbox(mailbox, faults));

  // Only what the routes above leave over is an API request.
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (c) => c.json(new ResendError(413, "validation_error", "The request is larger than 40 MB.").body(), 413),
    }),
    logRequests(requests, now),
  );
  app.route(
    "/",
    createResendApi({
      mailbox,
      faults,
      idempotencyKeys: new IdempotencyKeys(now),
      beforeStore: options.beforeStore ?? (async () => {}),
    }),
  );
  app.notFound((c) => c.json(endpointNotFound().body(), 404));

  return { app, mailbox, faults, requests };
}

export type RunningSandbox = Sandbox & { url: string; close: () => Promise<void> };

/** Serves new stand-ins; port 0 takes a free one. Rejects with Node's error when the address cannot be had. */
export function startSandbox(
  address: { port: number; host: string },
  options?: SandboxOptions,
): Promise<RunningSandbox> {
  const sandbox = createSandbox(options);
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: sandbox.app.fetch, port: address.port, hostname: address.host }, (info) => {
      const host = address.host.includes(":") ? `[${address.host}]` : address.host;
      resolve({ ...sandbox, url: `http://${host}:${info.port}`, close: () => close(server as Server) });
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
