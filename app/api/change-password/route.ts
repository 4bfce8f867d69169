import { defineRoute } from "@/lib/gate/actions/route";
import { routes } from "@/lib/routes";

/**
 * Redirects to the password form in Settings. next.config.ts leads `/.well-known/change-password` here, which password
 * managers open.
 */
export const GET = defineRoute({
  name: "account.change-password",
  audience: "signed-in",
  signedOut: "login",
  handle: async ({ viewer }) => {
    const settings = viewer.kind === "staff" ? routes.staffSettings : routes.settings;
    return new Response(null, {
      status: 303,
      headers: { "cache-control": "private, no-store", location: `${settings}?edit=password` },
    });
  },
});
