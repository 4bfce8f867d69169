"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { mergeSchema, undoSchema } from "./schema";
import { mergeRecords, undoMerge } from "./service";

export const mergeAction = defineAction({
  name: "merge.merge",
  audience: "staff",
  input: mergeSchema,
  limit: "workByAccount",
  run: mergeRecords,
  then: (_, { kind, survivor }) => routes.staffEdit(kind, survivor, "merged"),
});

export const undoMergeAction = defineAction({
  name: "merge.undo",
  audience: "staff",
  input: undoSchema,
  limit: "workByAccount",
  run: undoMerge,
  then: ({ kind, mergedId }) => routes.staffEdit(kind, mergedId, "undone"),
});
