import { defineRoute } from "@/lib/gate/actions/route";
import { mayReadFigures, readRunning } from "@/lib/gate/health";
import { LANE_NAMES } from "@/lib/jobs/lanes";

export const dynamic = "force-dynamic";

/**
 * For supervisors and alarms, on any host: 200 while every lane of jobs has a living worker, otherwise 503. The figures
 * are only for monitors that send HEALTH_TOKEN.
 */
export const GET = defineRoute({
  name: "health.worker",
  audience: "anyone",
  handle: async (_context, request) => {
    const running = await readRunning(LANE_NAMES);
    const worker = running?.worker ?? "unavailable";
    return Response.json(mayReadFigures(request) ? { ...running, worker } : { worker }, {
      status: worker === "ok" ? 200 : 503,
      headers: { "cache-control": "no-store" },
    });
  },
});
