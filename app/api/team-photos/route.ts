import { AppError } from "@/lib/errors";
import { drain } from "@/lib/files/multipart";
import { encodePortrait, PortraitRefused } from "@/lib/files/portrait";
import { readPortrait } from "@/lib/files/portrait-upload";
import { defineRoute } from "@/lib/gate/actions/route";
import { findForPhoto, setPhoto } from "@/lib/people/account-team/staff/photos/service";
import { routes } from "@/lib/routes";

/** Takes the photo of somebody on an account team from a plain form, and redirects back to their page. */
export const POST = defineRoute({
  name: "team-photo.set",
  audience: "staff",
  limit: "messageByAccount",
  handle: async ({ asViewer }, request) => {
    const person = new URL(request.url).searchParams.get("person") ?? "";
    const back = (outcome: string) => {
      const location = `${routes.staffTeamMember(person)}?photo=${outcome}#photo`;
      return new Response(null, { status: 303, headers: { location } });
    };
    try {
      await asViewer("read", (context) => findForPhoto(context, person));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await drain(request);
      return null;
    }
    try {
      const image = await encodePortrait(await readPortrait(request));
      await asViewer("write", (context) => setPhoto(context, person, image));
      return back("saved");
    } catch (error) {
      if (error instanceof PortraitRefused) return back(error.refusal);
      if (error instanceof AppError) return null;
      throw error;
    }
  },
});
