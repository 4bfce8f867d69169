import type { Context } from "hono";
import { html } from "hono/html";
import type { SandboxEnv } from "@/scripts/demo/sandboxes/resend/api";
import type { PageContent } from "./page";

/**
 * The demo's Quotation Portal: shows the estimate, and whether the visit revealed who the visitor is. It should not.
 */
export function quotePage(c: Context<SandboxEnv>): PageContent {
  const number = c.req.param("number") ?? "";
  const identity = identityOf(c);
  return {
    title: `Estimate ${number}`,
    plain: true,
    body: html`
<p class="muted">Quotation Portal</p>
<h1>Estimate ${number}</h1>
${
  identity.length === 0
    ? html`<p data-identity="none">No identity came along: no query, no cookie, no credentials, no page of origin.</p>`
    : html`<div class="notice" role="alert" data-identity="some"><p>An identity came along:</p><ul>${identity.map(
        ([name, value]) => html`<li>${name}: <code>${value}</code></li>`,
      )}</ul></div>`
}
<p class="small mark">Sandbox of the Quotation Portal for the demo and tests.</p>`,
  };
}

/** Parts of a request that could reveal the visitor. A referrer that is a bare origin reveals only the site. */
function identityOf(c: Context<SandboxEnv>): [string, string][] {
  const url = new URL(c.req.url);
  const referrer = c.req.header("referer") ?? "";
  const path = URL.canParse(referrer) ? new URL(referrer).href.slice(new URL(referrer).origin.length) : referrer;
  const found: [string, string][] = [
    ["Query", url.search],
    ["Cookies", c.req.header("cookie") ?? ""],
    ["Authorization", c.req.header("authorization") ?? ""],
    ["Referrer", path === "/" ? "" : referrer],
  ];
  return found.filter(([, value]) => value !== "");
}
