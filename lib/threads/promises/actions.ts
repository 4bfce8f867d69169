"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { causeSchema, savedHref } from "./schema";
import { sayCause } from "./service";

export const sayCauseAction = defineAction({
  name: "promises.say-cause",
  audience: "staff",
  input: causeSchema,
  limit: "workByAccount",
  run: sayCause,
  then: (_, { query }) => savedHref(query),
});
