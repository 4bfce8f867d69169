"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { removeViewSchema, saveViewSchema, viewHref } from "./schema";
import { removeView, saveView } from "./service";

export const saveViewAction = defineAction({
  name: "saved-view.save",
  audience: "staff",
  input: saveViewSchema,
  limit: "settingByAccount",
  run: saveView,
  then: (_, { list, query }) => viewHref(list, query),
});

export const removeViewAction = defineAction({
  name: "saved-view.remove",
  audience: "staff",
  input: removeViewSchema,
  limit: "settingByAccount",
  run: removeView,
  then: (_, { list, query }) => viewHref(list, query),
});
