import { answerFile, answerHead } from "@/lib/files/serve";
import { defineRoute } from "@/lib/gate/actions/route";
import { findOpened, type Opened } from "@/lib/site/library/queries";
import { countUse } from "@/lib/site/library/service";

/** An editor took the address, on one of the brand's hosts. Where it leads learns nothing of the page that led there. */
const leadTo = (url: string) =>
  new Response(null, { status: 303, headers: { location: url, "referrer-policy": "no-referrer" } });

const answer = (opened: Opened) => (opened.url === undefined ? answerFile(opened.file, "portal") : leadTo(opened.url));

/**
 * Sends the file of a version if the viewer may see it at this moment, or leads to its address, and counts that. Answers
 * HEAD too, which counts nothing. What browsers could run is only ever downloaded.
 */
export const GET = defineRoute({
  name: "library.file",
  audience: "signed-in",
  signedOut: "login",
  limit: "pageByAccount",
  handle: async ({ asViewer }, request, { id = "", version = "" }: Record<string, string>) => {
    if (request.method === "HEAD") {
      const opened = await asViewer("read", (context) => findOpened(context, id, version));
      return opened?.file ? answerHead(opened.file) : opened && answer(opened);
    }
    const opened = await asViewer("write", async ({ viewer, db }) => {
      const found = await findOpened({ viewer, db }, id, version);
      if (found && viewer.kind === "client") await countUse({ viewer, db }, id);
      return found;
    });
    return opened && answer(opened);
  },
});
