import { defineRoute } from "@/lib/gate/actions/route";
import { checkHealth } from "@/lib/gate/health";

export const dynamic = "force-dynamic";

/** For load balancers, on any host: 200 while the database answers, else 503. */
export const GET = defineRoute({
  name: "health",
  audience: "anyone",
  handle: async () => {
    const health = await checkHealth();
    return Response.json(health, {
      status: health.status === "ok" ? 200 : 503,
      headers: { "cache-control": "no-store" },
    });
  },
});
