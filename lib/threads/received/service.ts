import { and, eq, inArray, sql } from "drizzle-orm";
import { inboundMails, threads, wholeMails } from "@/db/schema";
import type { ThreadKind } from "@/db/schema/constants";
import { AppError } from "@/lib/errors";
import { bareAddress } from "@/lib/mail/inbound/headers";
import type { ThreadRecord } from "@/lib/threads/life/queries";
import { auditThread, said, updateThread } from "@/lib/threads/life/service";
import { visibleThreads } from "@/lib/threads/policy";
import { addMessage } from "@/lib/threads/service";
import { lockToWork, type StaffContext, workerOf } from "@/lib/threads/staff/service";
import { visibleReceived, visibleWholeMails } from "./policy";
import { WAITING_STATES, waits } from "./rules";
import type { ReceivedMailInput } from "./schema";

/*
 * What agents do with received mail that is not a message: they make it a message in their own name, or put it away.
 * Each function locks the thread as lockToWork does, and throws AppError NOT_FOUND for mail of threads that the viewer
 * does not answer.
 */

interface Done {
  readonly kind: ThreadKind;
  readonly number: string;
}

async function lockMail(context: StaffContext, id: string) {
  const { viewer, db } = context;
  const which = and(visibleReceived(viewer), eq(inboundMails.id, id));
  const [place] = await db
    .select({ kind: threads.kind, number: threads.number })
    .from(inboundMails)
    .innerJoin(threads, eq(threads.id, inboundMails.threadId))
    .where(and(which, visibleThreads(viewer)));
  if (!place) throw new AppError("NOT_FOUND", "There is no such mail.");
  const row: ThreadRecord = await lockToWork(context, place.kind, place.number);
  const [mail] = await db.select().from(inboundMails).where(which);
  if (!mail) throw new AppError("NOT_FOUND", "There is no such mail.");
  return { row, mail };
}

async function end(
  { viewer, db, name }: StaffContext,
  id: string,
  change: Pick<typeof inboundMails.$inferInsert, "state" | "createdMessageId">,
): Promise<void> {
  await db
    .update(inboundMails)
    .set({ ...change, handledByName: name, handledAt: sql`clock_timestamp()` })
    .where(and(visibleReceived(viewer), eq(inboundMails.id, id), inArray(inboundMails.state, [...WAITING_STATES])));
}

/**
 * Puts a mail away without making it a message, so clients never read it. A mail that was joined or put away before
 * stays so.
 */
export async function dismissMail(context: StaffContext, { mail: id }: ReceivedMailInput): Promise<Done> {
  const { row, mail } = await lockMail(context, id);
  if (!waits(mail.state)) return row;
  await end(context, id, { state: "dismissed" });
  await auditThread(context, row, "mail-dismissed", { mail: id });
  return row;
}

/**
 * Makes a mail a message of the viewer, which names the mail's sender address. Nobody vouches for that address, so the
 * message is never in a contact's name. The status and the answer clock do not change. A mail that was joined or
 * put away before stays so.
 */
export async function joinMail(context: StaffContext, { mail: id }: ReceivedMailInput): Promise<Done> {
  const { viewer, db } = context;
  const { row, mail } = await lockMail(context, id);
  if (!waits(mail.state)) return row;
  const [whole] = await db
    .select({ shown: wholeMails.shown, folded: wholeMails.folded, files: wholeMails.files })
    .from(wholeMails)
    .where(and(visibleWholeMails(viewer), eq(wholeMails.id, id)));
  const text = whole ? whole.shown || whole.folded : mail.body;
  const left = (whole?.files ?? []).map((name) => `${name} was not taken: ask for it to be sent in the portal.`);
  const actor = workerOf(context);
  await addMessage(context, row, actor, {
    ...{ id, source: "mail", files: [] },
    body: [text || (left.length > 0 ? "" : "This mail says nothing of its own."), left.join("\n")]
      .filter(Boolean)
      .join("\n\n"),
    folded: whole?.shown ? whole.folded : undefined,
    mailFrom: bareAddress(mail.fromAddress ?? "") ?? "an unknown sender",
  });
  await updateThread(context, row, said(actor));
  await end(context, id, { state: "joined", createdMessageId: id });
  await auditThread(context, row, "mail-joined", { mail: id });
  return row;
}
