"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { clientActions } from "@/lib/threads/actions";
import { askRequest } from "@/lib/threads/requests/ask/service";
import { askSchema, replySchema, requestSchema } from "./schema";
import { closeRequest, replyToRequest } from "./service";

const { begin, reply, close, read } = clientActions("request");

export const askRequestAction = defineAction({ name: "request.ask", ...begin(askSchema, askRequest, "asked") });

export const replyToRequestAction = defineAction({ name: "request.reply", ...reply(replySchema, replyToRequest) });

export const closeRequestAction = defineAction({ name: "request.close", ...close(requestSchema, closeRequest) });

export const markRequestReadAction = defineAction({ name: "request.read", ...read });
