"use server";

import { asButton, defineAction } from "@/lib/gate/actions/define";
import { decideFileSchema } from "./schema";
import { decideFile, forgetDiscarded } from "./service";

/** The action of the two buttons at each held file. */
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
