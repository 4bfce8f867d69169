"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { clientAddress } from "@/lib/gate/auth/client-address";
import { thanksHref, voteSchema } from "./schema";
import { vote } from "./service";

export const voteAction = defineAction({
  name: "faq.vote",
  audience: "public",
  input: voteSchema,
  limit: "inside",
  run: ({ brand, headers }, input) => vote(brand.key, input, clientAddress(headers)),
  then: (_, { entry }) => thanksHref(entry),
});
