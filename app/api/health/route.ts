import { defineRoute } from "@/lib/gate/actions/route";
import { checkHealth, mayReadFigures, readRunning } from "@/lib/gate/health";
import { LANE_NAMES } from "@/lib/jobs/lanes";

export const dynamic = "force-dynamic";

/**
 * For load balancers, on any host: 200 while the database answers, otherwise 503. The figures about the jobs are only
 * for monitors that send HEALTH_TOKEN.
 */
export const GET = defineRoute({
  name: "health",
  audience: "anyone",
  handle: async (_context, request) => {
    const figures = mayReadFigures(request) ? readRunning(LANE_NAMES) : null;
    const health = await checkHealth();
    return Response.json(
      { ...health, ...(await figures) },
      {
        status: health.status === "ok" ? 200 : 503,
        headers: { "cache-control": "no-store" },
      },
    );
  },
});
