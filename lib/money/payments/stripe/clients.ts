import Stripe from "stripe";
import { env } from "@/lib/env";
import { watchedClient } from "./watched-client";

/** For one request. With the client's own retries a person waits at most half a minute. */
const TIMEOUT_MS = 10_000;
const RETRIES = 2;

const clients = new Map<string, Stripe>();

/** Whether the brand has an account of its own at Stripe. A brand without one takes no payments. */
export function takesPayments(brandKey: string): boolean {
  return Object.hasOwn(env().stripe, brandKey);
}

/** Whether the brand's key is one of Stripe's test mode. False without an account. */
export function isTestAccount(brandKey: string): boolean {
  return /^[sr]k_test_/.test(env().stripe[brandKey]?.secretKey ?? "");
}

/** The client for the brand's own account, one per process; null if the brand has no account. */
export function stripeFor(brandKey: string): Stripe | null {
  const account = takesPayments(brandKey) ? env().stripe[brandKey] : undefined;
  if (!account) return null;
  const known = clients.get(brandKey);
  if (known) return known;
  const client = new Stripe(account.secretKey, {
    // The version is pinned: the form of Stripe's objects follows the SDK that reads them and not the account's
    // settings.
    apiVersion: Stripe.API_VERSION,
    timeout: TIMEOUT_MS,
    maxNetworkRetries: RETRIES,
    telemetry: false,
    httpClient: watchedClient(brandKey),
    ...addressOf(env().STRIPE_BASE_URL),
  });
  clients.set(brandKey, client);
  return client;
}

function addressOf(baseUrl: string | undefined): Pick<Stripe.StripeConfig, "host" | "port" | "protocol"> {
  if (!baseUrl) return {};
  const { protocol, hostname, port } = new URL(baseUrl);
  const secure = protocol === "https:";
  // Node's client takes an IPv6 address without the brackets of a URL.
  const host = hostname.replace(/^\[|\]$/g, "");
  return { host, port: port || (secure ? "443" : "80"), protocol: secure ? "https" : "http" };
}
