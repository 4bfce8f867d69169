import { z } from "zod";
import type { ThreadKind } from "@/db/schema/constants";
import { defineCursor } from "@/lib/kit/lists/cursor";
import { instant, rank } from "@/lib/kit/lists/values";
import { MAX_TEXT } from "@/lib/kit/typed-text";
import { kindOf } from "./kinds";

/** A number of this kind as printed: `C-100023`. */
export const threadNumber = (kind: ThreadKind) => z.string().regex(new RegExp(`^${kindOf(kind).letter}-\\d{6,12}$`));

/** The number of a thread of this kind. */
export const threadSchema = (kind: ThreadKind) => z.object({ number: threadNumber(kind) });

export const fileIds = z
  .array(z.string().regex(/^[A-Za-z0-9_-]{32}$/))
  .max(20, "Attach at most 20 files to one message.");

/** Fields of a message of clients and of staff. The text may be empty where there are files: see saysSomething. */
export const messageFields = {
  id: z.uuid(),
  body: z
    .string()
    .transform((text) => text.replaceAll("\r\n", "\n").replaceAll("\u0000", "").toWellFormed().trim())
    .pipe(z.string().max(MAX_TEXT, "Keep it under 20,000 characters, or attach a file.")),
  files: fileIds,
};
export const saysSomething = ({ body, files }: { body: string; files: readonly string[] }) =>
  body !== "" || files.length > 0;
export const SAYS_NOTHING = { path: ["body"], error: "Write a message." };

/** A client's message in a thread of this kind. */
export const replySchemaOf = (kind: ThreadKind) =>
  z.object({ ...messageFields, number: threadNumber(kind) }).refine(saysSomething, SAYS_NOTHING);

/**
 * A cursor in a list of threads: the order that it belongs to, and the rank and instant (system time) of its row in
 * that order.
 */
export const threadCursor = defineCursor({ sort: z.string().max(20), rank, at: instant });
export type ThreadCursor = NonNullable<ReturnType<typeof threadCursor.decode>>;

export const PAGE_SIZE = 25;
