"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { colleaguesHref, removeSchema } from "./schema";
import { removeColleague } from "./service";

export const removeColleagueAction = defineAction({
  name: "colleagues.remove",
  audience: "client",
  input: removeSchema,
  limit: "settingByAccount",
  run: (context, input) => removeColleague(context, input),
  then: () => colleaguesHref({ done: "removed" }),
});
