import { packResponse } from "@/lib/files/pack";
import { defineRoute } from "@/lib/gate/actions/route";
import { parseClientId } from "@/lib/people/companies/staff/schema";
import { lookedOfContacts } from "@/lib/people/looks/queries";
import { recordLooks } from "@/lib/people/looks/service";
import { takePersonData } from "@/lib/people/person-data/service";

/** All that the portal holds on a contact: a JSON file and the files that they sent, in one archive. */
export const GET = defineRoute<"staff", { id: string }>({
  name: "contact.data-export",
  audience: "staff",
  signedOut: "login",
  limit: "settingByAccount",
  handle: async ({ asViewer, viewer }, _, { id }) => {
    const contact = parseClientId(id);
    const looked = contact ? await asViewer("read", (context) => lookedOfContacts(context, [contact])) : [];
    const data = contact && (await asViewer("write", (context) => takePersonData(context, contact)));
    if (!data) return null;
    for (const one of looked) await recordLooks(viewer, one, ["contacts", "money", "cases", "requests"]);
    return packResponse(`Data of ${data.contact.name}`, JSON.stringify(data, null, 2), data.files);
  },
});
