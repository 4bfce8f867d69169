import { z } from "zod";
import { type Pager, readPagers } from "@/lib/kit/pagers";
import { readStripeAccounts, type StripeAccount } from "@/lib/kit/stripe-accounts";

const databaseAddress = z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// address" });
const secret = z.string().min(32, "must have at least 32 characters");

/**
 * Reads `cimsoft=https://portal.cimsoft.com,insource=https://…` into origins by brand key. A brand that is named again
 * gets a further host. Links are built with the first.
 */
function parseOrigins(text: string, context: z.RefinementCtx): Record<string, string[]> {
  const origins: Record<string, string[]> = {};
  for (const pair of text.split(",").map((part) => part.trim())) {
    const match = /^([a-z][a-z0-9-]*)=(https?:\/\/[^/\s]+)\/?$/.exec(pair);
    const [, key, origin] = match ?? [];
    if (!key || !origin || !URL.canParse(origin)) {
      context.addIssue({ code: "custom", message: `"${pair}" is not brand=https://host` });
      continue;
    }
    origins[key] = [...(origins[key] ?? []), new URL(origin).origin];
  }
  return origins;
}

/** Faults with which no deployment may start, as pairs of a variable and a sentence. */
function* faults(env: z.output<typeof variables>): Generator<[string, string]> {
  const byHost = new Map<string, string>();
  for (const [brand, origins] of Object.entries(env.PORTAL_ORIGINS ?? {})) {
    for (const origin of origins) {
      const { protocol, hostname } = new URL(origin);
      if (protocol === "http:" && !isLocalOrigin(origin)) {
        yield ["PORTAL_ORIGINS", `${brand} has ${origin}: plain http is for localhost only, use https`];
      }
      if (env.PORTAL_DEMO && !isLocalOrigin(origin)) {
        yield ["PORTAL_DEMO", `the demo runs on localhost and *.localhost only, not on ${origin}`];
      }
      if (protocol !== new URL(origins[0] ?? origin).protocol) {
        yield ["PORTAL_ORIGINS", `${brand} mixes http and https: cookies are made for one of them`];
      }
      const other = byHost.get(hostname);
      if (other) yield ["PORTAL_ORIGINS", `${hostname} is named twice: a host belongs to one brand`];
      byHost.set(hostname, brand);
    }
  }
  yield* filesFaults(env, byHost);
  if (!env.DATABASE_URL && !env.DATABASE_WEB_URL) {
    yield ["DATABASE_URL", "is the database's address for worker and commands, DATABASE_WEB_URL for the web process"];
  }
  if (env.AUTH_SECRET === env.MAIL_TOKEN_KEY) yield ["MAIL_TOKEN_KEY", "must differ from AUTH_SECRET"];
  const mailHost = env.RESEND_BASE_URL;
  if (mailHost?.startsWith("http://") && !isLoopback(mailHost)) {
    yield ["RESEND_BASE_URL", "carries keys and links: use https unless it is on this machine"];
  }
  if (env.INBOUND_MAIL_DOMAIN && !env.RESEND_WEBHOOK_SECRET) {
    yield ["RESEND_WEBHOOK_SECRET", "signs what arrives at INBOUND_MAIL_DOMAIN: set both to take replies by mail"];
  }
  if (env.INBOUND_MAIL_DOMAIN && !env.RESEND_API_KEY) {
    yield ["RESEND_API_KEY", "is needed to fetch what arrives at INBOUND_MAIL_DOMAIN"];
  }
  const payHost = env.STRIPE_BASE_URL;
  if (payHost?.startsWith("http://") && !isLoopback(payHost)) {
    yield ["STRIPE_BASE_URL", "carries keys: use https unless it is on this machine"];
  }
  const checkout = env.STRIPE_CHECKOUT_ORIGIN;
  if (checkout.startsWith("http://") && !isLoopback(checkout)) {
    yield ["STRIPE_CHECKOUT_ORIGIN", "is where people pay: use https unless it is on this machine"];
  }
  if (env.PORTAL_CLOCK_OFFSET_MS !== 0 && !env.PORTAL_DEMO) {
    yield ["PORTAL_CLOCK_OFFSET_MS", "the clock is moved in the demo only (PORTAL_DEMO=1)"];
  }
  if (env.PORTAL_CLOCK_FILE !== undefined && !env.PORTAL_DEMO) {
    yield ["PORTAL_CLOCK_FILE", "the clock is moved in the demo only (PORTAL_DEMO=1)"];
  }
  if (env.NODE_ENV === "production" && env.TRUSTED_PROXY_HOPS === undefined) {
    yield [
      "TRUSTED_PROXY_HOPS",
      "say how many proxies of your own add to X-Forwarded-For, or write 0 if there are none: limits by network address depend on it",
    ];
  }
  if (!env.PORTAL_DEMO) return;
  if (!env.PORTAL_ORIGINS) yield ["PORTAL_DEMO", "the demo needs PORTAL_ORIGINS, all of them on localhost"];
  if (env.RESEND_API_KEY && !(mailHost && isLoopback(mailHost))) {
    yield ["PORTAL_DEMO", "the demo sends to the sandbox only: set RESEND_BASE_URL to this machine"];
  }
  if (payHost ? !isLoopback(payHost) : env.hasStripe) {
    yield ["PORTAL_DEMO", "the demo pays at the sandbox only: set STRIPE_BASE_URL to this machine"];
  }
}

/** `byHost`: the brands by their host names. */
function* filesFaults(
  env: z.output<typeof variables>,
  byHost: ReadonlyMap<string, string>,
): Generator<[string, string]> {
  if (!env.FILES_ORIGIN) return;
  const { protocol, hostname } = new URL(env.FILES_ORIGIN);
  if (protocol === "http:" && !isLocalOrigin(env.FILES_ORIGIN)) {
    yield ["FILES_ORIGIN", "carries what people attach: use https unless it is on this machine"];
  }
  if (env.PORTAL_DEMO && !isLocalOrigin(env.FILES_ORIGIN)) {
    yield ["PORTAL_DEMO", `the demo runs on localhost and *.localhost only, not on ${env.FILES_ORIGIN}`];
  }
  if (byHost.has(hostname)) yield ["FILES_ORIGIN", `${hostname} is a brand's: files need a host of their own`];
}

/** Whether the address is on this machine, by name or by number. */
function isLoopback(url: string): boolean {
  return isLocalOrigin(url) || /^(127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname);
}

/** Whether the host is a loopback name that browsers resolve to this machine. */
function isLocalOrigin(origin: string): boolean {
  const { hostname } = new URL(origin);
  return hostname === "localhost" || hostname.endsWith(".localhost");
}

const variables = z.object({
  NODE_ENV: z.string().default("development"),
  /** The owner's login: of worker and commands. */
  DATABASE_URL: databaseAddress.optional(),
  /** A login that owns nothing: the web process has no other. */
  DATABASE_WEB_URL: databaseAddress.optional(),
  DATABASE_POOL_MAX: z.coerce.number().int().min(1).max(200).default(10),
  DATABASE_PREPARE: z.enum(["on", "off"], { error: "takes on or off" }).default("on"),
  PORTAL_ROLE_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,30}$/, "takes lower-case letters, digits and _")
    .default("portal"),
  PORTAL_ORIGINS: z.string().transform(parseOrigins).optional(),
  PORTAL_DEMO: z.literal("1").optional(),
  PORTAL_CLOCK_OFFSET_MS: z.coerce.number().int().default(0),
  PORTAL_CLOCK_FILE: z.string().min(1).optional(),
  AUTH_SECRET: secret,
  AUTH_SECRET_PREVIOUS: secret.optional(),
  MAIL_TOKEN_KEY: secret,
  RESEND_API_KEY: z.string().min(1).optional(),
  RESEND_BASE_URL: z.url().optional(),
  /** The name that our receiving mail server signs its checks of senders with. Resend receives through Amazon SES. */
  INBOUND_AUTHSERV_ID: z.string().trim().toLowerCase().min(1).default("amazonses.com"),
  /**
   * Domain whose mail Resend receives for us: `reply+<token>@…` answers a case or a request. Without it mails cannot be
   * answered.
   */
  INBOUND_MAIL_DOMAIN: z
    .string()
    .toLowerCase()
    .regex(
      /^(?=.{4,190}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
      "is a host name such as reply.example.com",
    )
    .optional(),
  /** Secret with which Resend signs its webhooks about received mail and about what became of sent mail. */
  RESEND_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, "begins with whsec_, as Resend shows it")
    .optional(),
  /**
   * The bearer token with which a monitor reads the figures at the health addresses. Without it nobody can read them.
   */
  HEALTH_TOKEN: z.string().min(32, "is at least 32 characters long").optional(),
  /** Address of the sandbox; without it Stripe's own address is used. */
  STRIPE_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Origin of Checkout's pages, to which **Pay** may lead. A Stripe account may have its own domain for them. */
  STRIPE_CHECKOUT_ORIGIN: z
    .url({ protocol: /^https?$/ })
    .transform((url) => new URL(url).origin)
    .default("https://checkout.stripe.com"),
  /** Set by parseEnv. */
  hasStripe: z.boolean().default(false),
  /** Folder for attached files. lib/files/storage/configured.ts has the default. */
  FILES_DIR: z.string().min(1).optional(),
  /**
   * An origin that serves files alone and gets no cookie of a brand. If unset, files come from the brands' own origins.
   */
  FILES_ORIGIN: z
    .url({ protocol: /^https?$/ })
    .refine((url) => new URL(url).href === `${new URL(url).origin}/`, "is a scheme and a host, without a path")
    .transform((url) => new URL(url).origin)
    .optional(),
  /** Host of a clamd that scans files over TCP; without it files are not scanned. */
  CLAMD_HOST: z.string().min(1).optional(),
  CLAMD_PORT: z.coerce.number().int().min(1).max(65_535).default(3310),
  /** Required in production: see faults. */
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).optional(),
});

const schema = variables.superRefine((env, context) => {
  for (const [path, message] of faults(env)) context.addIssue({ code: "custom", path: [path], message });
});

export type Env = Omit<z.infer<typeof schema>, "hasStripe" | "TRUSTED_PROXY_HOPS"> & {
  readonly TRUSTED_PROXY_HOPS: number;
  /** Stripe accounts by brand key; a brand without one takes no payments. */
  readonly stripe: Readonly<Record<string, StripeAccount>>;
  /** Pagers of who is on call, by brand key; a brand without one calls by mail and notice alone. */
  readonly pagers: Readonly<Record<string, Pager>>;
};

/**
 * Reads an environment. Throws one Error that names every wrong variable and the reason, but never the value of a
 * secret. An empty string counts as not set.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const { accounts, faults } = readStripeAccounts(source);
  const { pagers, faults: pagerFaults } = readPagers(source);
  faults.push(...pagerFaults);
  const result = schema.safeParse({ ...given, hasStripe: Object.keys(accounts).length > 0 });
  const live = Object.keys(given).filter((name) => /^(sk|rk|pk)_live_/.test(given[name] ?? ""));
  if (result.success && result.data.PORTAL_DEMO && live.length) {
    throw new Error(`The demo (PORTAL_DEMO=1) refuses live keys: ${live.join(", ")}`);
  }
  if (result.success && faults.length === 0) {
    const { hasStripe: _, TRUSTED_PROXY_HOPS = 0, ...data } = result.data;
    return { ...data, TRUSTED_PROXY_HOPS, stripe: accounts, pagers };
  }
  const lines = [
    ...(result.error?.issues ?? []).map((issue) => `  ${issue.path.join(".") || "environment"}: ${issue.message}`),
    ...faults.map(([name, sentence]) => `  ${name}: ${sentence}`),
  ];
  throw new Error(`The environment is not complete:\n${[...new Set(lines)].join("\n")}`);
}

let parsed: Env | undefined;

/** The environment of this process, parsed once at first use (at start, never by the build). */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
