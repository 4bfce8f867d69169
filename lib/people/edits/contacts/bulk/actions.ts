"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { afterDeed } from "@/lib/people/bulk-deeds/schema";
import { routes } from "@/lib/routes";
import { bulkDisableSchema, bulkInviteSchema } from "./schema";
import { disableMany, inviteMany } from "./service";

export const bulkInviteAction = defineAction({
  name: "contact.invite-chosen",
  audience: "staff",
  input: bulkInviteSchema,
  limit: "bulkMessageByAccount",
  run: inviteMany,
  then: ({ id }, { query }) => afterDeed(routes.staffContacts, query, id),
});

export const bulkDisableAction = defineAction({
  name: "contact.disable-chosen",
  audience: "staff",
  input: bulkDisableSchema,
  limit: "bulkByAccount",
  run: disableMany,
  then: ({ id }, { query }) => afterDeed(routes.staffContacts, query, id),
});
