import type { MessageSource } from "@/db/schema/constants";
import { answerThread, noteThread, type StaffContext } from "@/lib/threads/staff/service";
import type { AnswerRequestInput, NoteRequestInput } from "./schema";

/** An answer of the account team, as answerThread. */
export const answerRequest = (context: StaffContext, input: AnswerRequestInput, source: MessageSource = "portal") =>
  answerThread(context, "request", { ...input, source });

/** As noteThread. */
export const noteRequest = (context: StaffContext, input: NoteRequestInput) => noteThread(context, "request", input);
