"use server";

import type { StaffViewer } from "@/db/viewer";
import { asButton, defineAction, type WriteContext } from "@/lib/gate/actions/define";
import { routes } from "@/lib/routes";
import { approveChange, declineChange } from "@/lib/threads/requests/changes/staff/service";
import { requestSchema } from "@/lib/threads/requests/schema";
import {
  assignRequest,
  dismissRequestMail,
  setDue,
  setRequestStatus,
  standIn,
  takeRequest,
} from "@/lib/threads/requests/staff/work/service";
import { markThreadRead, type StaffContext } from "@/lib/threads/staff/service";
import { itemAnchor } from "@/lib/threads/types";
import {
  answerRequestSchema,
  approveSchema,
  assignRequestSchema,
  declineSchema,
  dismissRequestMailSchema,
  dueSchema,
  noteRequestSchema,
  requestStatusSchema,
  standInSchema,
  takeRequestSchema,
} from "./schema";
import { answerRequest, noteRequest } from "./service";

const named = (context: WriteContext<StaffViewer>): StaffContext => ({
  ...context,
  name: context.signedIn.account.name,
});

const toRequest = ({ number }: { readonly number: string }) => routes.staffRequest(number);

export const answerRequestAction = defineAction({
  name: "request.answer",
  audience: "staff",
  input: answerRequestSchema,
  limit: "messageByAccount",
  run: (context, input) => answerRequest(named(context), input),
  then: ({ number, messageId }) => `${routes.staffRequest(number)}?sent=${messageId}#m-${messageId}`,
});

export const noteRequestAction = defineAction({
  name: "request.note",
  audience: "staff",
  input: noteRequestSchema,
  limit: "messageByAccount",
  run: (context, input) => noteRequest(named(context), input),
  then: ({ number, noteId }) => `${routes.staffRequest(number)}#${itemAnchor("note", noteId)}`,
});

export const assignRequestAction = defineAction({
  name: "request.assign",
  audience: "staff",
  input: assignRequestSchema,
  limit: "workByAccount",
  run: (context, input) => assignRequest(named(context), input),
  then: toRequest,
});

export const takeRequestAction = defineAction({
  name: "request.take",
  audience: "staff",
  input: takeRequestSchema,
  limit: "workByAccount",
  run: (context, input) => takeRequest(named(context), input),
  then: toRequest,
});

export const standInAction = defineAction({
  name: "request.stand-in",
  audience: "staff",
  input: standInSchema,
  limit: "workByAccount",
  run: (context, input) => standIn(named(context), input),
  then: toRequest,
});

export const setRequestStatusAction = defineAction({
  name: "request.set-status",
  audience: "staff",
  input: requestStatusSchema,
  limit: "messageByAccount",
  run: (context, input) => setRequestStatus(named(context), input),
  then: toRequest,
});

export const setDueAction = defineAction({
  name: "request.set-due",
  audience: "staff",
  input: dueSchema,
  limit: "messageByAccount",
  run: (context, input) => setDue(named(context), input),
  then: toRequest,
});

export const approveChangeAction = defineAction({
  name: "request.approve-change",
  audience: "staff",
  input: approveSchema,
  limit: "messageByAccount",
  run: (context, input) => approveChange(named(context), input),
  then: toRequest,
});

export const declineChangeAction = defineAction({
  name: "request.decline-change",
  audience: "staff",
  input: declineSchema,
  limit: "messageByAccount",
  run: (context, input) => declineChange(named(context), input),
  then: toRequest,
});

/** For a browser without scripts; with them the thread says by itself that it was read. */
export const staffMarkRequestReadAction = defineAction({
  name: "request.staff-read",
  audience: "staff",
  input: requestSchema,
  limit: "pageByAccount",
  run: (context, { number }) => markThreadRead(context, "request", number),
  then: toRequest,
});

/** A button on each mail that nobody vouches for. */
export const dismissRequestMailAction = asButton(
  defineAction({
    name: "request.dismiss-mail",
    audience: "staff",
    input: dismissRequestMailSchema,
    limit: "workByAccount",
    run: (context, input) => dismissRequestMail(named(context), input),
    then: toRequest,
  }),
);
