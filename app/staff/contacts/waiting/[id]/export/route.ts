import { defineRoute } from "@/lib/gate/actions/route";
import { contentDisposition } from "@/lib/kit/content-disposition";
import { takeVisitorData } from "@/lib/people/connect/person-data/service";
import { parseVisitorId } from "@/lib/people/connect/staff/schema";

/** All that the portal holds on somebody who wrote under Connect with Us, as one JSON file. */
export const GET = defineRoute<"staff", { id: string }>({
  name: "visitor.data-export",
  audience: "staff",
  signedOut: "login",
  limit: "settingByAccount",
  handle: async ({ asViewer }, _, { id }) => {
    const visitor = parseVisitorId(id);
    const data = visitor && (await asViewer("write", (context) => takeVisitorData(context, visitor)));
    if (!data) return null;
    return new Response(JSON.stringify(data, null, 2), {
      headers: {
        "content-type": "application/json",
        "content-disposition": contentDisposition("attachment", `Data of ${data.email}`, "json"),
        "cache-control": "private, no-store",
      },
    });
  },
});
