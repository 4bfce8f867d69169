"use server";

import { asButton, defineAction } from "@/lib/gate/actions/define";
import { decideFileSchema } from "./schema";
import { decideFile, forgetDiscarded } from "./service";

/** Two buttons at each file that is held. */
export const decideFileAction = asButton(
  defineAction({
    name: "file.decide",
    audience: "staff",
    input: decideFileSchema,
    limit: "workByAccount",
    run: decideFile,
    then: async (decided) => {
      await forgetDiscarded(decided);
      return decided.path;
    },
  }),
);
