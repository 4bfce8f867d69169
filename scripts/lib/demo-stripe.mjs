import path from "node:path";
import { StartError } from "./errors.mjs";

/** The brands of the demo, each with an account at Stripe's sandbox. */
const BRANDS = { cimsoft: "Cimsoft", insource: "InSource" };

/**
 * The shell's variables without those of Stripe: the demo has accounts of its own at the sandbox. A live key anywhere
 * ends the start, as it would end every process of the demo (lib/env.ts).
 * @param {NodeJS.ProcessEnv} shell
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutStripe(shell) {
  const live = Object.keys(shell).filter((name) => /^(sk|rk|pk)_live_/.test(shell[name] ?? ""));
  if (live.length > 0) throw new StartError(`The demo refuses live keys: ${live.join(", ")}. Unset them first.`);
  return Object.fromEntries(
    Object.entries(shell).filter(([name]) => !/^(STRIPE_|SANDBOX_STRIPE_|SANDBOX_PUBLIC_URL$)/.test(name)),
  );
}

/** File in a data folder that keeps the sandbox's payments across restarts, as the database keeps the portal's side. */
export const STRIPE_STATE = "stripe.jsonl";

/** Names of the webhook secrets that a data folder keeps. */
export const webhookSecretNames = Object.keys(BRANDS).map((brand) => `STRIPE_WEBHOOK_SECRET_${brand.toUpperCase()}`);

/**
 * What the portal and the sandbox need to know of each other.
 * @param {string} data The data folder.
 * @param {Record<string, string>} secrets Those of `webhookSecretNames`.
 * @param {string} sandbox Origin of the sandbox.
 * @param {string} portal Origin at which the portal listens.
 * @returns {{ portal: Record<string, string>, sandbox: Record<string, string> }} Environments of either.
 */
export function demoStripe(data, secrets, sandbox, portal) {
  const accounts = Object.entries(BRANDS).map(([brand, name]) => ({
    brand,
    name,
    secretKey: `sk_test_demo_${brand}`,
    webhookSecret: secrets[`STRIPE_WEBHOOK_SECRET_${brand.toUpperCase()}`],
    webhookUrl: `${portal}/api/stripe/webhook/${brand}`,
  }));
  return {
    portal: {
      STRIPE_BASE_URL: sandbox,
      STRIPE_CHECKOUT_ORIGIN: sandbox,
      ...Object.fromEntries(
        accounts.map(({ brand, secretKey }) => [`STRIPE_SECRET_KEY_${brand.toUpperCase()}`, secretKey]),
      ),
    },
    sandbox: {
      SANDBOX_PUBLIC_URL: sandbox,
      SANDBOX_STRIPE_ACCOUNTS: JSON.stringify(accounts),
      SANDBOX_STRIPE_STATE: path.join(data, STRIPE_STATE),
    },
  };
}
