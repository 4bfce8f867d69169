"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { followSchema, parseResourceFilters, resourcesHref, solvedSchema } from "./schema";
import { followProduct, saySolved } from "./service";

export const followProductAction = defineAction({
  name: "library.follow",
  audience: "client",
  input: followSchema,
  limit: "settingByAccount",
  run: (context, input) => followProduct(context, input),
  then: (_, { list }) => resourcesHref(parseResourceFilters(Object.fromEntries(new URLSearchParams(list)))),
});

export const solvedAction = defineAction({
  name: "library.solved",
  audience: "client",
  input: solvedSchema,
  limit: "settingByAccount",
  run: (context, input) => saySolved(context, input),
  then: (_, { resource }) => `${routes.resource(resource)}?note=solved`,
});
