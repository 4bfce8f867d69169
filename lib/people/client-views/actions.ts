"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { endClientView } from "@/lib/gate/auth/client-view";
import { systemNow } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import { endViewSchema, startViewSchema } from "./schema";
import { startClientView } from "./service";

export const startViewAction = defineAction({
  name: "client-view.start",
  audience: "staff",
  input: startViewSchema,
  limit: "workByAccount",
  run: (context, input) => startClientView(context, input),
  then: () => routes.dashboard,
});

export const endViewAction = defineAction({
  name: "client-view.end",
  audience: "account",
  whileViewing: true,
  input: endViewSchema,
  limit: "workByAccount",
  run: async ({ signedIn }) => {
    await endClientView(signedIn, systemNow());
    return signedIn.viewing?.contactId ?? null;
  },
  // Somebody whose look is over already goes on to their own first page.
  then: (contact) => (contact ? routes.staffContact(contact) : routes.dashboard),
});
