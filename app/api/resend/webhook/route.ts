import { defineRoute } from "@/lib/gate/actions/route";
import { receiveResendWebhook } from "@/lib/mail/webhook";

export const dynamic = "force-dynamic";

/** What Resend tells of mail, received and sent. Proves itself by its signature; there is no session and no page behind it. */
export const POST = defineRoute({
  name: "resend.webhook",
  audience: "anyone",
  handle: (_context, request) => receiveResendWebhook(request),
});
