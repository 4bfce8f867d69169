import type { StripeSandbox } from "./sandbox";

/**
 * The whole state as JSON, newest first: delivery of webhooks, and the objects of the accounts, each with its brand.
 */
export function stripeState(stripe: StripeSandbox) {
  const { webhooks, faults, accounts } = stripe;
  return {
    mode: webhooks.mode,
    held: webhooks.held,
    fault: faults.current(),
    accounts: accounts.map(({ brand, options }) => ({ brand, webhook_url: options.webhookUrl ?? null })),
    sessions: accounts.flatMap((account) =>
      [...account.sessions.values()].toReversed().map((session) => ({ brand: account.brand, ...session })),
    ),
    payments: accounts.flatMap((account) =>
      [...account.intents.values()].toReversed().map((intent) => ({
        brand: account.brand,
        session: account.sessionOf(intent)?.id ?? null,
        reference: account.sessionOf(intent)?.client_reference_id ?? null,
        ...intent,
        refunds: [...account.refunds.values()].filter((refund) => refund.payment_intent === intent.id),
        disputes: [...account.disputes.values()].filter((dispute) => dispute.payment_intent === intent.id),
      })),
    ),
    events: accounts.flatMap((account) =>
      [...account.events.values()].toReversed().map(({ id, type, created, data }) => ({
        brand: account.brand,
        id,
        type,
        created,
        object: data.object.id,
      })),
    ),
    deliveries: webhooks.deliveries(),
  };
}
