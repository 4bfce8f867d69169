import path from "node:path";
import { demoStripe, withoutStripe } from "./demo-stripe.mjs";
import { buildSecrets, clockFile, clockOffset, dataSecrets } from "./settings.mjs";

/**
 * @typedef {{ mode: "demo" | "dev", data: string, host: string, port: number, sandboxPort: number }} Place
 *   Folder of its data, and where portal and sandboxes listen.
 */

/**
 * What every process of the portal is told. Throws a sentence for a shell in which no demo may run.
 * @param {string} root Folder of the checkout.
 * @param {Place} place
 * @param {NodeJS.ProcessEnv} shell
 * @returns {NodeJS.ProcessEnv}
 */
export function environment(root, { mode, data, host, port, sandboxPort }, shell) {
  // AUTH_URL would send every redirect of both brands to one address.
  const { PORTAL_CLOCK, AUTH_URL: _, NEXTAUTH_URL: __, ...own } = withoutStripe(shell);
  const secrets = dataSecrets(data);
  const sandbox = originOn(host, sandboxPort);
  return {
    // A brand that is listed again gets a further host: plain localhost shows Cimsoft.
    PORTAL_ORIGINS: [
      `cimsoft=http://cimsoft.localhost:${port}`,
      `insource=http://insource.localhost:${port}`,
      `cimsoft=http://localhost:${port}`,
    ].join(","),
    ...secrets,
    ...buildSecrets(root),
    FILES_DIR: path.join(data, "files"),
    // The demo has no proxy in front of it, and production requires this setting.
    TRUSTED_PROXY_HOPS: "0",
    ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== "")),
    NODE_ENV: mode === "demo" ? "production" : "development",
    NEXT_TELEMETRY_DISABLED: "1",
    PORTAL_DEMO: "1",
    PORTAL_CLOCK_OFFSET_MS: String(clockOffset(data, PORTAL_CLOCK, Date.now())),
    PORTAL_CLOCK_FILE: clockFile(data),
    HOST: host,
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    // Set here, so that mail and payments of the demo never leave this machine, whatever the shell has set.
    RESEND_API_KEY: "re_demo_key",
    RESEND_BASE_URL: sandbox,
    RESEND_WEBHOOK_SECRET: secrets.RESEND_WEBHOOK_SECRET,
    INBOUND_MAIL_DOMAIN: "reply.portal.example",
    ...demoStripe(data, secrets, sandbox, originOn(host, port)).portal,
  };
}

/**
 * What only the sandboxes are told: both sides' secrets of the demo's accounts, and where mail to the portal goes.
 * @param {Place} place
 * @returns {Record<string, string>}
 */
export function sandboxEnvironment({ data, host, port, sandboxPort }) {
  const [secrets, portal] = [dataSecrets(data), originOn(host, port)];
  return {
    ...demoStripe(data, secrets, originOn(host, sandboxPort), portal).sandbox,
    SANDBOX_RESEND_WEBHOOK_URL: `${portal}/api/resend/webhook`,
    SANDBOX_RESEND_WEBHOOK_SECRET: secrets.RESEND_WEBHOOK_SECRET,
  };
}

/**
 * @param {string} host
 * @param {number} port
 */
function originOn(host, port) {
  const name = reachable(host);
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

/**
 * An address that reaches what listens on `host`.
 * @param {string} host
 */
export function reachable(host) {
  return host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
}
