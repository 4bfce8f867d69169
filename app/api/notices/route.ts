import { defineRoute } from "@/lib/gate/actions/route";
import { readBell } from "@/lib/mail/notices/queries";

/** How many of the viewer's notices are unread, and when that was counted. */
export const GET = defineRoute({
  name: "notices.count",
  audience: "signed-in",
  // An open page asks whenever a notice comes: that is no activity of the person, so the session still idles out.
  background: true,
  limit: "pageByAccount",
  handle: async ({ asViewer }) => Response.json(await asViewer("read", readBell)),
});
