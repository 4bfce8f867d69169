import { type Context, Hono } from "hono";
import { renderPage } from "@/scripts/demo/sandboxes/page";
import type { SandboxEnv } from "@/scripts/demo/sandboxes/resend/api";
import type { StripeAccount } from "./account";
import { checkoutPage, missingCheckoutPage } from "./checkout-page";
import type { Session } from "./objects";
import { declineCard, payByBankDebit, payByCard } from "./payments";
import type { StripeSandbox } from "./sandbox";

type Opened = { account: StripeAccount; session: Session };

/** The hosted page of a session, for the payer's browser. Its buttons are forms: it needs no script. */
export function createCheckout(stripe: StripeSandbox): Hono<SandboxEnv> {
  const checkout = new Hono<SandboxEnv>();

  const open = (c: Context<SandboxEnv>): Opened | undefined => {
    stripe.expireOverdue();
    return stripe.findSession(c.req.param("session") ?? "");
  };

  const show = (c: Context<SandboxEnv>, opened: Opened) => {
    const { account, session } = opened;
    const formTargets = new Set([session.success_url, session.cancel_url].flatMap((url) => (url ? [origin(url)] : [])));
    return renderPage(c, { ...checkoutPage(account, session), formTargets: [...formTargets] });
  };

  /** A click after the checkout has ended changes nothing: the payer is redirected as by the first click. */
  const press = (button: string, act: (opened: Opened) => "stays" | "leaves") =>
    checkout.post(`/checkout/:session/${button}`, (c) => {
      const opened = open(c);
      if (!opened) return renderPage(c, missingCheckoutPage());
      const { session } = opened;
      const outcome = session.status === "open" ? act(opened) : session.status === "complete" ? "leaves" : "stays";
      return c.redirect(outcome === "leaves" ? successUrl(session) : `/checkout/${session.id}`, 303);
    });

  checkout.get("/checkout/:session", (c) => {
    const opened = open(c);
    return opened ? show(c, opened) : renderPage(c, missingCheckoutPage());
  });
  press("card", ({ account, session }) => {
    if (!session.payment_method_types.includes("card")) return "stays";
    payByCard(account, session);
    return "leaves";
  });
  press("decline", ({ account, session }) => {
    if (session.payment_method_types.includes("card")) declineCard(account, session);
    return "stays";
  });
  press("bank-debit", ({ account, session }) => {
    if (!session.payment_method_types.includes("us_bank_account")) return "stays";
    payByBankDebit(account, session);
    return "leaves";
  });
  checkout.post("/checkout/:session/cancel", (c) => {
    const opened = open(c);
    if (!opened?.session.cancel_url) return renderPage(c, missingCheckoutPage());
    return c.redirect(opened.session.cancel_url, 303);
  });

  return checkout;
}

function successUrl(session: Session): string {
  return (session.success_url ?? `/checkout/${session.id}`).replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}

const origin = (url: string) => new URL(url.replaceAll("{CHECKOUT_SESSION_ID}", "id")).origin;
