import { env } from "@/lib/env";
import { onlyLooks } from "@/lib/gate/actions/only-looks";
import { isOwnNavigation } from "@/lib/gate/actions/origin";
import { defineRoute } from "@/lib/gate/actions/route";
import { checkDocumentNumber } from "@/lib/kit/document-number";
import { businessToday } from "@/lib/kit/time";
import { openQuotation } from "@/lib/money/estimates/quotation/service";
import { routes } from "@/lib/routes";

/**
 * Redirects to the estimate in the Quotation Portal. This GET writes: it records who opened the estimate from a page of
 * the portal. A request from a link or a picture on another site is redirected too, and is not recorded.
 */
export const GET = defineRoute<"client", { number: string }>({
  name: "estimates.quotation",
  audience: "client",
  signedOut: "login",
  handle: async ({ brand, asViewer }, request, params) => {
    const number = checkDocumentNumber(params.number);
    if (number === null) return null;
    const looks = onlyLooks(request);
    const record = !looks && isOwnNavigation(request.headers);
    const way = await asViewer(record ? "write" : "read", (context) =>
      openQuotation(context, {
        brand,
        number,
        today: businessToday(brand.zone),
        loopback: env().PORTAL_DEMO === "1",
        record,
      }),
    );
    if (way === null) return null;
    const headers = { "cache-control": "private, no-store", "referrer-policy": "no-referrer" };
    if (looks) return new Response(null, { status: 204, headers });
    // The estimate may have ended since its page was opened: then back to the page, which says so.
    const location = way === "closed" ? routes.estimate(number) : way.address;
    return new Response(null, { status: 303, headers: { ...headers, location } });
  },
});
