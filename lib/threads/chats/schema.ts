import { z } from "zod";
import { line, longText } from "@/lib/kit/typed-text";
import { fileIds, messageFields, replySchemaOf, SAYS_NOTHING, saysSomething, threadSchema } from "@/lib/threads/schema";

export const startChatSchema = z.object({
  /** Made with the form: the same form sent twice is one chat. */
  id: z.uuid(),
  /** Absent where the form offers no choice of companies. */
  company: z.uuid().optional(),
  product: line("Choose the product that this is about.", 100),
  subject: line("Say in a few words what this is about.", 200),
  description: longText("Write what you need help with."),
  files: fileIds,
});
export type StartChatInput = z.output<typeof startChatSchema>;

export const saySchema = replySchemaOf("chat");
export type SayInput = z.output<typeof saySchema>;

/** One message as an open chat sends it. */
export const spokenSchema = z.object(messageFields).refine(saysSomething, SAYS_NOTHING);

export const chatSchema = threadSchema("chat");
export type ChatInput = z.output<typeof chatSchema>;

/** What an open chat tells of its browser. */
export const hereSchema = z.object({
  /** The newest message that it has received. */
  newest: z.uuid().nullish(),
  /** Whether the person looks at it. */
  isRead: z.boolean().default(false),
});
export type Here = z.output<typeof hereSchema>;
