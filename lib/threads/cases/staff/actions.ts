"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { linkSchema, unlinkSchema } from "@/lib/threads/cases/staff/links/schema";
import { linkCases, unlinkCases } from "@/lib/threads/cases/staff/links/service";
import { mergeCaseSchema } from "@/lib/threads/cases/staff/merges/schema";
import { mergeCase } from "@/lib/threads/cases/staff/merges/service";
import {
  addParticipantByStaff,
  assignCase,
  removeParticipantByStaff,
  setStatus,
  takeCase,
  triageCase,
} from "@/lib/threads/cases/staff/triage/service";
import { staffActions } from "@/lib/threads/staff/actions";
import { bulkActions } from "@/lib/threads/staff/bulk/actions";
import {
  answerSchema,
  assignSchema,
  noteSchema,
  staffParticipantSchema,
  statusSchema,
  takeSchema,
  triageSchema,
} from "./schema";
import { answerCase, noteCase } from "./service";

const { answer, note, tell, work, follow, snooze, read } = staffActions("case");
const bulk = bulkActions("case");

export const answerCaseAction = defineAction({ name: "case.answer", ...answer(answerSchema, answerCase) });

export const noteCaseAction = defineAction({ name: "case.note", ...note(noteSchema, noteCase) });

export const assignCaseAction = defineAction({ name: "case.assign", ...work(assignSchema, assignCase) });

export const takeCaseAction = defineAction({ name: "case.take", ...work(takeSchema, takeCase) });

export const setCaseStatusAction = defineAction({ name: "case.set-status", ...tell(statusSchema, setStatus) });

export const triageCaseAction = defineAction({ name: "case.triage", ...work(triageSchema, triageCase) });

export const staffAddParticipantAction = defineAction({
  name: "case.staff-add-participant",
  ...tell(staffParticipantSchema, addParticipantByStaff),
});

export const staffRemoveParticipantAction = defineAction({
  name: "case.staff-remove-participant",
  ...tell(staffParticipantSchema, removeParticipantByStaff),
});

export const staffMarkCaseReadAction = defineAction({ name: "case.staff-read", ...read });

export const bulkAssignCasesAction = defineAction({ name: "case.bulk-assign", ...bulk.assign });

export const bulkSetCaseStatusAction = defineAction({ name: "case.bulk-status", ...bulk.status });

export const bulkCloseCasesAction = defineAction({ name: "case.bulk-close", ...bulk.close });

export const bulkSnoozeCasesAction = defineAction({ name: "case.bulk-snooze", ...bulk.snooze });

export const bulkUndoCasesAction = defineAction({ name: "case.bulk-undo", ...bulk.undo });

export const snoozeCaseAction = defineAction({ name: "case.snooze", ...snooze });

export const linkCasesAction = defineAction({ name: "case.link", ...work(linkSchema, linkCases) });

export const unlinkCasesAction = defineAction({ name: "case.unlink", ...work(unlinkSchema, unlinkCases) });

/** Shows the case in which the merged one goes on. */
export const mergeCaseAction = defineAction({ name: "case.merge", ...tell(mergeCaseSchema, mergeCase) });

export const followCaseAction = defineAction({ name: "case.follow", ...follow });
