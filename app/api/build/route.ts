import { defineRoute } from "@/lib/gate/actions/route";
import { buildId } from "@/lib/gate/build";
import { isEnding } from "@/lib/gate/drain";
import { checkHealth } from "@/lib/gate/health";

/** For open pages, before they reload their data: the build that is served now; 503 while pages cannot be answered. */
export const GET = defineRoute({
  name: "build.told",
  audience: "public",
  handle: async () => {
    const { status } = await checkHealth();
    const headers = { "cache-control": "no-store" };
    return status === "ok" && !isEnding()
      ? Response.json({ build: buildId() }, { headers })
      : Response.json({ error: "unavailable" }, { status: 503, headers });
  },
});
