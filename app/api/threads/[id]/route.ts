import { z } from "zod";
import { defineRoute } from "@/lib/gate/actions/route";
import { readThread } from "@/lib/threads/queries";

const MAX_PLACE = 200;

/** A thread as its viewer may see it now; with `after` only what came after that place. */
export const GET = defineRoute<"signed-in", { id: string }>({
  name: "threads.read",
  audience: "signed-in",
  // An open page asks by itself, once a minute too: that is no activity of the person, so the session still idles out.
  background: true,
  limit: "pageByAccount",
  handle: async ({ brand, signedIn, asViewer }, request, { id }) => {
    if (!z.uuid().safeParse(id).success) return null;
    const after = new URL(request.url).searchParams.get("after")?.slice(0, MAX_PLACE) ?? null;
    const local = { zone: signedIn.account.timeZone ?? brand.zone };
    const page = await asViewer("read", (context) => readThread(context, id, local, after));
    return page && Response.json(page);
  },
});
