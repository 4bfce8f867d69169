"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { browserOf } from "@/lib/gate/auth/browser";
import { withCurrentPassword, wrongPassword } from "@/lib/gate/auth/current-password";
import { routes } from "@/lib/routes";
import { askForChangeSchema } from "./schema";
import { askForChange } from "./service";

export const askForChangeAction = defineAction({
  name: "request.change",
  audience: "client",
  input: askForChangeSchema,
  limit: "messageByAccount",
  // A change of the sign-in email needs the current password: somebody who only got hold of a session must not be able
  // to start taking over the account by changing its address.
  before: async (entered, { field, currentPassword }) => {
    if (field !== "email") return;
    if (!currentPassword) throw wrongPassword("Enter the password that you have now.");
    await withCurrentPassword(entered.signedIn, currentPassword, await browserOf(entered), async () => undefined);
  },
  run: (context, { currentPassword: _, ...input }) =>
    askForChange({ ...context, name: context.signedIn.account.name }, input),
  then: ({ number }) => `${routes.request(number)}?asked=yes`,
});
