"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { clientAddress } from "@/lib/gate/auth/client-address";
import { systemNow } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import { confirmConnectSchema, connectSchema } from "./schema";
import { confirmConnect, receiveConnect } from "./service";

export const connectAction = defineAction({
  name: "connect.submit",
  audience: "public",
  input: connectSchema,
  limit: "inside",
  run: ({ brand, headers }, input) => receiveConnect(brand, input, clientAddress(headers)),
  then: () => routes.connectThanks,
});

export const confirmConnectAction = defineAction({
  name: "connect.confirm",
  audience: "public",
  input: confirmConnectSchema,
  limit: "inside",
  run: ({ brand, headers }, { token }) =>
    confirmConnect(brand, token, { address: clientAddress(headers), now: systemNow() }),
  then: () => routes.connectConfirmed,
});
