"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { haveItSchema } from "./schema";
import { haveIt } from "./service";

export const haveItAction = defineAction({
  name: "case.have-it",
  audience: "staff",
  input: haveItSchema,
  limit: "workByAccount",
  run: (context, input) => haveIt({ ...context, name: context.signedIn.account.name }, input),
  then: ({ number, from }) => (from === "alarm" ? routes.staffAlarm(number) : routes.staffCase(number)),
});
