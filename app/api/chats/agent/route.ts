import { defineRoute } from "@/lib/gate/actions/route";
import { countDesk } from "@/lib/threads/chats/staff/desk/queries";
import { worksChats } from "@/lib/threads/chats/staff/policy";
import { beAtDesk } from "@/lib/threads/chats/staff/service";

/** Records that an agent's browser is there, and answers how many chats wait and how many of the agent's are unread. */
export const POST = defineRoute({
  name: "chats.agent",
  audience: "staff",
  background: true,
  limit: "pageByAccount",
  handle: async ({ viewer, signedIn, asViewer }) => {
    if (!worksChats(viewer)) return null;
    const counts = await asViewer("write", async (context) => {
      await beAtDesk({ ...context, name: signedIn.account.name });
      return countDesk(context);
    });
    return Response.json(counts);
  },
});
