import { createServer, type Server } from "node:http";
import Stripe from "stripe";
import { type RunningSandbox, type SandboxOptions, startSandbox } from "@/scripts/demo/sandboxes/server";

export const WEBHOOK_SECRETS = { cimsoft: "whsec_cimsoft_only", insource: "whsec_insource_only" } as const;
type Brand = keyof typeof WEBHOOK_SECRETS;

export const RETURN_TO = "http://cimsoft.localhost:3000/invoices/payments/CP-7K2M9QX4RT";

/** Smallest parameters of a session, to be spread. */
export const SESSION = {
  mode: "payment",
  line_items: [
    {
      quantity: 1,
      price_data: { currency: "usd", unit_amount: 125_000, product_data: { name: "Invoice INV-1001" } },
    },
  ],
  allowed_payment_method_types: ["card", "us_bank_account"],
  success_url: `${RETURN_TO}?checkout=done`,
  cancel_url: `${RETURN_TO}?checkout=left`,
  client_reference_id: "CP-7K2M9QX4RT",
  customer_email: "ap.clerk@keystone.example",
  metadata: { payment_id: "0193" },
  payment_intent_data: { metadata: { payment_id: "0193" }, description: "CP-7K2M9QX4RT Keystone Foods" },
} as const satisfies Stripe.Checkout.SessionCreateParams;

/** A webhook as received by the test's server. */
type Received = { brand: Brand; event: Stripe.Event; signature: string; body: string };

/**
 * Stripe's sandbox with an account for each brand, the real SDK for each, and a server that receives the webhooks and
 * answers with the next status of `answers` (200 when it is empty).
 */
export async function startStripe(options: SandboxOptions = {}) {
  const received: Received[] = [];
  const answers: number[] = [];
  const portal = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      const brand = request.url === "/insource" ? "insource" : "cimsoft";
      const signature = String(request.headers["stripe-signature"]);
      const event = Stripe.webhooks.constructEvent(body, signature, WEBHOOK_SECRETS[brand]);
      received.push({ brand, event, signature, body });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => portal.listen(0, "127.0.0.1", resolve));
  const portalUrl = `http://127.0.0.1:${portOf(portal)}`;
  const sandbox = await startSandbox(
    { port: 0, host: "127.0.0.1" },
    {
      stripeAccounts: (["cimsoft", "insource"] as const).map((brand) => ({
        brand,
        secretKey: `sk_test_${brand}`,
        webhookSecret: WEBHOOK_SECRETS[brand],
        webhookUrl: `${portalUrl}/${brand}`,
      })),
      webhooks: { pausesMs: [1, 1], awayPausesMs: [] },
      ...options,
    },
  );
  const cimsoft = sdk(sandbox, "sk_test_cimsoft");
  const press = (session: { id: string }, button: "card" | "decline" | "bank-debit" | "cancel") =>
    fetch(`${sandbox.url}/checkout/${session.id}/${button}`, { method: "POST", redirect: "manual" });
  const types = async () => {
    await sandbox.stripe.webhooks.idle();
    return received.map(({ event }) => event.type);
  };
  return {
    sandbox,
    received,
    answers,
    cimsoft,
    insource: sdk(sandbox, "sk_test_insource"),
    /** Types of the webhooks received so far, once none is being sent any more. */
    types,
    /** Clicks a button of the hosted page; redirects are not followed. */
    press,
    /** A paid session, its payment intent, and the types of its webhooks, which are cleared. */
    paid: async (button: "card" | "bank-debit" = "card") => {
      const session = await cimsoft.checkout.sessions.create(SESSION);
      await press(session, button);
      const begun = await types();
      received.length = 0;
      return { session, intent: intentOf(await cimsoft.checkout.sessions.retrieve(session.id)), begun };
    },
    /** Calls a control with a JSON body. */
    control: async (path: string, body?: unknown) => {
      const response = await fetch(`${sandbox.url}/stripe/${path}`, {
        method: "POST",
        ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      });
      const json: unknown = await response.json();
      return { status: response.status, body: json };
    },
    close: async () => {
      await sandbox.close();
      portal.closeAllConnections();
      await new Promise((resolve) => portal.close(resolve));
    },
  };
}

export function sdk(sandbox: Pick<RunningSandbox, "url">, key: string): Stripe {
  const { hostname, port } = new URL(sandbox.url);
  return new Stripe(key, {
    host: hostname,
    port,
    protocol: "http",
    timeout: 5_000,
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** The id of a session's payment intent, expanded or not. */
export function intentOf(session: Stripe.Checkout.Session): string {
  const { payment_intent: intent } = session;
  if (intent === null) throw new Error("nobody has begun to pay");
  return typeof intent === "string" ? intent : intent.id;
}
