"use server";

import type { ClientViewer } from "@/db/viewer";
import { defineAction, type WriteContext } from "@/lib/gate/actions/define";
import { businessNow, openState } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import { clientActions } from "@/lib/threads/actions";
import { addParticipant, removeParticipant } from "@/lib/threads/cases/participants/service";
import { actorOf } from "@/lib/threads/service";
import { closeSchema, fileCaseSchema, participantSchema, replySchema } from "./schema";
import { closeCase, fileCase, replyToCase } from "./service";

const { begin, reply, close, read } = clientActions("case");

/** Where production is stopped and chat is closed, what happens now is shown first, else the page of the case. */
export const fileCaseAction = defineAction({
  name: "case.file",
  ...begin(fileCaseSchema, fileCase, "filed"),
  then: ({ number }, { severity }, { brand }) => {
    const isNight = severity === "production_stopped" && !openState(brand.chatCalendar, businessNow()).open;
    return `${isNight ? routes.caseTonight(number) : routes.case(number)}?filed=yes`;
  },
});

export const replyToCaseAction = defineAction({ name: "case.reply", ...reply(replySchema, replyToCase) });

export const closeCaseAction = defineAction({ name: "case.close", ...close(closeSchema, closeCase) });

const actorOfContext = (context: WriteContext<ClientViewer>) => actorOf(context.viewer, context.signedIn.account.name);

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
  // A participant who removed themselves may not see the case any more.
  then: ({ number }, { contact }, { viewer }) => (contact === viewer.contactId ? routes.cases : routes.case(number)),
});

export const markReadAction = defineAction({ name: "case.read", ...read });
