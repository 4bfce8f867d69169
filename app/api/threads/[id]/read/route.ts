import { z } from "zod";
import { AppError } from "@/lib/errors";
import { defineRoute } from "@/lib/gate/actions/route";
import { markRead } from "@/lib/threads/service";

/** Records that the viewer has read the thread up to now. */
export const POST = defineRoute<"signed-in", { id: string }>({
  name: "threads.mark-read",
  audience: "signed-in",
  // An open page sends this whenever something comes: that is no activity of the person, so the session still idles
  // out.
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
