import { z } from "zod";
import { CASE_STATUSES, CLOSE_REASONS, SEVERITIES } from "@/db/schema/constants";
import { caseNumber, participantSchema } from "@/lib/threads/cases/schema";
import { messageFields, NOTES_NOTHING, SAYS_NOTHING, saysSomething } from "@/lib/threads/schema";

/** Statuses that an agent can choose for after an answer. Closing this way means solved. */
const AFTER_ANSWER = ["waiting_on_you", "in_progress", "closed"] as const;

export const answerSchema = z
  .object({
    ...messageFields,
    number: caseNumber,
    /** Absent: what follows on an answer as a rule. */
    then: z.enum(AFTER_ANSWER).optional(),
    /** The newest message on the agent's screen. Absent: nothing is compared. */
    seen: z.uuid().optional(),
  })
  .refine(saysSomething, SAYS_NOTHING);
export type AnswerInput = z.output<typeof answerSchema>;

export const noteSchema = z.object({ ...messageFields, number: caseNumber }).refine(saysSomething, NOTES_NOTHING);
export type NoteInput = z.output<typeof noteSchema>;

export const assignSchema = z.object({
  number: caseNumber,
  /** Absent: nobody. */
  assignee: z.uuid("Choose somebody from the list.").optional(),
});
export type AssignInput = z.output<typeof assignSchema>;

export const takeSchema = z.object({
  number: caseNumber,
  /** Who had the case on the agent's screen. Absent: nobody. */
  from: z.uuid().optional(),
});
export type TakeInput = z.output<typeof takeSchema>;

/** A status as the form sends it; closing carries its reason. */
export const STATUS_CHOICES = [
  "in_progress",
  "waiting_on_you",
  ...CLOSE_REASONS.map((reason) => `closed:${reason}` as const),
] as const;
export type StatusChoice = (typeof STATUS_CHOICES)[number];

export const statusSchema = z.object({
  number: caseNumber,
  status: z.enum(STATUS_CHOICES, "Choose the new status."),
  /** The status on the agent's screen. */
  from: z.enum(CASE_STATUSES),
  /** The newest message there, which a client may have written behind: it leaves some statuses as they are. */
  seen: z.uuid().optional(),
});
export type StatusInput = z.output<typeof statusSchema>;

const line = (maximum: number) =>
  z
    .string()
    .transform((text) =>
      text
        .replaceAll(/\p{Cc}+/gu, " ")
        .toWellFormed()
        .trim(),
    )
    .pipe(z.string().max(maximum, `Keep it under ${maximum} characters.`));

/** What the case is about. What was on the agent's screen goes with it: only what they changed is written. */
export const triageSchema = z.object({
  number: caseNumber,
  severity: z.enum(SEVERITIES, "Choose a severity."),
  product: line(100).pipe(z.string().min(1, "Choose a product.")),
  version: line(50).optional(),
  was: z.object({ severity: z.enum(SEVERITIES), product: z.string().max(100), version: z.string().max(50).optional() }),
});
export type TriageInput = z.output<typeof triageSchema>;

export const dismissSchema = z.object({ number: caseNumber, mail: z.uuid() });
export type DismissInput = z.output<typeof dismissSchema>;

export const staffParticipantSchema = participantSchema;
