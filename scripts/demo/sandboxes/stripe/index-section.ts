import { html } from "hono/html";
import type { Markup } from "@/scripts/demo/sandboxes/page";
import type { StripeAccount } from "./account";
import { money } from "./money";
import type { Intent, Session } from "./objects";
import type { StripeSandbox } from "./sandbox";
import { WEBHOOK_MODES, type WebhookMode } from "./webhooks";

const SHOWN = 50;

const MODES: Record<WebhookMode, string> = {
  deliver: "Deliver",
  hold: "Hold",
  duplicate: "Deliver twice",
  reverse: "Deliver in opposite order",
};

/** The controls of the sandbox of Stripe on the index page. */
export function stripeSection(stripe: StripeSandbox): Markup {
  const { mode, held } = stripe.webhooks;
  const sessions = stripe.accounts
    .flatMap((account) => [...account.sessions.values()].map((session) => ({ account, session })))
    .sort((one, other) => other.session.created - one.session.created);
  return html`<section class="panel" aria-labelledby="payments"><h2 id="payments">Payments</h2>
<p>Speaks Stripe's API for the checkouts of the portal; no real money moves. <a href="/stripe.json">stripe.json</a> is the same for programs.</p>
<form class="webhooks" method="post" action="/stripe/webhooks">
<label>Webhooks<select name="mode">${WEBHOOK_MODES.map(
    (name) => html`<option value="${name}" ${name === mode ? "selected" : ""}>${MODES[name]}</option>`,
  )}</select></label>
<button type="submit" class="second">Set</button>
</form>
<form class="webhooks" method="post" action="/stripe/webhooks/release"><p class="muted">${heldText(held)}</p>
${held > 0 || mode === "hold" ? html`<button type="submit" class="second">Release</button>` : ""}</form>
${sessions.length === 0 ? html`<p class="muted">No checkout yet.</p>` : ""}
${sessions.slice(0, SHOWN).map(({ account, session }) => card(account, session))}
${sessions.length > SHOWN ? html`<p class="muted">The newest ${SHOWN} of ${sessions.length}.</p>` : ""}
</section>`;
}

const heldText = (held: number) =>
  held === 0 ? "No event is held." : held === 1 ? "One event is held." : `${held} events are held.`;

function card(account: StripeAccount, session: Session): Markup {
  const intent = account.intents.get(session.payment_intent ?? "");
  const lines = account.extras(session).lines.map(({ name }) => name);
  return html`<article class="payment" aria-label="Payment ${session.client_reference_id ?? session.id}">
<div class="head"><h3>${money(session.amount_total, session.currency)} · ${session.client_reference_id ?? "without a reference"}</h3>
<p class="muted">${account.options.name ?? account.brand} · ${stateText(account, session, intent)}</p></div>
<p class="small">${lines.slice(0, 5).join(", ")}${lines.length > 5 ? ` and ${lines.length - 5} more` : ""}</p>
<div class="actions">
${session.status === "open" ? html`<a class="back" href="/checkout/${session.id}">Checkout</a>${control(`/stripe/sessions/${session.id}/expire`, "Let it expire")}` : ""}
${intent ? controls(account, intent) : ""}
</div></article>`;
}

function stateText(account: StripeAccount, session: Session, intent: Intent | undefined): string {
  const charge = intent && account.chargeOf(intent);
  const dispute = intent && [...account.disputes.values()].findLast((entry) => entry.payment_intent === intent.id);
  const parts = [
    intent && session.status !== "open" ? intent.status.replaceAll("_", " ") : (session.status ?? ""),
    charge?.amount_refunded ? `${money(charge.amount_refunded, charge.currency)} refunded` : "",
    dispute ? `dispute ${dispute.status.replaceAll("_", " ")}` : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function controls(account: StripeAccount, intent: Intent): Markup | "" {
  const address = (name: string) => `/stripe/payments/${intent.id}/${name}`;
  if (intent.status === "processing") {
    return html`${control(address("settle"), "Settle")}${control(address("fail"), "Fail")}`;
  }
  const charge = account.chargeOf(intent);
  if (intent.status !== "succeeded" || !charge) return "";
  const dispute = [...account.disputes.values()].findLast((entry) => entry.charge === charge.id);
  if (dispute && !["won", "lost", "warning_closed"].includes(dispute.status)) {
    return html`${control(address("dispute"), "Dispute won", "won")}${control(address("dispute"), "Dispute lost", "lost")}`;
  }
  const refunded = [...account.refunds.values()].some(
    (entry) => entry.charge === charge.id && entry.status === "succeeded",
  );
  const canRefund = !charge.refunded && dispute?.status !== "lost";
  return html`${canRefund ? refundForm(address("refund"), charge.amount - charge.amount_refunded) : ""}
${refunded ? control(address("fail-refund"), "Fail the last refund") : ""}
${charge.refunded || dispute ? "" : control(address("dispute"), "Dispute")}`;
}

function refundForm(address: string, left: number): Markup {
  return html`<form class="inline" method="post" action="${address}"><label>Minor units<input name="amount" type="number" min="1" max="${left}" value="${left}"></label><button type="submit" class="second">Refund</button></form>`;
}

function control(address: string, label: string, status?: string): Markup {
  return html`<form method="post" action="${address}">${status ? html`<input type="hidden" name="status" value="${status}">` : ""}<button type="submit" class="second">${label}</button></form>`;
}
