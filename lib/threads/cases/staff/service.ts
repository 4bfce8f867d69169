import type { MessageSource } from "@/db/schema/constants";
import { answerThread, noteThread, type StaffContext } from "@/lib/threads/staff/service";
import type { AnswerInput, NoteInput } from "./schema";

/** An agent's answer, as answerThread. */
export const answerCase = (context: StaffContext, input: AnswerInput, source: MessageSource = "portal") =>
  answerThread(context, "case", { ...input, source });

/** As noteThread. */
export const noteCase = (context: StaffContext, input: NoteInput) => noteThread(context, "case", input);
