import { z } from "zod";
import { THREAD_KINDS, type ThreadKind } from "@/db/schema/constants";
import { line, longText } from "@/lib/kit/typed-text";
import { routes } from "@/lib/routes";

const brand = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/);
const text = {
  title: line("Give it a name.", 80),
  body: longText("Write the text."),
};

/** `id` is made together with the form, so that the form sent twice is one text. */
export const addReplySchema = z.object({ id: z.uuid(), brand, kind: z.enum(THREAD_KINDS), ...text });
export type AddReplyInput = z.output<typeof addReplySchema>;

/** `seen`: when the text on screen was written (ISO 8601), so that a late form does not undo a colleague's. */
export const saveReplySchema = z.object({ reply: z.uuid(), seen: z.iso.datetime(), ...text });
export type SaveReplyInput = z.output<typeof saveReplySchema>;

export const removeReplySchema = z.object({ reply: z.uuid() });
export type RemoveReplyInput = z.output<typeof removeReplySchema>;

export const REPLY_NOTES = ["added", "saved", "removed"] as const;
export type ReplyNote = (typeof REPLY_NOTES)[number];

/** The page with the texts of one brand and kind of thread. `note`: what was just done. */
export function repliesHref({ brand, kind }: { brand: string; kind: ThreadKind }, note?: ReplyNote): string {
  return `${routes.staffReplies}?${new URLSearchParams({ brand, kind, ...(note && { note }) })}`;
}
