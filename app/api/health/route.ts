import { defineRoute } from "@/lib/gate/actions/route";
import { checkHealth, readRunning } from "@/lib/gate/health";
import { LANE_NAMES } from "@/lib/jobs/lanes";

export const dynamic = "force-dynamic";

/** For load balancers, on any host: 200 while the database answers, else 503. What it says of the work is for alarms. */
export const GET = defineRoute({
  name: "health",
  audience: "anyone",
  handle: async () => {
    const [health, running] = await Promise.all([checkHealth(), readRunning(LANE_NAMES)]);
    return Response.json(
      { ...health, ...running },
      {
        status: health.status === "ok" ? 200 : 503,
        headers: { "cache-control": "no-store" },
      },
    );
  },
});
