"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { approveChange, declineChange } from "@/lib/threads/requests/changes/staff/service";
import {
  assignRequest,
  setDue,
  setRequestStatus,
  standIn,
  takeRequest,
} from "@/lib/threads/requests/staff/work/service";
import { staffActions } from "@/lib/threads/staff/actions";
import { bulkActions } from "@/lib/threads/staff/bulk/actions";
import {
  answerRequestSchema,
  approveSchema,
  assignRequestSchema,
  declineSchema,
  dueSchema,
  noteRequestSchema,
  requestStatusSchema,
  standInSchema,
  takeRequestSchema,
} from "./schema";
import { answerRequest, noteRequest } from "./service";

const { answer, note, tell, work, follow, snooze, read } = staffActions("request");
const bulk = bulkActions("request");

export const answerRequestAction = defineAction({
  name: "request.answer",
  ...answer(answerRequestSchema, answerRequest),
});

export const noteRequestAction = defineAction({ name: "request.note", ...note(noteRequestSchema, noteRequest) });

export const assignRequestAction = defineAction({
  name: "request.assign",
  ...work(assignRequestSchema, assignRequest),
});

export const takeRequestAction = defineAction({ name: "request.take", ...work(takeRequestSchema, takeRequest) });

export const standInAction = defineAction({ name: "request.stand-in", ...work(standInSchema, standIn) });

export const setRequestStatusAction = defineAction({
  name: "request.set-status",
  ...tell(requestStatusSchema, setRequestStatus),
});

export const setDueAction = defineAction({ name: "request.set-due", ...tell(dueSchema, setDue) });

export const approveChangeAction = defineAction({
  name: "request.approve-change",
  ...tell(approveSchema, approveChange),
});

export const declineChangeAction = defineAction({
  name: "request.decline-change",
  ...tell(declineSchema, declineChange),
});

export const staffMarkRequestReadAction = defineAction({ name: "request.staff-read", ...read });

export const bulkAssignRequestsAction = defineAction({ name: "request.bulk-assign", ...bulk.assign });

export const bulkSetRequestStatusAction = defineAction({ name: "request.bulk-status", ...bulk.status });

export const bulkCloseRequestsAction = defineAction({ name: "request.bulk-close", ...bulk.close });

export const bulkSnoozeRequestsAction = defineAction({ name: "request.bulk-snooze", ...bulk.snooze });

export const bulkUndoRequestsAction = defineAction({ name: "request.bulk-undo", ...bulk.undo });

export const snoozeRequestAction = defineAction({ name: "request.snooze", ...snooze });

export const followRequestAction = defineAction({ name: "request.follow", ...follow });
