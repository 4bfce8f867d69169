"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { setCoverageSchema } from "./schema";
import { setCoverage } from "./service";

export const setCoverageAction = defineAction({
  name: "agreement.set-coverage",
  audience: "staff",
  input: setCoverageSchema,
  limit: "workByAccount",
  run: setCoverage,
  then: (_, { agreement }) => `${routes.staffAgreement(agreement)}?saved=coverage#coverage`,
});
