"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { afterDeed } from "@/lib/people/bulk-deeds/schema";
import { routes } from "@/lib/routes";
import { takeChatsSchema } from "./schema";
import { takeChats } from "./service";

export const takeChatsAction = defineAction({
  name: "chat.take-chosen",
  audience: "staff",
  input: takeChatsSchema,
  limit: "bulkByAccount",
  run: (context, input) => takeChats({ ...context, name: context.signedIn.account.name }, input),
  then: ({ id }, { query }) => afterDeed(routes.staffChatList, query, id),
});
