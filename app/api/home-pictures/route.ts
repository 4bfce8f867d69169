import { z } from "zod";
import { AppError } from "@/lib/errors";
import { drain } from "@/lib/files/multipart";
import { encodePicture, PortraitRefused } from "@/lib/files/portrait";
import { readPortrait } from "@/lib/files/portrait-upload";
import { defineRoute } from "@/lib/gate/actions/route";
import { homePageDeskHref } from "@/lib/site/home-page/schema";
import { addPicture } from "@/lib/site/home-page/service";
import { requireContentEditor } from "@/lib/site/versions/service";

const asked = z.object({ brand: z.string().max(31), id: z.uuid() });

/** Takes a picture for a home page from a plain form, and redirects back to its editor. */
export const POST = defineRoute({
  name: "home-picture.add",
  audience: "staff",
  limit: "messageByAccount",
  handle: async ({ asViewer, signedIn }, request) => {
    const { brand, id } = asked.safeParse(Object.fromEntries(new URL(request.url).searchParams)).data ?? {};
    const back = (picture: string) => {
      const location = `${homePageDeskHref(brand ?? "", { picture })}#pictures`;
      return new Response(null, { status: 303, headers: { location } });
    };
    try {
      if (!brand || !id) throw new AppError("NOT_FOUND", "There is no such brand.");
      await asViewer("read", async (context) => requireContentEditor(context, brand));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await drain(request);
      return null;
    }
    try {
      const sent = await readPortrait(request);
      const sizes = await encodePicture(sent);
      const { name } = signedIn.account;
      await asViewer("write", (context) => addPicture({ ...context, name }, { id, brand, sent, sizes }));
      return back(id);
    } catch (error) {
      if (error instanceof PortraitRefused) return back(error.refusal);
      if (error instanceof AppError) return back("used");
      throw error;
    }
  },
});
