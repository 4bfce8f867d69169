"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { pageOfDecisions } from "./list/schema";
import { handBackFieldSchema, handBackSchema } from "./schema";
import { handBackDecision, handBackField } from "./service";

export const handBackAction = defineAction({
  name: "portal-decision.hand-back",
  audience: "staff",
  input: handBackSchema,
  limit: "workByAccount",
  run: (context, { decision }) => handBackDecision(context, decision),
  then: (_, page) => pageOfDecisions(page),
});

export const handBackFieldAction = defineAction({
  name: "portal-decision.hand-back-field",
  audience: "staff",
  input: handBackFieldSchema,
  limit: "workByAccount",
  run: handBackField,
  then: (_, page) => pageOfDecisions(page),
});
