"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { clientActions } from "@/lib/threads/actions";
import { chatSchema, saySchema, startChatSchema } from "./schema";
import { askForTranscript, endOwnChat, makeOwnCase, sayInChat, startChat } from "./service";

const { begin, close, read } = clientActions("chat");

export const startChatAction = defineAction({ name: "chat.start", ...begin(startChatSchema, startChat, "started") });

export const sayInChatAction = defineAction({
  name: "chat.say",
  audience: "client",
  input: saySchema,
  limit: "chatByAccount",
  run: (context, input) => sayInChat({ ...context, name: context.signedIn.account.name }, input),
  then: ({ number, messageId }) => `${routes.chat(number)}?sent=${messageId}#m-${messageId}`,
});

export const endChatAction = defineAction({ name: "chat.end", ...close(chatSchema, endOwnChat) });

export const makeCaseAction = defineAction({
  name: "chat.make-case",
  audience: "client",
  input: chatSchema,
  limit: "messageByAccount",
  run: (context, input) => makeOwnCase({ ...context, name: context.signedIn.account.name }, input),
  then: ({ caseNumber }) => routes.case(caseNumber),
});

export const mailTranscriptAction = defineAction({
  name: "chat.mail-transcript",
  audience: "client",
  input: chatSchema,
  limit: "messageByAccount",
  run: (context, input) => askForTranscript({ ...context, name: context.signedIn.account.name }, input),
  then: ({ number }) => `${routes.chat(number)}?mailed=yes`,
});

export const markChatReadAction = defineAction({ name: "chat.read", ...read });
