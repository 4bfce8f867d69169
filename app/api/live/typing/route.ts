import { z } from "zod";
import { defineRoute } from "@/lib/gate/actions/route";
import { tellTyping } from "@/lib/threads/typing/service";

/** The viewer is writing an answer in `thread`. Takes no body: there is nothing more to say. */
export const POST = defineRoute({
  name: "live.typing",
  audience: "signed-in",
  limit: "pageByAccount",
  handle: async ({ viewer }, request) => {
    const thread = z.uuid().safeParse(new URL(request.url).searchParams.get("thread"));
    if (!thread.success) return null;
    return (await tellTyping(viewer, thread.data)) ? new Response(null, { status: 204 }) : null;
  },
});
