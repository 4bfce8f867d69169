import { defineRoute } from "@/lib/gate/actions/route";
import { recordManyLooks } from "@/lib/people/looks/service";
import { search } from "@/lib/site/search/queries";
import { MOST_AT_ONCE, parseSearch } from "@/lib/site/search/schema";

/** What the small window of the top bar shows for what is typed into it, under the rights of whoever types. */
export const GET = defineRoute({
  name: "search",
  audience: "signed-in",
  limit: "searchByAccount",
  whileViewing: true,
  handle: async ({ brand, signedIn, viewer, asViewer }, request) => {
    const q = parseSearch({ q: new URL(request.url).searchParams.get("q") ?? "" });
    const zone = signedIn.account.timeZone ?? brand.zone;
    const wanted = { q, brand, most: MOST_AT_ONCE, zone };
    const { answer, looked } = await asViewer("read", (context) => search(context, wanted));
    if (viewer.kind === "staff") await recordManyLooks(viewer, looked);
    return Response.json(answer);
  },
});
