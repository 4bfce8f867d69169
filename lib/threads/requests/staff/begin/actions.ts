"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { staffActions } from "@/lib/threads/staff/actions";
import { writeFirstSchema } from "./schema";
import { writeFirst } from "./service";

const { tell } = staffActions("request");

export const writeFirstAction = defineAction({ name: "request.write-first", ...tell(writeFirstSchema, writeFirst) });
