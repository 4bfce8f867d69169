"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { handOverSchema } from "./schema";
import { handOverWork } from "./service";

export const handOverWorkAction = defineAction({
  name: "staff.hand-over",
  audience: "staff",
  input: handOverSchema,
  limit: "workByAccount",
  run: (context, input) => handOverWork({ ...context, name: context.signedIn.account.name }, input),
  then: ({ moved, left }, { account }) => `${routes.staffAccount(account)}?moved=${moved}&left=${left}#work`,
});
