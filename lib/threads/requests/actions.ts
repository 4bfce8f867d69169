"use server";

import type { ClientViewer } from "@/db/viewer";
import { defineAction, type WriteContext } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { lockThread } from "@/lib/threads/life/queries";
import type { ClientContext } from "@/lib/threads/life/service";
import { askRequest } from "@/lib/threads/requests/ask/service";

import { markRead } from "@/lib/threads/service";
import { askSchema, replySchema, requestSchema } from "./schema";
import { closeRequest, replyToRequest } from "./service";

const named = (context: WriteContext<ClientViewer>): ClientContext => ({
  ...context,
  name: context.signedIn.account.name,
});

export const askRequestAction = defineAction({
  name: "request.ask",
  audience: "client",
  input: askSchema,
  limit: "messageByAccount",
  run: (context, input) => askRequest(named(context), input),
  then: ({ number }) => `${routes.request(number)}?asked=yes`,
});

export const replyToRequestAction = defineAction({
  name: "request.reply",
  audience: "client",
  input: replySchema,
  limit: "messageByAccount",
  run: (context, input) => replyToRequest(named(context), input),
  then: ({ number, messageId }) => `${routes.request(number)}?sent=${messageId}#m-${messageId}`,
});

export const closeRequestAction = defineAction({
  name: "request.close",
  audience: "client",
  input: requestSchema,
  limit: "messageByAccount",
  run: (context, input) => closeRequest(named(context), input),
  then: ({ number }) => routes.request(number),
});

/** Sent by the page itself once it is on screen. */
export const markRequestReadAction = defineAction({
  name: "request.read",
  audience: "client",
  input: requestSchema,
  limit: "pageByAccount",
  run: async (context, { number }) => {
    const row = await lockThread(context, "request", { brand: context.brand.key, number });
    await markRead(context, row.id);
    return row.number;
  },
  then: (number) => routes.request(number),
});
