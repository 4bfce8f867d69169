"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { colleaguesHref, inviteSchema } from "@/lib/people/colleagues/schema";
import { routes } from "@/lib/routes";
import { inviteOrAsk } from "./service";

export const inviteColleagueAction = defineAction({
  name: "colleagues.invite",
  audience: "client",
  input: inviteSchema,
  limit: "messageByAccount",
  run: (context, input) => inviteOrAsk({ ...context, name: context.signedIn.account.name }, input),
  then: ({ number }) => (number === null ? colleaguesHref({ done: "invited" }) : `${routes.request(number)}?asked=yes`),
});
