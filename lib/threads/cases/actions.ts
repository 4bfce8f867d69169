"use server";

import type { ClientViewer } from "@/db/viewer";
import { defineAction, type WriteContext } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { addParticipant, removeParticipant } from "@/lib/threads/cases/participants/service";
import { lockThread } from "@/lib/threads/life/queries";
import type { ClientContext } from "@/lib/threads/life/service";
import { actorOf, markRead } from "@/lib/threads/service";
import { caseSchema, closeSchema, fileCaseSchema, participantSchema, replySchema } from "./schema";
import { closeCase, fileCase, replyToCase } from "./service";

type Entered = WriteContext<ClientViewer>;
const named = (context: Entered): ClientContext => ({ ...context, name: context.signedIn.account.name });

export const fileCaseAction = defineAction({
  name: "case.file",
  audience: "client",
  input: fileCaseSchema,
  limit: "messageByAccount",
  run: (context, input) => fileCase(named(context), input),
  then: ({ number }) => `${routes.case(number)}?filed=yes`,
});

export const replyToCaseAction = defineAction({
  name: "case.reply",
  audience: "client",
  input: replySchema,
  limit: "messageByAccount",
  run: (context, input) => replyToCase(named(context), input),
  then: ({ number, messageId }) => `${routes.case(number)}?sent=${messageId}#m-${messageId}`,
});

export const closeCaseAction = defineAction({
  name: "case.close",
  audience: "client",
  input: closeSchema,
  limit: "messageByAccount",
  run: (context, input) => closeCase(named(context), input),
  then: ({ number }) => routes.case(number),
});

const actorOfContext = (context: Entered) => actorOf(context.viewer, context.signedIn.account.name);

export const addParticipantAction = defineAction({
  name: "case.add-participant",
  audience: "client",
  input: participantSchema,
  limit: "messageByAccount",
  run: (context, input) => addParticipant(context, actorOfContext(context), context.brand.key, input),
  then: ({ number }) => routes.case(number),
});

export const removeParticipantAction = defineAction({
  name: "case.remove-participant",
  audience: "client",
  input: participantSchema,
  limit: "messageByAccount",
  run: (context, input) => removeParticipant(context, actorOfContext(context), context.brand.key, input),
  // Who took themselves out may not see the case any more.
  then: ({ number }, { contact }, { viewer }) => (contact === viewer.contactId ? routes.cases : routes.case(number)),
});

/** Sent by the page itself once it is on screen. */
export const markReadAction = defineAction({
  name: "case.read",
  audience: "client",
  input: caseSchema,
  limit: "pageByAccount",
  run: async (context, { number }) => {
    const row = await lockThread(context, "case", { brand: context.brand.key, number });
    await markRead(context, row.id);
    return row.number;
  },
  then: (number) => routes.case(number),
});
