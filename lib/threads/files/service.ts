import { and, desc, eq, sql } from "drizzle-orm";
import { messages, threads } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { FilesRefused } from "@/lib/files/refused";
import { type AttachedFile, attachFiles } from "@/lib/files/service";
import { kindOfNumber } from "@/lib/threads/kinds";
import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";

/** How long after a message files can be added to it: readers were told of it as it was. */
const MINUTES_TO_ADD = 60;

/**
 * Attaches loose files to the newest message that the viewer has sent in a case or request, for an hour and while that is
 * open: the way without JavaScript. Throws AppError NOT_FOUND for one that they do not see and a message that is not their
 * own, FilesRefused for an older one and beyond the limits.
 */
export async function attachToSaid(
  context: Context,
  said: { readonly number: string; readonly messageId: string },
  ids: readonly string[],
): Promise<AttachedFile[]> {
  const { viewer, db } = context;
  const found = await lockThread(context, said.number);
  const own = found
    ? await db
        .select({
          id: messages.id,
          isFresh: sql<boolean>`${messages.createdAt} > clock_timestamp() - make_interval(mins => ${MINUTES_TO_ADD})`,
        })
        .from(messages)
        .where(
          and(
            ofVisibleThreads(viewer, messages.threadId),
            eq(messages.threadId, found.id),
            eq(messages.authorKind, viewer.kind === "client" ? "contact" : "staff"),
            eq(messages.authorId, viewer.kind === "client" ? viewer.contactId : viewer.staffId),
          ),
        )
        .orderBy(desc(messages.createdAt), desc(messages.id))
    : [];
  const at = own.findIndex(({ id }) => id === said.messageId);
  const message = own[at];
  if (!found || !message) throw new AppError("NOT_FOUND", "There is no such message.");
  if (at > 0 || !message.isFresh || found.status === "closed") throw new FilesRefused("too-late");
  return attachFiles(context, { threadId: found.id, messageId: message.id }, ids);
}

/** What the number names, locked; nothing for a number of no kind. */
async function lockThread({ viewer, db }: Context, number: string) {
  const kind = kindOfNumber(number);
  if (kind === null) return undefined;
  const [row] = await db
    .select({ id: threads.id, status: threads.status })
    .from(threads)
    .where(and(visibleThreads(viewer, kind), eq(threads.number, number)))
    .for("update");
  return row;
}
