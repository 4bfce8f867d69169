"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { afterDeed } from "@/lib/people/bulk-deeds/schema";
import { routes } from "@/lib/routes";
import { assignRenewalsSchema } from "./schema";
import { assignRenewals } from "./service";

export const assignRenewalsAction = defineAction({
  name: "renewal.assign-chosen",
  audience: "staff",
  input: assignRenewalsSchema,
  limit: "bulkByAccount",
  run: (context, input) => assignRenewals({ ...context, name: context.signedIn.account.name }, input),
  then: ({ id }, { query }) => afterDeed(routes.staffRenewals, query, id),
});
