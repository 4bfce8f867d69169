import { z } from "zod";
import { AppError } from "@/lib/errors";
import { defineRoute } from "@/lib/gate/actions/route";
import { markRead } from "@/lib/threads/service";

/** The viewer has had the thread before their eyes up to now. */
export const POST = defineRoute<"signed-in", { id: string }>({
  name: "threads.mark-read",
  audience: "signed-in",
  // Sent by the open page whenever something comes: that must not keep a session from idling out.
  background: true,
  limit: "pageByAccount",
  handle: async ({ asViewer }, _request, { id }) => {
    if (!z.uuid().safeParse(id).success) return null;
    try {
      await asViewer("write", (context) => markRead(context, id));
      return new Response(null, { status: 204 });
    } catch (error) {
      if (error instanceof AppError && error.code === "NOT_FOUND") return null;
      throw error;
    }
  },
});
