"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { doneHref } from "@/lib/people/connect/staff/schema";
import { visitorErasureSchema } from "./schema";
import { eraseVisitor } from "./service";

export const eraseVisitorAction = defineAction({
  name: "visitor.erase",
  audience: "staff",
  input: visitorErasureSchema,
  limit: "settingByAccount",
  run: eraseVisitor,
  then: () => doneHref("erased"),
});
