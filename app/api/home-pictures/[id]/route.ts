import { pictureAnswer } from "@/lib/files/picture-answer";
import { defineRoute } from "@/lib/gate/actions/route";
import { readPictureOut } from "@/lib/gate/brand/pictures";

/** The picture that the host's brand shows on its home page. */
export const GET = defineRoute<"public", { id: string }>({
  name: "home-picture.read",
  audience: "public",
  handle: async ({ brand }, request, { id }) => pictureAnswer(request, (size) => readPictureOut(brand, id, size)),
});
