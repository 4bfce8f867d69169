import { env } from "@/lib/env";
import { answerFile, answerHead } from "@/lib/files/serve";
import { issueTicket } from "@/lib/files/tickets";
import { dropFiles } from "@/lib/files/upload";
import { defineRoute } from "@/lib/gate/actions/route";
import { systemNow } from "@/lib/kit/time";
import { recordLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { findFile } from "@/lib/threads/files/queries";
import { lookedOfFile } from "@/lib/threads/looks/queries";

/**
 * Sends a file if the viewer may see it now. Answers HEAD too. If files have an origin of their own, it redirects
 * there, to an address that works once.
 */
export const GET = defineRoute({
  name: "files.read",
  audience: "signed-in",
  signedOut: "login",
  handle: async ({ asViewer, signedIn, brand, viewer }, request, { id = "" }: Record<string, string>) => {
    if (viewer.kind === "staff") {
      // A file that is in no thread yet is the viewer's own upload, or that of nobody.
      const looked = await asViewer("read", ({ db }) => lookedOfFile({ viewer, db }, id));
      if (looked) await recordLooks(viewer, looked, looked.kinds);
    }
    const { FILES_ORIGIN } = env();
    if (!FILES_ORIGIN || request.method === "HEAD") {
      const file = await asViewer("read", (context) => findFile(context, id));
      if (!file) return null;
      return request.method === "HEAD" ? answerHead(file) : answerFile(file, "portal");
    }
    const asker = { brand: brand.key, sessionId: signedIn.sessionId };
    const secret = await asViewer("write", async (context) => {
      const file = await findFile(context, id);
      return file && issueTicket(context, file.id, asker, systemNow());
    });
    if (!secret) return null;
    const headers = { location: `${FILES_ORIGIN}${routes.fileOnce(secret)}`, "referrer-policy": "no-referrer" };
    return new Response(null, { status: 303, headers });
  },
});

/** Deletes an upload that is not attached to anything yet. */
export const DELETE = defineRoute({
  name: "files.drop",
  audience: "signed-in",
  handle: async (asking, _request, { id = "" }: Record<string, string>) => {
    const dropped = await dropFiles(asking, [id]);
    return dropped.length > 0 ? new Response(null, { status: 204 }) : null;
  },
});
