import { defineRoute } from "@/lib/gate/actions/route";
import { receiveWebhook } from "@/lib/money/payments/stripe/webhook";

export const dynamic = "force-dynamic";

/** Stripe's webhook for a brand's account. It is authenticated by its signature; there is no session. */
export const POST = defineRoute<"anyone", { brand: string }>({
  name: "stripe.webhook",
  audience: "anyone",
  handle: (_context, request, { brand }) => receiveWebhook(brand, request),
});
