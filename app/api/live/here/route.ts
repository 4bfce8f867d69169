import { defineRoute } from "@/lib/gate/actions/route";
import { hereSchema } from "@/lib/threads/here/schema";
import { tellHere } from "@/lib/threads/here/service";

/** Tells colleagues in `thread` that the viewer looks at it, writes in it or has left. Takes no body. */
export const POST = defineRoute({
  name: "live.here",
  audience: "staff",
  background: true,
  limit: "pageByAccount",
  handle: async ({ asViewer }, request) => {
    const query = hereSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!query.success) return null;
    const { thread, doing } = query.data;
    const isTold = await asViewer("write", (context) => tellHere(context, thread, doing));
    return isTold ? new Response(null, { status: 204 }) : null;
  },
});
