"use server";

import { AppError } from "@/lib/errors";
import { defineAction } from "@/lib/gate/actions/define";
import { clientAddress } from "@/lib/gate/auth/client-address";
import { getSession } from "@/lib/gate/auth/session";
import { thanksHref, voteSchema } from "./schema";
import { vote } from "./service";

export const voteAction = defineAction({
  name: "faq.vote",
  audience: "public",
  input: voteSchema,
  limit: "inside",
  run: async ({ brand, headers }, input) => {
    // Open to everybody, so nobody has asked yet whether an administrator looks on as a client.
    if ((await getSession())?.viewing)
      throw new AppError("FORBIDDEN", "You are viewing as a client: nothing can be changed.");
    return vote(brand.key, input, clientAddress(headers));
  },
  then: (_, { entry }) => thanksHref(entry),
});
