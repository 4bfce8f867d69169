import { defineRoute } from "@/lib/gate/actions/route";
import { toldHours } from "@/lib/site/hours/rules";

/** What is open by the brand's hours, for pages that stay open while hours are edited. */
export const GET = defineRoute({
  name: "hours.told",
  audience: "public",
  handle: async ({ brand }) => Response.json(toldHours(brand), { headers: { "cache-control": "no-store" } }),
});
