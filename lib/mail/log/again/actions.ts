"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { afterDeed } from "@/lib/people/bulk-deeds/schema";
import { routes } from "@/lib/routes";
import { bulkSendAgainSchema, sendAgainSchema } from "./schema";
import { sendMailAgain, sendManyAgain } from "./service";

export const sendAgainAction = defineAction({
  name: "mail.send-again",
  audience: "staff",
  input: sendAgainSchema,
  limit: "messageByAccount",
  run: sendMailAgain,
  then: (_, { mail }) => routes.staffMailItem(mail),
});

export const bulkSendAgainAction = defineAction({
  name: "mail.send-chosen-again",
  audience: "staff",
  input: bulkSendAgainSchema,
  limit: "bulkMessageByAccount",
  run: sendManyAgain,
  then: ({ id }, { query }) => afterDeed(routes.staffMail, query, id),
});
