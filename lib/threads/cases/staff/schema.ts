import { z } from "zod";
import { CASE_STATUSES, CHOSEN_CLOSE_REASONS, SEVERITIES } from "@/db/schema/constants";
import { caseNumber, participantSchema } from "@/lib/threads/cases/schema";
import { answerSchemaOf, noteSchemaOf, ownerField, statusSchemaOf, takeSchemaOf } from "@/lib/threads/staff/schema";

/** An answer that closes a case closes it as solved. */
export const answerSchema = answerSchemaOf("case", ["waiting_on_you", "in_progress", "closed"]);
export type AnswerInput = z.output<typeof answerSchema>;

export const noteSchema = noteSchemaOf("case");
export type NoteInput = z.output<typeof noteSchema>;

export const assignSchema = z.object({ number: caseNumber, assignee: ownerField });
export type AssignInput = z.output<typeof assignSchema>;

export const takeSchema = takeSchemaOf("case");
export type TakeInput = z.output<typeof takeSchema>;

/** Statuses as the form sends them; `closed` comes with its reason. */
export const STATUS_CHOICES = [
  "in_progress",
  "waiting_on_you",
  ...CHOSEN_CLOSE_REASONS.map((reason) => `closed:${reason}` as const),
] as const;
export type StatusChoice = (typeof STATUS_CHOICES)[number];

export const statusSchema = statusSchemaOf("case", STATUS_CHOICES, CASE_STATUSES);
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

/**
 * Severity and product of a case. `was` is what the agent's page showed: only values that differ from it are written.
 */
export const triageSchema = z.object({
  number: caseNumber,
  severity: z.enum(SEVERITIES, "Choose a severity."),
  product: line(100).pipe(z.string().min(1, "Choose a product.")),
  version: line(50).optional(),
  was: z.object({ severity: z.enum(SEVERITIES), product: z.string().max(100), version: z.string().max(50).optional() }),
});
export type TriageInput = z.output<typeof triageSchema>;

export const staffParticipantSchema = participantSchema;
