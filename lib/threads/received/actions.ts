"use server";

import { asButton, defineAction } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { kindOf } from "@/lib/threads/kinds";
import { receivedMailSchema } from "./schema";
import { dismissMail, joinMail } from "./service";

export const joinMailAction = asButton(
  defineAction({
    name: "received.join",
    audience: "staff",
    input: receivedMailSchema,
    limit: "workByAccount",
    run: (context, input) => joinMail({ ...context, name: context.signedIn.account.name }, input),
    then: ({ kind, number }, { mail, back }) =>
      back ? kindOf(kind).staffPath(number) : routes.staffReceivedMail(mail),
  }),
);

export const dismissMailAction = asButton(
  defineAction({
    name: "received.dismiss",
    audience: "staff",
    input: receivedMailSchema,
    limit: "workByAccount",
    run: (context, input) => dismissMail({ ...context, name: context.signedIn.account.name }, input),
    then: ({ kind, number }, { mail, back }) =>
      back ? kindOf(kind).staffPath(number) : routes.staffReceivedMail(mail),
  }),
);
