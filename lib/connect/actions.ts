"use server";

import { defineAction } from "@/lib/actions/define";
import { routes } from "@/lib/routes";
import { connectSchema } from "./schema";
import { receiveConnect } from "./service";

export const connectAction = defineAction({
  name: "connect.submit",
  audience: "public",
  input: connectSchema,
  run: ({ brand }, input) => receiveConnect(brand, input),
  then: () => routes.connectThanks,
});
