import { html } from "hono/html";
import type { Markup, PageContent } from "@/scripts/demo/sandboxes/page";
import type { StripeAccount } from "./account";
import { money } from "./money";
import type { Line, Session } from "./objects";

const MARK = "Sandbox of Stripe for the demo and tests: no real money moves here.";

export function checkoutPage(account: StripeAccount, session: Session): PageContent {
  const seller = account.options.name ?? account.brand;
  const total = money(session.amount_total, session.currency);
  return {
    title: `Pay ${seller}`,
    plain: true,
    body: html`
<div class="checkout">
<p class="muted">${seller}</p>
<h1>Pay ${total}</h1>
${session.status === "open" ? declined(account, session) : ended(session)}
<section class="panel order" aria-label="What you pay">
${account.extras(session).lines.map((line) => orderLine(line, session))}
<p class="sum"><span>Total</span><span>${total}</span></p>
</section>
<dl class="panel">
${fact("Reference", session.client_reference_id)}
${fact("Email", session.customer_email)}
</dl>
${session.status === "open" ? buttons(session) : wayBack(session, seller)}
<p class="small mark">${MARK}</p>
</div>`,
  };
}

export function missingCheckoutPage(): PageContent {
  return {
    title: "No such checkout",
    status: 404,
    plain: true,
    body: html`<div class="panel empty"><h1>No such checkout</h1>
<p class="muted">Nothing is to be paid at this address.</p>
<p class="small mark">${MARK}</p></div>`,
  };
}

function orderLine(line: Line, session: Session): Markup {
  return html`<div class="entry"><div><p class="subject">${line.name}${line.quantity === 1 ? "" : ` × ${line.quantity}`}</p>
${line.description ? html`<p class="small">${line.description}</p>` : ""}</div><p>${money(line.amount, session.currency)}</p></div>`;
}

function fact(name: string, value: string | null): Markup | "" {
  return value ? html`<dt>${name}</dt><dd>${value}</dd>` : "";
}

function declined(account: StripeAccount, session: Session): Markup | "" {
  const error = account.intents.get(session.payment_intent ?? "")?.last_payment_error;
  return error
    ? html`<p class="notice" role="alert">${error.message ?? "Your payment was declined."} Try again, or pay in another way.</p>`
    : "";
}

function ended(session: Session): Markup {
  if (session.status === "expired") {
    return html`<p class="notice" role="status">This checkout has expired. Nothing was charged.</p>`;
  }
  return session.payment_status === "paid"
    ? html`<p class="notice" role="status">This checkout is complete: it was paid.</p>`
    : html`<p class="notice" role="status">This checkout is complete: the bank debit was started.</p>`;
}

function buttons(session: Session): Markup {
  const takes = (method: string) => session.payment_method_types.includes(method);
  return html`<div class="ways">
${takes("card") ? button(session, "card", "Pay by card") : ""}
${takes("us_bank_account") ? button(session, "bank-debit", "Pay by bank debit") : ""}
${takes("card") ? button(session, "decline", "Decline card", "second") : ""}
${session.cancel_url ? button(session, "cancel", "Cancel", "second") : ""}
</div>`;
}

function button(session: Session, action: string, label: string, kind = "first"): Markup {
  return html`<form method="post" action="/checkout/${session.id}/${action}"><button type="submit" class="${kind}">${label}</button></form>`;
}

function wayBack(session: Session, seller: string): Markup | "" {
  const url = session.status === "complete" ? session.success_url : session.cancel_url;
  return url
    ? html`<p><a class="back" href="${url.replaceAll("{CHECKOUT_SESSION_ID}", session.id)}">Back to ${seller}</a></p>`
    : "";
}
