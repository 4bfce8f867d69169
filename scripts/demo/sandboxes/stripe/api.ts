import { setTimeout as delay } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Context, Hono } from "hono";
import Stripe from "stripe";
import { z } from "zod";
import type { SandboxEnv } from "@/scripts/demo/sandboxes/resend/api";
import { SLOW_ANSWER_MS } from "@/scripts/demo/sandboxes/resend/faults";
import type { StripeAccount } from "./account";
import { badRequest, noSuch, StripeApiError, unknownUrl } from "./errors";
import { checkPaths, expand } from "./expand";
import { decodeForm, type FormObject } from "./form";
import { newId } from "./ids";
import { listPage, listSchemas } from "./lists";
import { parseParams } from "./params";
import { expireSession } from "./payments";
import type { StripeSandbox } from "./sandbox";
import { parseSessionParams } from "./session-params";

export type StripeApiParts = {
  stripe: StripeSandbox;
  /** Awaited before a session is stored, so that a test can hold a request in progress. */
  beforeStore: () => Promise<void>;
};

type Call = { account: StripeAccount; params: FormObject; id: string; requestId: string; key: string | null };
type Handler = (call: Call) => object | Promise<object>;

const expandOnly = z.strictObject({ expand: z.array(z.string()).optional() });

/** The calls of Stripe's API that the portal makes. */
export function createStripeApi({ stripe, beforeStore }: StripeApiParts): Hono<SandboxEnv> {
  const api = new Hono<SandboxEnv>();

  api.onError((error, c) => {
    if (error instanceof StripeApiError) return c.json(error.body(), error.status);
    console.error(error);
    return c.json(new StripeApiError(500, "An unknown error occurred.", { type: "api_error" }).body(), 500);
  });

  const get = (path: string, handler: Handler) =>
    api.get(path, (c) => answer(stripe, c, async (call) => ({ text: JSON.stringify(await handler(call), null, 2) })));

  const post = (path: string, handler: Handler) =>
    api.post(path, (c) =>
      answer(stripe, c, async (call, body) => {
        const request = { path: c.req.path, body };
        const { answer: text, replayed } = await call.account.idempotencyKeys.run(
          c.req.header("idempotency-key"),
          request,
          async () => handler(call),
        );
        return { text, replayed };
      }),
    );

  post("/v1/checkout/sessions", async ({ account, params }) => {
    const session = parseSessionParams(params, account.now());
    checkPaths(account, "checkout.session", session.expand ?? []);
    await beforeStore();
    return expand(account, account.addSession(session, stripe.origin), session.expand ?? []);
  });
  post("/v1/checkout/sessions/:id/expire", ({ account, params, id, requestId, key }) => {
    const { expand: paths = [] } = parseParams(expandOnly, params);
    const session = find(account.sessions, "checkout.session", id);
    expand(account, session, paths);
    expireSession(account, session, { id: requestId, idempotency_key: key });
    return expand(account, session, paths);
  });

  const retrieve = (path: string, label: string, objects: (account: StripeAccount) => ReadonlyMap<string, Listable>) =>
    get(`${path}/:id`, ({ account, params, id }) => {
      const { expand: paths = [] } = parseParams(expandOnly, params);
      return expand(account, find(objects(account), label, id), paths);
    });
  const list = (
    path: string,
    label: string,
    schema: (typeof listSchemas)[keyof typeof listSchemas],
    objects: (account: StripeAccount) => ReadonlyMap<string, Listable>,
  ) =>
    get(path, ({ account, params }) => {
      const page = listPage(objects(account).values(), { url: path, label, params, schema, fits });
      const { params: given, ...answer } = page;
      const paths = (given.expand ?? []).map((name) => {
        if (name.startsWith("data.")) return name.slice("data.".length);
        throw badRequest(`This property cannot be expanded (${name}).`, { param: "expand" });
      });
      return { ...answer, data: answer.data.map((entry) => expand(account, entry, paths)) };
    });

  list("/v1/checkout/sessions", "checkout.session", listSchemas.sessions, (account) => account.sessions);
  retrieve("/v1/checkout/sessions", "checkout.session", (account) => account.sessions);
  list("/v1/payment_intents", "payment_intent", listSchemas.intents, (account) => account.intents);
  retrieve("/v1/payment_intents", "payment_intent", (account) => account.intents);
  list("/v1/charges", "charge", listSchemas.charges, (account) => account.charges);
  retrieve("/v1/charges", "charge", (account) => account.charges);
  list("/v1/refunds", "refund", listSchemas.money, (account) => account.refunds);
  retrieve("/v1/refunds", "refund", (account) => account.refunds);
  list("/v1/disputes", "dispute", listSchemas.money, (account) => account.disputes);
  retrieve("/v1/disputes", "dispute", (account) => account.disputes);
  list("/v1/events", "event", listSchemas.events, (account) => account.events);
  retrieve("/v1/events", "event", (account) => account.events);

  api.all("/v1/*", (c) => {
    c.header("request-id", newId("req_"));
    authenticate(c, stripe);
    throw unknownUrl(c.req.method, c.req.path);
  });
  return api;
}

/** Answers a call as Stripe does: version, idempotency and the faults that a test has asked for. */
async function answer(
  stripe: StripeSandbox,
  c: Context<SandboxEnv>,
  run: (call: Call, body: string) => Promise<{ text: string; replayed?: boolean }>,
): Promise<Response> {
  const requestId = newId("req_");
  c.header("request-id", requestId);
  c.header("stripe-version", Stripe.API_VERSION);
  const key = c.req.header("idempotency-key");
  if (key) c.header("idempotency-key", key);
  const fault = stripe.faults.take();
  if (fault === "unreachable") return cutConnection(c);
  if (fault === "error-500") {
    throw new StripeApiError(500, "An error occurred on Stripe's side.", { type: "api_error" });
  }
  if (fault === "rate-limit") {
    const message =
      "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.";
    throw new StripeApiError(429, message, { code: "rate_limit" });
  }
  const account = authenticate(c, stripe);
  stripe.expireOverdue();
  const body = await c.req.text();
  const params = c.req.method === "GET" ? decodeForm(new URL(c.req.url).search.slice(1)) : readBody(c, body);
  const id = c.req.param("id") ?? "";
  if (fault === "slow") await delay(SLOW_ANSWER_MS, undefined, { ref: false });
  const { text, replayed } = await run({ account, params, id, requestId, key: key ?? null }, body);
  if (fault === "timeout-after-accept") return cutConnection(c);
  if (replayed) c.header("idempotent-replayed", "true");
  return c.body(text, 200, { "content-type": "application/json" });
}

type Listable = { id: string; object: string; created: number };

/** Whether the object has the value of each parameter that filters by a property of the same name. */
function fits(entry: Listable, params: object): boolean {
  const given = params as Record<string, unknown>;
  const values = entry as Record<string, unknown>;
  const { types } = given;
  if (Array.isArray(types) && !types.includes(values.type)) return false;
  return ["payment_intent", "charge", "status", "type"].every(
    (name) => given[name] === undefined || given[name] === values[name],
  );
}

function find<T>(objects: ReadonlyMap<string, T>, label: string, id: string): T {
  const found = objects.get(id);
  if (!found) throw noSuch(label, id, label === "payment_intent" ? "intent" : "id");
  return found;
}

function authenticate(c: Context<SandboxEnv>, stripe: StripeSandbox): StripeAccount {
  const key = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (!key) {
    throw new StripeApiError(
      401,
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  const account = stripe.accountByKey(key);
  if (!account) throw new StripeApiError(401, `Invalid API Key provided: ${key.slice(0, 8)}****${key.slice(-4)}`);
  const version = c.req.header("stripe-version");
  if (version !== Stripe.API_VERSION) {
    throw badRequest(`Invalid Stripe API version: ${version ?? "(none)"}. The sandbox speaks ${Stripe.API_VERSION}.`);
  }
  return account;
}

function readBody(c: Context<SandboxEnv>, body: string): FormObject {
  const type = c.req.header("content-type") ?? "";
  if (body !== "" && !type.startsWith("application/x-www-form-urlencoded")) {
    throw badRequest(
      `The Content-Type provided in the request, ${type}, is not supported. Use application/x-www-form-urlencoded.`,
    );
  }
  return decodeForm(body);
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
