import { expect } from "vitest";
import { runEventTask } from "@/lib/money/payments/stripe/event";
import type { StripeEvent } from "@/scripts/demo/sandboxes/stripe/objects";
import { unique } from "@/tests/support/world";
import { type BrandKey, eventRow, postWebhook, SECRETS, type Stripe, sign, webhookRequest } from "./support";

/** Takes the event in by its webhook and runs its job. */
export async function tell(brand: BrandKey, event: StripeEvent | object): Promise<void> {
  const body = JSON.stringify(event);
  const response = await postWebhook(brand, webhookRequest(body, sign(body, SECRETS[brand], Date.now())));
  expect(response.status).toBe(200);
  const row = await eventRow((event as { id: string }).id);
  await runEventTask({ id: row?.id });
}

/** An event that the sandbox did not send. */
export const about = (type: string, object: { id: string; object: string }, over: object = {}) => ({
  id: unique("evt_x").replaceAll("-", ""),
  object: "event",
  created: 1_790_000_000,
  livemode: false,
  type,
  data: { object },
  ...over,
});

/** The events of what `happen` does, in the order in which Stripe tells them. */
export function eventsOf(stripe: Stripe, happen: () => void, brand: BrandKey = "cimsoft"): StripeEvent[] {
  const before = new Set(stripe.eventsOf(brand).map(({ id }) => id));
  happen();
  return stripe.eventsOf(brand).filter(({ id }) => !before.has(id));
}
