import { z } from "zod";
import { parseAccounts, type StripeAccountOptions } from "@/scripts/demo/sandboxes/stripe/accounts";
import { startSandbox } from "./server";

const environment = z
  .object({
    SANDBOX_PORT: z.coerce.number().int().min(1).max(65_535).default(3900),
    HOST: z.string().min(1).default("127.0.0.1"),
    /** Origin at which browsers reach the sandboxes, where it differs from the address they listen on. */
    SANDBOX_PUBLIC_URL: z
      .url({ protocol: /^https?$/ })
      .transform((url) => new URL(url).origin)
      .optional(),
    /** Stripe's accounts as JSON: a list of {brand, name, secretKey, webhookSecret, webhookUrl}. */
    SANDBOX_STRIPE_ACCOUNTS: z.string().default("[]").transform(readAccounts),
    /** Address of the portal's webhook for mail, and the secret that signs it. */
    SANDBOX_RESEND_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
    SANDBOX_RESEND_WEBHOOK_SECRET: z.string().startsWith("whsec_").optional(),
    /** File that keeps payments across restarts. */
    SANDBOX_STRIPE_STATE: z.string().min(1).optional(),
    /** File that the portal's processes follow with their business time. */
    PORTAL_CLOCK_FILE: z.string().min(1).optional(),
  })
  .safeParse(process.env);

function stop(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

if (!environment.success) {
  stop(
    environment.error.issues.some(({ path }) => path[0] === "SANDBOX_STRIPE_ACCOUNTS")
      ? "SANDBOX_STRIPE_ACCOUNTS needs to be a JSON list of accounts with brand, secretKey, webhookSecret and webhookUrl."
      : "SANDBOX_PORT needs to be a port number from 1 to 65535, HOST may not be empty, SANDBOX_PUBLIC_URL and SANDBOX_RESEND_WEBHOOK_URL are addresses, and SANDBOX_RESEND_WEBHOOK_SECRET begins with whsec_.",
  );
}
const { SANDBOX_PORT: port, HOST: host, SANDBOX_PUBLIC_URL: publicUrl } = environment.data;
const { SANDBOX_STRIPE_ACCOUNTS: stripeAccounts, SANDBOX_STRIPE_STATE: stripeStateFile } = environment.data;
const { SANDBOX_RESEND_WEBHOOK_URL: webhookUrl, SANDBOX_RESEND_WEBHOOK_SECRET: webhookSecret } = environment.data;
const options = {
  publicUrl,
  stripeAccounts,
  stripeStateFile,
  inbound: { webhookUrl, webhookSecret },
  deliveries: true,
  ...(environment.data.PORTAL_CLOCK_FILE ? { clockFile: environment.data.PORTAL_CLOCK_FILE } : {}),
};

const sandbox = await startSandbox({ port, host }, options).catch((error: NodeJS.ErrnoException) =>
  stop(
    error.code === "EADDRINUSE"
      ? `Port ${port} is taken. Set SANDBOX_PORT to a free port for the sandboxes.`
      : `The sandboxes cannot listen on ${host}:${port} (${error.code ?? error.message}).`,
  ),
);
console.log(`Sandboxes listen on ${sandbox.url} (mail: ${sandbox.url}/mail)`);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    sandbox.close().finally(() => process.exit(0));
  });
}

/** A list of accounts, or an issue that does not repeat their secrets. */
function readAccounts(text: string, context: z.RefinementCtx): StripeAccountOptions[] {
  try {
    return parseAccounts(JSON.parse(text));
  } catch {
    context.addIssue({ code: "custom", message: "is no list of accounts" });
    return z.NEVER;
  }
}
