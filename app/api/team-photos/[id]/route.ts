import { z } from "zod";
import { defineRoute } from "@/lib/gate/actions/route";
import { findTeamPhoto } from "@/lib/people/account-team/queries";

/**
 * A photo of somebody on an account team, for viewers who see that team. A new photo gets a new id, so browsers may
 * cache it.
 */
export const GET = defineRoute({
  name: "team-photo.read",
  audience: "signed-in",
  background: true,
  whileViewing: true,
  handle: async ({ asViewer }, request, { id = "" }: Record<string, string>) => {
    if (!z.uuid().safeParse(id).success) return null;
    const image = await asViewer("read", (context) => findTeamPhoto(context, id));
    if (!image) return null;
    return new Response(request.method === "HEAD" ? null : new Uint8Array(image), {
      headers: {
        "content-type": "image/webp",
        "content-length": String(image.length),
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "private, max-age=31536000, immutable",
      },
    });
  },
});
