import { describe, expect, it } from "vitest";
import { parseEnv } from "./env";

const COMPLETE = {
  DATABASE_URL: "postgres://portal@127.0.0.1/portal",
  AUTH_SECRET: "a".repeat(32),
  MAIL_TOKEN_KEY: "b".repeat(32),
};

const ACCOUNT = {
  STRIPE_SECRET_KEY_CIMSOFT: "sk_test_cimsoft",
  STRIPE_WEBHOOK_SECRET_CIMSOFT: "whsec_cimsoft_new,whsec_cimsoft_old",
};

const DEMO = { PORTAL_DEMO: "1", PORTAL_ORIGINS: "cimsoft=http://cimsoft.localhost:3000" };

describe("parseEnv", () => {
  it("accepts a complete environment", () => {
    const env = parseEnv({
      ...COMPLETE,
      PORTAL_ORIGINS: "cimsoft=https://portal.cimsoft.com/,insource=https://portal.insourcess.com",
    });
    expect(env.PORTAL_ORIGINS).toEqual({
      cimsoft: ["https://portal.cimsoft.com"],
      insource: ["https://portal.insourcess.com"],
    });
    expect(env.TRUSTED_PROXY_HOPS).toBe(0);
    expect(env.PORTAL_DEMO).toBeUndefined();
  });

  it("asks in production how many proxies stand before the portal, and takes a written 0", () => {
    const production = { ...COMPLETE, NODE_ENV: "production" };
    for (const left of [{}, { TRUSTED_PROXY_HOPS: "" }]) {
      expect(() => parseEnv({ ...production, ...left })).toThrow(/TRUSTED_PROXY_HOPS: say how many proxies/);
    }
    expect(parseEnv({ ...production, TRUSTED_PROXY_HOPS: "0" }).TRUSTED_PROXY_HOPS).toBe(0);
    expect(parseEnv({ ...production, TRUSTED_PROXY_HOPS: "2" }).TRUSTED_PROXY_HOPS).toBe(2);
  });

  it("gives a brand named twice a further host", () => {
    const env = parseEnv({
      ...COMPLETE,
      PORTAL_ORIGINS: "cimsoft=http://cimsoft.localhost:3000,cimsoft=http://localhost:3000",
    });
    expect(env.PORTAL_ORIGINS).toEqual({ cimsoft: ["http://cimsoft.localhost:3000", "http://localhost:3000"] });
  });

  it.each([
    ["a missing secret", { AUTH_SECRET: undefined }, /AUTH_SECRET/],
    ["an empty secret", { MAIL_TOKEN_KEY: "" }, /MAIL_TOKEN_KEY/],
    ["a short secret", { AUTH_SECRET: "short" }, /AUTH_SECRET: must have at least 32/],
    [
      "plain http on a public host",
      { PORTAL_ORIGINS: "cimsoft=http://portal.cimsoft.com" },
      /plain http is for localhost only/,
    ],
    ["a host that only looks local", { PORTAL_ORIGINS: "cimsoft=http://localhost.evil.example" }, /plain http/],
    [
      "an origin of files with a path",
      { FILES_ORIGIN: "https://files.example/x" },
      /FILES_ORIGIN: is a scheme and a host/,
    ],
    ["an origin of files over plain http", { FILES_ORIGIN: "http://files.example" }, /FILES_ORIGIN: .* use https/],
    [
      "an origin of files that is a brand's",
      { PORTAL_ORIGINS: "cimsoft=https://portal.cimsoft.com", FILES_ORIGIN: "https://portal.cimsoft.com:8443" },
      /FILES_ORIGIN: portal\.cimsoft\.com is a brand's/,
    ],
    ["an origin with a path", { PORTAL_ORIGINS: "cimsoft=https://portal.cimsoft.com/x" }, /is not brand=/],
    [
      "the demo on a public origin",
      { PORTAL_DEMO: "1", PORTAL_ORIGINS: "cimsoft=https://portal.cimsoft.com" },
      /localhost/,
    ],
    [
      "a domain for replies without its secret",
      { RESEND_API_KEY: "re_x", INBOUND_MAIL_DOMAIN: "reply.example.com" },
      /RESEND_WEBHOOK_SECRET: signs what arrives/,
    ],
    [
      "replies without a key to fetch them",
      { INBOUND_MAIL_DOMAIN: "reply.example.com", RESEND_WEBHOOK_SECRET: `whsec_${"a".repeat(32)}` },
      /RESEND_API_KEY: is needed/,
    ],
    ["a domain that is an address", { INBOUND_MAIL_DOMAIN: "x@reply.example.com" }, /INBOUND_MAIL_DOMAIN: is a host/],
    ["the demo without origins", { PORTAL_DEMO: "1" }, /needs PORTAL_ORIGINS/],
    ["the demo with real mail", { ...DEMO, RESEND_API_KEY: "re_x" }, /sandbox/],
    [
      "the demo with Resend itself",
      { ...DEMO, RESEND_API_KEY: "re_x", RESEND_BASE_URL: "https://api.resend.com" },
      /sandbox/,
    ],
    [
      "the demo with a live key",
      {
        ...DEMO,
        ...ACCOUNT,
        STRIPE_SECRET_KEY_CIMSOFT: "sk_live_x",
        STRIPE_BASE_URL: "http://localhost:3001",
      },
      /refuses live keys: STRIPE_SECRET_KEY_CIMSOFT/,
    ],
    [
      "the demo with another's live key",
      { ...DEMO, ...ACCOUNT, STRIPE_BASE_URL: "http://localhost:3001", SOME_KEY: "rk_live_x" },
      /refuses live keys: SOME_KEY/,
    ],
    ["the demo with Stripe itself", { ...DEMO, ...ACCOUNT }, /PORTAL_DEMO: the demo pays at the sandbox only/],
    [
      "the demo with a sandbox elsewhere",
      { ...DEMO, ...ACCOUNT, STRIPE_BASE_URL: "https://stripe.example" },
      /PORTAL_DEMO: the demo pays at the sandbox only/,
    ],
    [
      "the demo with a sandbox elsewhere and no account yet",
      { ...DEMO, STRIPE_BASE_URL: "https://stripe.example" },
      /PORTAL_DEMO: the demo pays at the sandbox only/,
    ],
    [
      "the demo with a host that only looks like this machine",
      { ...DEMO, ...ACCOUNT, STRIPE_BASE_URL: "https://127.0.0.1.evil.example" },
      /PORTAL_DEMO: the demo pays at the sandbox only/,
    ],
    ["keys in clear text", { STRIPE_BASE_URL: "http://api.example" }, /STRIPE_BASE_URL: carries keys/],
    [
      "a checkout in clear text",
      { STRIPE_CHECKOUT_ORIGIN: "http://checkout.example" },
      /STRIPE_CHECKOUT_ORIGIN: is where people pay/,
    ],
    ["a checkout that is no address", { STRIPE_CHECKOUT_ORIGIN: "javascript:alert(1)" }, /STRIPE_CHECKOUT_ORIGIN/],
    [
      "a key without its secret",
      { STRIPE_SECRET_KEY_CIMSOFT: "sk_test_x" },
      /STRIPE_WEBHOOK_SECRET_CIMSOFT: is missing/,
    ],
    ["an empty key", { ...ACCOUNT, STRIPE_SECRET_KEY_CIMSOFT: "" }, /STRIPE_SECRET_KEY_CIMSOFT: is empty/],
    [
      "an empty webhook secret",
      { ...ACCOUNT, STRIPE_WEBHOOK_SECRET_CIMSOFT: "" },
      /STRIPE_WEBHOOK_SECRET_CIMSOFT: takes one webhook secret \(whsec_…\), or two separated by a comma; an empty one/,
    ],
    ["mail in clear text", { RESEND_BASE_URL: "http://mail.example" }, /use https/],
    [
      "one host for two brands",
      { PORTAL_ORIGINS: "cimsoft=https://a.example,insource=https://a.example:8443" },
      /named twice/,
    ],
    [
      "http and https in one brand",
      { PORTAL_ORIGINS: "cimsoft=http://localhost,cimsoft=https://a.example" },
      /mixes http and https/,
    ],
    ["one secret for both", { MAIL_TOKEN_KEY: "a".repeat(32) }, /must differ/],
    ["a moved clock outside the demo", { PORTAL_CLOCK_OFFSET_MS: "1000" }, /in the demo only/],
    ["a clock that follows a file outside the demo", { PORTAL_CLOCK_FILE: "/tmp/clock.json" }, /in the demo only/],
    ["a demo switch that is not 1", { PORTAL_DEMO: "true" }, /PORTAL_DEMO/],
  ])("refuses %s with a sentence that says why", (_, over, sentence) => {
    expect(() => parseEnv({ ...COMPLETE, ...over })).toThrow(sentence);
  });

  it("reads the accounts at Stripe by brand", () => {
    const env = parseEnv({ ...COMPLETE, ...ACCOUNT });
    expect(env.stripe).toEqual({
      cimsoft: { secretKey: "sk_test_cimsoft", webhookSecrets: ["whsec_cimsoft_new", "whsec_cimsoft_old"] },
    });
    expect(env.STRIPE_CHECKOUT_ORIGIN).toBe("https://checkout.stripe.com");
    expect(parseEnv(COMPLETE).stripe).toEqual({});
  });

  it("accepts the demo with the sandbox on this machine, and drops the path from the checkout's origin", () => {
    const env = parseEnv({
      ...COMPLETE,
      ...DEMO,
      ...ACCOUNT,
      STRIPE_BASE_URL: "http://127.0.0.1:3001",
      STRIPE_CHECKOUT_ORIGIN: "http://localhost:3001/checkout",
    });
    expect(env.STRIPE_CHECKOUT_ORIGIN).toBe("http://localhost:3001");
  });

  it("reports all faults of the accounts together with the other faults", () => {
    const parse = () =>
      parseEnv({ ...COMPLETE, AUTH_SECRET: "", STRIPE_SECRET_KEY_A: "", STRIPE_WEBHOOK_SECRET_B: "x" });
    for (const name of ["AUTH_SECRET", "STRIPE_SECRET_KEY_A", "STRIPE_WEBHOOK_SECRET_B"]) expect(parse).toThrow(name);
  });

  it("never has a secret in its error message", () => {
    try {
      parseEnv({
        ...COMPLETE,
        AUTH_SECRET: "hunter2",
        STRIPE_SECRET_KEY_CIMSOFT: "hunter2",
        STRIPE_WEBHOOK_SECRET_CIMSOFT: "hunter2",
      });
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain("hunter2");
    }
  });
});
