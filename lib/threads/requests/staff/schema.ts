import { z } from "zod";
import { REQUEST_STATUSES, TEAM_ROLES } from "@/db/schema/constants";
import { longText } from "@/lib/kit/typed-text";
import { requestNumber } from "@/lib/threads/requests/schema";
import { answerSchemaOf, noteSchemaOf, ownerField, statusSchemaOf, takeSchemaOf } from "@/lib/threads/staff/schema";

export const answerRequestSchema = answerSchemaOf("request", ["answered", "waiting_on_you", "in_progress", "closed"]);
export type AnswerRequestInput = z.output<typeof answerRequestSchema>;

export const noteRequestSchema = noteSchemaOf("request");
export type NoteRequestInput = z.output<typeof noteRequestSchema>;

export const assignRequestSchema = z.object({ number: requestNumber, owner: ownerField });
export type AssignRequestInput = z.output<typeof assignRequestSchema>;

export const takeRequestSchema = takeSchemaOf("request");
export type TakeRequestInput = z.output<typeof takeRequestSchema>;

export const standInSchema = z.object({
  number: requestNumber,
  /** The colleague who is away, and who was the owner on the viewer's screen. */
  for: z.uuid(),
});
export type StandInInput = z.output<typeof standInSchema>;

/** Without `new`, because a request cannot become new again. */
const STATUS_CHOICES = ["in_progress", "waiting_on_you", "answered", "closed"] as const;

export const requestStatusSchema = statusSchemaOf("request", STATUS_CHOICES, REQUEST_STATUSES);
export type RequestStatusInput = z.output<typeof requestStatusSchema>;

export const dueSchema = z.object({
  number: requestNumber,
  /** A day in the brand's zone. */
  day: z.iso.date("Choose a day."),
});
export type DueInput = z.output<typeof dueSchema>;

const decision = {
  /** Id of the message that the sentence becomes: the same form sent twice decides once. */
  id: z.uuid(),
  number: requestNumber,
  /** Id of the newest message on the administrator's screen. */
  seen: z.uuid().optional(),
  sentence: longText("Write a sentence to the client."),
};

export const declineSchema = z.object(decision);
export type DeclineInput = z.output<typeof declineSchema>;

const RELATION_DEEDS = ["add", "remove"] as const;

export const approveSchema = z.object({
  ...decision,
  /** Digest of the current value on the administrator's screen: somebody may have changed it since. */
  nowDigest: z.string().length(64),
  /** For `company` and `relations`: the company's name or its number in the ERP. */
  company: z.string().trim().max(200).optional(),
  relation: z.enum(RELATION_DEEDS, "Choose whether it is added or removed.").optional(),
  /** For `account_team`: whether somebody joins or leaves. */
  membership: z.enum(RELATION_DEEDS, "Choose whether somebody joins or leaves.").optional(),
  /** Staff id of the person who joins; `role` is the role in which they join. */
  member: z.uuid("Choose somebody from the list.").optional(),
  role: z.enum(TEAM_ROLES, "Choose a role.").optional(),
  /** Id of the row of the person who leaves: a member of an account team need not have a staff account. */
  leaver: z.uuid("Choose who leaves.").optional(),
});
export type ApproveInput = z.output<typeof approveSchema>;
