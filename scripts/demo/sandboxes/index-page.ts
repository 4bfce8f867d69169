import { html } from "hono/html";
import { clockSection } from "@/scripts/demo/sandboxes/clock";
import { stripeSection } from "@/scripts/demo/sandboxes/stripe/index-section";
import type { StripeSandbox } from "@/scripts/demo/sandboxes/stripe/sandbox";
import type { PageContent } from "./page";

/** `clockFile`: where the portal's time is moved; without one it cannot be. */
export function indexPage(stripe: StripeSandbox, clockFile?: string): PageContent {
  return {
    title: "Sandboxes",
    body: html`
<h1>Sandboxes</h1>
<p class="muted">They take the place of services outside the portal. What reaches them stays on this machine.</p>
<div class="index">
<section class="panel"><h2><a href="/mail">Mail</a></h2>
<p>Speaks Resend's API for sending mail. The inbox shows every mail that the portal has sent; <a href="/mail.json">mail.json</a> is the same for programs.</p></section>
<section class="panel"><h2><a href="/requests.json">Requests</a></h2>
<p>Every API request received, newest first, without secrets and without the tokens of links.</p></section>
${clockFile === undefined ? "" : clockSection(clockFile)}
${stripeSection(stripe)}
</div>`,
  };
}
