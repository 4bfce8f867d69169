import { defineRoute } from "@/lib/gate/actions/route";
import { receiveWebhook } from "@/lib/money/payments/stripe/webhook";

export const dynamic = "force-dynamic";

/** What Stripe tells a brand's account. Proves itself by its signature; there is no session and no page behind it. */
export const POST = defineRoute<"anyone", { brand: string }>({
  name: "stripe.webhook",
  audience: "anyone",
  handle: (_context, request, { brand }) => receiveWebhook(brand, request),
});
