import { defineRoute } from "@/lib/gate/actions/route";
import { leadOn } from "@/lib/mail/notices/lead-on";

/** Leads on to what a notice tells of, and marks it as read. */
export const GET = defineRoute<"client", { id: string }>({
  name: "notices.open",
  audience: "client",
  signedOut: "login",
  limit: "pageByAccount",
  handle: (asking, request, { id }) => leadOn(asking, request, id),
});
