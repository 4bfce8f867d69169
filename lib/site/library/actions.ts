"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { followSchema, parseResourceFilters, resourcesHref } from "./schema";
import { followProduct } from "./service";

export const followProductAction = defineAction({
  name: "library.follow",
  audience: "client",
  input: followSchema,
  limit: "settingByAccount",
  run: (context, input) => followProduct(context, input),
  then: (_, { list }) => resourcesHref(parseResourceFilters(Object.fromEntries(new URLSearchParams(list)))),
});
