"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { staffActions } from "@/lib/threads/staff/actions";
import { phonedCaseSchema } from "./schema";
import { filePhonedCase } from "./service";

const { tell } = staffActions("case");

export const filePhonedCaseAction = defineAction({
  name: "case.file-for-contact",
  ...tell(phonedCaseSchema, filePhonedCase),
});
