"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { setTermSchema } from "./schema";
import { setTerm } from "./service";

export const setTermAction = defineAction({
  name: "agreement.set-term",
  audience: "staff",
  input: setTermSchema,
  limit: "workByAccount",
  run: setTerm,
  then: (_, { agreement }) => `${routes.staffAgreement(agreement)}?saved=term#term`,
});
