import { z } from "zod";
import { defineRoute } from "@/lib/gate/actions/route";
import { tellTyping } from "@/lib/threads/typing/service";

/** Tells the others in `thread` that the viewer is typing. Takes no body. */
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
