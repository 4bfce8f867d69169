"use server";

import type { StaffViewer } from "@/db/viewer";
import { asButton, defineAction, type WriteContext } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { caseSchema } from "@/lib/threads/cases/schema";
import {
  addParticipantByStaff,
  assignCase,
  dismissMail,
  removeParticipantByStaff,
  setStatus,
  takeCase,
  triageCase,
} from "@/lib/threads/cases/staff/triage/service";
import { markThreadRead, type StaffContext } from "@/lib/threads/staff/service";
import { itemAnchor } from "@/lib/threads/types";
import {
  answerSchema,
  assignSchema,
  dismissSchema,
  noteSchema,
  staffParticipantSchema,
  statusSchema,
  takeSchema,
  triageSchema,
} from "./schema";
import { answerCase, noteCase } from "./service";

const named = (context: WriteContext<StaffViewer>): StaffContext => ({
  ...context,
  name: context.signedIn.account.name,
});

const toCase = ({ number }: { readonly number: string }) => routes.staffCase(number);

export const answerCaseAction = defineAction({
  name: "case.answer",
  audience: "staff",
  input: answerSchema,
  limit: "messageByAccount",
  run: (context, input) => answerCase(named(context), input),
  then: ({ number, messageId }) => `${routes.staffCase(number)}?sent=${messageId}#m-${messageId}`,
});

export const noteCaseAction = defineAction({
  name: "case.note",
  audience: "staff",
  input: noteSchema,
  limit: "messageByAccount",
  run: (context, input) => noteCase(named(context), input),
  then: ({ number, noteId }) => `${routes.staffCase(number)}#${itemAnchor("note", noteId)}`,
});

export const assignCaseAction = defineAction({
  name: "case.assign",
  audience: "staff",
  input: assignSchema,
  limit: "workByAccount",
  run: (context, input) => assignCase(named(context), input),
  then: toCase,
});

export const takeCaseAction = defineAction({
  name: "case.take",
  audience: "staff",
  input: takeSchema,
  limit: "workByAccount",
  run: (context, input) => takeCase(named(context), input),
  then: toCase,
});

export const setCaseStatusAction = defineAction({
  name: "case.set-status",
  audience: "staff",
  input: statusSchema,
  limit: "messageByAccount",
  run: (context, input) => setStatus(named(context), input),
  then: toCase,
});

export const triageCaseAction = defineAction({
  name: "case.triage",
  audience: "staff",
  input: triageSchema,
  limit: "workByAccount",
  run: (context, input) => triageCase(named(context), input),
  then: toCase,
});

export const staffAddParticipantAction = defineAction({
  name: "case.staff-add-participant",
  audience: "staff",
  input: staffParticipantSchema,
  limit: "messageByAccount",
  run: (context, input) => addParticipantByStaff(named(context), input),
  then: toCase,
});

export const staffRemoveParticipantAction = defineAction({
  name: "case.staff-remove-participant",
  audience: "staff",
  input: staffParticipantSchema,
  limit: "messageByAccount",
  run: (context, input) => removeParticipantByStaff(named(context), input),
  then: toCase,
});

/** For a browser without scripts; with them the thread says by itself that it was read. */
export const staffMarkCaseReadAction = defineAction({
  name: "case.staff-read",
  audience: "staff",
  input: caseSchema,
  limit: "pageByAccount",
  run: (context, { number }) => markThreadRead(context, "case", number),
  then: toCase,
});

/** A button on each mail that nobody vouches for. */
export const dismissMailAction = asButton(
  defineAction({
    name: "case.dismiss-mail",
    audience: "staff",
    input: dismissSchema,
    limit: "workByAccount",
    run: (context, input) => dismissMail(named(context), input),
    then: toCase,
  }),
);
