import { defineRoute } from "@/lib/gate/actions/route";
import { clientAddress } from "@/lib/gate/auth/client-address";
import { countReport, readReport } from "@/lib/gate/csp-reports/record";
import { readBody } from "@/lib/kit/read-body";
import { systemNow } from "@/lib/kit/time";

/** A report holds two addresses and a sample of 40 characters. */
const MAX_BYTES = 64 * 1024;

/**
 * Browsers report here what the content policy of a page kept from loading. The answer is the same whatever they send.
 */
export const POST = defineRoute({
  name: "csp.report",
  audience: "public",
  handle: async ({ brand }, request) => {
    const body = await readBody(request, MAX_BYTES);
    if (!body) return new Response(null, { status: 413 });
    const blocked = readReport(body.toString("utf8"), brand);
    if (blocked) await countReport(blocked, { brand, address: clientAddress(request.headers), now: systemNow() });
    return new Response(null, { status: 204 });
  },
});
