import { defineRoute } from "@/lib/gate/actions/route";
import { leadOn } from "@/lib/mail/notices/lead-on";

/** Marks a notice as read and redirects to what it is about. */
export const GET = defineRoute<"staff", { id: string }>({
  name: "notices.open-staff",
  audience: "staff",
  signedOut: "login",
  limit: "pageByAccount",
  handle: (asking, request, { id }) => leadOn(asking, request, id),
});
