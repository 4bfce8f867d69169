import { defineRoute } from "@/lib/gate/actions/route";
import { receiveResendWebhook } from "@/lib/mail/webhook";

export const dynamic = "force-dynamic";

/** Resend's webhook for mail received and sent. It is authenticated by its signature; there is no session. */
export const POST = defineRoute({
  name: "resend.webhook",
  audience: "anyone",
  handle: (_context, request) => receiveResendWebhook(request),
});
