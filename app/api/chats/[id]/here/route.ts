import { z } from "zod";
import { defineRoute } from "@/lib/gate/actions/route";
import { loadBrands } from "@/lib/gate/brand/load";
import { readBody } from "@/lib/kit/read-body";
import { beHere } from "@/lib/threads/chats/presence/service";
import { hereSchema } from "@/lib/threads/chats/schema";

const MAX_BYTES = 1024;

/** Records that the viewer has the chat open, and answers how it stands. */
export const POST = defineRoute<"signed-in", { id: string }>({
  name: "chats.here",
  audience: "signed-in",
  // An open page sends this by itself: that is no activity of the person, so the session still idles out.
  background: true,
  limit: "pageByAccount",
  handle: async ({ brand, signedIn, asViewer }, request, { id }) => {
    if (!z.uuid().safeParse(id).success) return null;
    const body = await readBody(request, MAX_BYTES);
    const here = hereSchema.safeParse(body ? parse(body.toString("utf8")) : null);
    if (!here.success) return new Response(null, { status: 422 });
    const local = { zone: signedIn.account.timeZone ?? brand.zone };
    const brands = await loadBrands();
    const state = await asViewer("write", (context) => beHere(context, id, here.data, brands, local));
    return state && Response.json(state);
  },
});

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
