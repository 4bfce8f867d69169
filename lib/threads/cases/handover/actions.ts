"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { handOverSchema } from "./schema";
import { handOverCase } from "./service";

export const handOverCaseAction = defineAction({
  name: "case.hand-over",
  audience: "client",
  input: handOverSchema,
  limit: "messageByAccount",
  run: (context, input) => handOverCase({ ...context, name: context.signedIn.account.name }, input),
  then: ({ number }) => routes.caseHandover(number),
});
