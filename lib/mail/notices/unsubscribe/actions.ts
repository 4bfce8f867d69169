"use server";

import { AppError } from "@/lib/errors";
import { defineAction } from "@/lib/gate/actions/define";
import { unsubscribe } from "@/lib/mail/unsubscribe/stop";
import { routes } from "@/lib/routes";
import { unsubscribeSchema } from "./schema";

export const unsubscribeAction = defineAction({
  name: "mail.unsubscribe",
  audience: "public",
  input: unsubscribeSchema,
  limit: "inside",
  run: async ({ brand }, { token }) => {
    if (!(await unsubscribe(brand, token))) throw new AppError("NOT_FOUND", "There is no such link.");
    return token;
  },
  then: (token) => routes.unsubscribed(token),
});
