import { z } from "zod";
import { pictureAnswer } from "@/lib/files/picture-answer";
import { defineRoute } from "@/lib/gate/actions/route";
import { findPictureBytes } from "@/lib/site/home-page/queries";

/** A picture that an editor has sent, whether it is out or not. */
export const GET = defineRoute({
  name: "home-picture.draft",
  audience: "staff",
  background: true,
  handle: async ({ asViewer }, request, { id = "" }: Record<string, string>) => {
    if (!z.uuid().safeParse(id).success) return null;
    return pictureAnswer(request, (size) => asViewer("read", (context) => findPictureBytes(context, id, size)));
  },
});
