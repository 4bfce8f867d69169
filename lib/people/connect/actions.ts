"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { clientAddress } from "@/lib/gate/auth/client-address";
import { routes } from "@/lib/routes";
import { connectSchema } from "./schema";
import { receiveConnect } from "./service";

export const connectAction = defineAction({
  name: "connect.submit",
  audience: "public",
  input: connectSchema,
  limit: "inside",
  run: ({ brand, headers }, input) => receiveConnect(brand, input, clientAddress(headers)),
  then: () => routes.connectThanks,
});
