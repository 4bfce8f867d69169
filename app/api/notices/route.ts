import { defineRoute } from "@/lib/gate/actions/route";
import { readBell } from "@/lib/mail/notices/queries";

/** How many of the viewer's notices are unread, and when that was counted. */
export const GET = defineRoute({
  name: "notices.count",
  audience: "signed-in",
  // Asked by the open page whenever the bell rings: that must not keep a session from idling out.
  background: true,
  limit: "pageByAccount",
  handle: async ({ asViewer }) => Response.json(await asViewer("read", readBell)),
});
