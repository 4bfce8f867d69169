import { z } from "zod";

const secret = z.string().min(32, "must have at least 32 characters");

/**
 * `cimsoft=https://portal.cimsoft.com,insource=https://…` -> origins by brand key. A brand named again gets a further
 * host that shows it; links are built from the first.
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

/** A loopback name that browsers keep on this machine. */
export function isLocalOrigin(origin: string): boolean {
  const { hostname } = new URL(origin);
  return hostname === "localhost" || hostname.endsWith(".localhost");
}

const schema = z
  .object({
    NODE_ENV: z.string().default("development"),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// address" }),
    DATABASE_POOL_MAX: z.coerce.number().int().min(1).max(200).default(10),
    PORTAL_ROLE_PREFIX: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,30}$/, "takes lower-case letters, digits and _")
      .default("portal"),
    PORTAL_ORIGINS: z.string().transform(parseOrigins).optional(),
    PORTAL_DEMO: z.literal("1").optional(),
    PORTAL_CLOCK_OFFSET_MS: z.coerce.number().int().default(0),
    AUTH_SECRET: secret,
    AUTH_SECRET_PREVIOUS: secret.optional(),
    MAIL_TOKEN_KEY: secret,
    RESEND_API_KEY: z.string().min(1).optional(),
    RESEND_BASE_URL: z.url().optional(),
    TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  })
  .superRefine((env, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    const origins = Object.entries(env.PORTAL_ORIGINS ?? {}).flatMap(([brand, all]) =>
      all.map((origin) => [brand, origin] as const),
    );
    for (const [brand, origin] of origins) {
      if (origin.startsWith("http://") && !isLocalOrigin(origin)) {
        refuse("PORTAL_ORIGINS", `${brand} has ${origin}: plain http is for localhost only, use https`);
      }
      if (env.PORTAL_DEMO && !isLocalOrigin(origin)) {
        refuse("PORTAL_DEMO", `the demo runs on localhost and *.localhost only, not on ${origin}`);
      }
    }
    if (env.PORTAL_CLOCK_OFFSET_MS !== 0 && !env.PORTAL_DEMO) {
      refuse("PORTAL_CLOCK_OFFSET_MS", "the clock is moved in the demo only (PORTAL_DEMO=1)");
    }
    if (env.PORTAL_DEMO) {
      for (const [name, value] of Object.entries(process.env)) {
        if (/^STRIPE_.*KEY/.test(name) && /^(sk|rk)_live_/.test(value ?? "")) {
          refuse("PORTAL_DEMO", `the demo refuses live keys: ${name}`);
        }
      }
      if (env.RESEND_API_KEY && !env.RESEND_BASE_URL) {
        refuse("PORTAL_DEMO", "the demo sends to the stand-in only: set RESEND_BASE_URL");
      }
    }
  });

export type Env = z.infer<typeof schema>;

/**
 * Reads an environment. Throws one Error whose message names every variable that is wrong and why, never its value of
 * a secret. An empty string counts as not set: nothing is switched on by a missing value.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join(".") || "environment"}: ${issue.message}`);
  throw new Error(`The environment is not complete:\n${[...new Set(lines)].join("\n")}`);
}

let parsed: Env | undefined;

/** The environment of this process, parsed once at first use (at start, never by the build). */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
