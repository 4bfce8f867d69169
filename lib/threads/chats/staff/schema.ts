import { z } from "zod";
import { chatSchema } from "@/lib/threads/chats/schema";
import { answerSchemaOf, noteSchemaOf } from "@/lib/threads/staff/schema";

export const answerSchema = answerSchemaOf("chat", ["in_progress"]);
export type AnswerInput = z.output<typeof answerSchema>;

export const noteSchema = noteSchemaOf("chat");
export type NoteInput = z.output<typeof noteSchema>;

const ENDINGS = ["solved", "unsolved"] as const;

export const endSchema = z.object({
  ...chatSchema.shape,
  outcome: z.enum(ENDINGS, "Choose whether it is solved."),
});
export type EndInput = z.output<typeof endSchema>;

export const handOverSchema = z.object({
  ...chatSchema.shape,
  /** A colleague, or the head of the queue. */
  to: z.union([z.literal("queue"), z.uuid()], "Choose who takes over."),
});
export type HandOverInput = z.output<typeof handOverSchema>;

export const inviteSchema = z.object({ ...chatSchema.shape, colleague: z.uuid("Choose a colleague.") });
export type InviteInput = z.output<typeof inviteSchema>;

/** Reasons that an agent can give for not being available. */
export const AWAY_REASONS = ["Break", "Lunch", "Meeting", "Working on a case", "Done for today"] as const;

export const availabilitySchema = z.object({
  available: z.stringbool(),
  /** Why the agent goes away. */
  reason: z.enum(AWAY_REASONS).optional(),
});
export type AvailabilityInput = z.output<typeof availabilitySchema>;

/** The most talks that an agent may have side by side. The database checks the same. */
export const MOST_TALKS = 20;

export const talksSchema = z.object({
  agent: z.uuid(),
  talks: z.coerce.number("Choose a number.").int().min(1).max(MOST_TALKS),
});
export type TalksInput = z.output<typeof talksSchema>;
