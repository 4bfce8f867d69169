import { z } from "zod";
import { defineRoute } from "@/lib/gate/actions/route";
import { recordLooks } from "@/lib/people/looks/service";
import { lookedOfThread } from "@/lib/threads/looks/queries";
import { readThread } from "@/lib/threads/queries";

const MAX_PLACE = 200;

/** A thread as its viewer may see it now; with `after` only what came after that place. */
export const GET = defineRoute<"signed-in", { id: string }>({
  name: "threads.read",
  audience: "signed-in",
  // An open page asks by itself, once a minute too: that is no activity of the person, so the session still idles out.
  background: true,
  whileViewing: true,
  limit: "pageByAccount",
  handle: async ({ brand, signedIn, viewer, asViewer }, request, { id }) => {
    if (!z.uuid().safeParse(id).success) return null;
    const after = new URL(request.url).searchParams.get("after")?.slice(0, MAX_PLACE) ?? null;
    const local = { zone: signedIn.account.timeZone ?? brand.zone };
    const { page, looked } = await asViewer("read", async (context) => ({
      page: await readThread(context, id, local, after),
      looked: context.viewer.kind === "staff" ? await lookedOfThread({ ...context, viewer: context.viewer }, id) : null,
    }));
    if (viewer.kind === "staff" && page) {
      if (!looked) return null;
      await recordLooks(viewer, looked, looked.kinds);
    }
    return page && Response.json(page);
  },
});
