import { defineRoute } from "@/lib/gate/actions/route";
import { readRunning } from "@/lib/gate/health";
import { LANE_NAMES } from "@/lib/jobs/lanes";

export const dynamic = "force-dynamic";

/** For supervisors and alarms, on any host: 200 while every kind of work has a worker that lives, else 503. */
export const GET = defineRoute({
  name: "health.worker",
  audience: "anyone",
  handle: async () => {
    const running = await readRunning(LANE_NAMES);
    return Response.json(running ?? { worker: "unavailable" }, {
      status: running?.worker === "ok" ? 200 : 503,
      headers: { "cache-control": "no-store" },
    });
  },
});
