import { spawn } from "node:child_process";
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { parseEnv } from "@/lib/env";
import { offsetInFile } from "@/lib/kit/clock-file";
import { setClock } from "@/scripts/demo/clock";
import { parseAccounts } from "@/scripts/demo/sandboxes/stripe/accounts";
import { temporaryFolder } from "@/tests/support/temporary";
import { demoStripe, withoutStripe } from "../../../../scripts/lib/demo-stripe.mjs";
import { acquireLock } from "../../../../scripts/lib/lock.mjs";
import { clockFile, clockOffset, dataSecrets } from "../../../../scripts/lib/settings.mjs";

const root = path.resolve(import.meta.dirname, "../../../..");

/** Below those that the system gives to connections: one of these may be in use for a moment. */
const PORTS = { PORT: "29617", SANDBOX_PORT: "29618" };

function runStarter(data: string, env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const args = ["scripts/start.mjs", "demo", "--no-install", "--data", data];
  const child = spawn(process.execPath, args, { cwd: root, env: { PATH: process.env.PATH, NODE_ENV: "test", ...env } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output })));
}

async function occupied(host: string): Promise<{ port: string; server: Server }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("no port");
  return { port: String(address.port), server };
}

describe("a start of the demo", () => {
  it("on a folder in use says so in one sentence, and leaves the first start running", async () => {
    const data = temporaryFolder();
    const first = acquireLock(data, "start");
    const before = readdirSync(data);
    const { code, output } = await runStarter(data, {});
    expect(output).toBe(`The portal is already running or just starting in this folder (process ${process.pid}).\n`);
    expect(code).toBe(1);
    expect(readdirSync(data)).toEqual(before);
    if (first.held) first.release();
  });

  it.each([
    ["PORT", "127.0.0.1"],
    ["SANDBOX_PORT", "127.0.0.1"],
    ["PORT", "0.0.0.0"],
  ])("names %s when it is taken by a program that listens on %s", async (variable, host) => {
    const data = temporaryFolder();
    const { port, server } = await occupied(host);
    try {
      const { code, output } = await runStarter(data, { ...PORTS, [variable]: port });
      expect(output).toBe(
        `Port ${port} is already in use. Stop the other program, or set ${variable} to a free port.\n`,
      );
      expect(code).toBe(1);
      expect(existsSync(path.join(data, "postgres"))).toBe(false);
      expect(readdirSync(data).filter((name) => name.includes("lock"))).toEqual([]);
    } finally {
      server.close();
    }
  });

  it.each(["0", "65536", "80a", "-1"])("refuses %s as a port", async (port) => {
    const { code, output } = await runStarter(temporaryFolder(), { PORT: port });
    expect(output).toBe(`PORT is "${port}", but a port is a number from 1 to 65535.\n`);
    expect(code).toBe(1);
  });
});

describe("PORTAL_CLOCK, the clock that a start is given", () => {
  const noon = Date.parse("2026-11-21T12:00:00Z");
  // setClock moves this process's business time too.
  beforeEach(() => vi.stubEnv("PORTAL_CLOCK_OFFSET_MS", "0"));
  afterEach(() => vi.unstubAllEnvs());

  it("is stored as an offset at the first start, which a restart keeps", () => {
    const data = temporaryFolder();
    expect(clockOffset(data, undefined, noon)).toBe(0);
    expect(clockOffset(data, "2026-11-22T12:00:00Z", noon)).toBe(86_400_000);
    expect(clockOffset(data, "2026-11-22T12:00:00Z", noon + 5000)).toBe(86_400_000);
    expect(clockOffset(data, "2026-11-20T07:00:00-05:00", noon)).toBe(-86_400_000);
    expect(clockOffset(data, undefined, noon)).toBe(0);
  });

  it("is kept as it was moved since, by the start or on the sandboxes' page, until another one is given", () => {
    const data = temporaryFolder();
    for (const given of [undefined, "2026-11-22T12:00:00Z"]) {
      clockOffset(data, given, noon);
      setClock(clockFile(data), 5_000);
      expect(clockOffset(data, given, noon)).toBe(5_000);
    }
    expect(clockOffset(data, undefined, noon)).toBe(0);
    expect(offsetInFile(clockFile(data))).toBe(0);
  });

  it("is the machine's time as `system`, whatever it was moved to", () => {
    const data = temporaryFolder();
    clockOffset(data, "2026-11-22T12:00:00Z", noon);
    expect(clockOffset(data, "system", noon)).toBe(0);
    setClock(clockFile(data), 5_000);
    expect(clockOffset(data, "system", noon)).toBe(0);
    expect(offsetInFile(clockFile(data))).toBe(0);
  });

  it.each(["yesterday", "2026-11-22", "2026-11-22T12:00:00", "2026-02-30T12:00:00Z", "2026-13-01T12:00:00Z"])(
    "refuses %s",
    (given) => {
      expect(() => clockOffset(temporaryFolder(), given, noon)).toThrow(/^PORTAL_CLOCK is /);
    },
  );
});

describe("the secrets in the starter's folder", () => {
  it("are made once, differ between folders, and are readable by their owner alone", () => {
    const data = temporaryFolder();
    const made = dataSecrets(data);
    expect(Buffer.from(made.AUTH_SECRET, "base64")).toHaveLength(32);
    expect(made.AUTH_SECRET).not.toBe(made.MAIL_TOKEN_KEY);
    expect(dataSecrets(data)).toEqual(made);
    expect(dataSecrets(temporaryFolder())).not.toEqual(made);
    expect(statSync(path.join(data, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  it("are added to a folder of an earlier version, whose other secrets stay", () => {
    const data = temporaryFolder();
    const old = { AUTH_SECRET: "a".repeat(44), MAIL_TOKEN_KEY: "b".repeat(44) };
    writeFileSync(path.join(data, "secrets.json"), JSON.stringify(old));
    const made = dataSecrets(data);
    expect(made).toMatchObject({ ...old, STRIPE_WEBHOOK_SECRET_CIMSOFT: expect.stringMatching(/^whsec_\w{48}$/) });
    expect(made.STRIPE_WEBHOOK_SECRET_INSOURCE).not.toBe(made.STRIPE_WEBHOOK_SECRET_CIMSOFT);
    expect(dataSecrets(data)).toEqual(made);
  });
});

describe("payments of the demo", () => {
  it("go to accounts of its own at the sandbox, of which app and sandbox have the same keys", () => {
    const data = temporaryFolder();
    const secrets = dataSecrets(data);
    const { portal, sandbox } = demoStripe(data, secrets, "http://127.0.0.1:3900", "http://127.0.0.1:3000");
    const { stripe, STRIPE_BASE_URL, STRIPE_CHECKOUT_ORIGIN } = parseEnv({
      DATABASE_URL: "postgres://portal@127.0.0.1/portal",
      PORTAL_DEMO: "1",
      PORTAL_ORIGINS: "cimsoft=http://cimsoft.localhost:3000",
      RESEND_API_KEY: "re_demo_key",
      RESEND_BASE_URL: "http://127.0.0.1:3900",
      INBOUND_MAIL_DOMAIN: "reply.portal.example",
      ...secrets,
      ...portal,
    });
    const accounts = parseAccounts(JSON.parse(sandbox.SANDBOX_STRIPE_ACCOUNTS ?? ""));
    expect([STRIPE_BASE_URL, STRIPE_CHECKOUT_ORIGIN, sandbox.SANDBOX_PUBLIC_URL]).toEqual(
      Array(3).fill("http://127.0.0.1:3900"),
    );
    expect(Object.keys(stripe)).toEqual(accounts.map(({ brand }) => brand));
    for (const { brand, secretKey, webhookSecret, webhookUrl } of accounts) {
      expect(stripe[brand]).toEqual({ secretKey, webhookSecrets: [webhookSecret] });
      expect(webhookUrl).toBe(`http://127.0.0.1:3000/api/stripe/webhook/${brand}`);
    }
  });

  it("ignore what the shell has set for Stripe", () => {
    const shell = {
      PATH: "/bin",
      STRIPE_SECRET_KEY_CIMSOFT: "sk_test_real",
      STRIPE_WEBHOOK_SECRET_ACME: "",
      STRIPE_CHECKOUT_ORIGIN: "https://pay.example",
      SANDBOX_STRIPE_ACCOUNTS: "[]",
    };
    expect(withoutStripe({ ...shell, NODE_ENV: "test" })).toEqual({ PATH: "/bin", NODE_ENV: "test" });
  });

  it("are refused where a live key of Stripe is set", async () => {
    const data = temporaryFolder();
    const env = { ...PORTS, STRIPE_SECRET_KEY_CIMSOFT: "sk_live_x", OTHER: "rk_live_y" };
    const { code, output } = await runStarter(data, env);
    expect(output).toBe("The demo refuses live keys: STRIPE_SECRET_KEY_CIMSOFT, OTHER. Unset them first.\n");
    expect(code).toBe(1);
    expect(readdirSync(data).filter((name) => name === "postgres" || name === "secrets.json")).toEqual([]);
  });
});
