import { and, eq, ne, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { inboundMails, liveEvents, mailFiles, messages, wholeMails } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { log } from "@/lib/log";
import { plainLine } from "@/lib/mail/plain-text";
import { findReplyAddresses, type ReplyAddress } from "@/lib/mail/reply-address";
import { bareAddress } from "./headers";
import { MOST_FILES, placeWholeMail } from "./original";
import type { MailedFile, ReceivedMail } from "./resend";
import { readWriter } from "./writer";

/* Reads the rows of received mails for the job, and writes what became of them. */

export type InboundRow = typeof inboundMails.$inferSelect;
export type Outcome = Pick<InboundRow, "state"> &
  Partial<Pick<InboundRow, "brand" | "threadId" | "note" | "fromAddress" | "subject" | "body" | "createdMessageId">>;

/** The provider's id of a row's mail. If a mail has further rows, these have the id of their thread behind it. */
export const providerIdOf = (row: InboundRow) => row.providerId.split(" ")[0] ?? "";
/** A mail is handled for this many threads at most: nobody replies to more with one mail. */
const MOST_THREADS = 10;

/**
 * The reply address that this row is for. If a mail names the reply addresses of several persons in one thread, it is
 * the sender's own. A mail to several threads gets a further row, and so a job, for each further thread.
 */
export async function addressOf(row: InboundRow, mail: ReceivedMail): Promise<ReplyAddress | null> {
  const addresses = await asSystem("a received mail's addresses are looked up", (db) =>
    findReplyAddresses(db, mail.recipients),
  );
  const sender = bareAddress(mail.from);
  const byThread = new Map<string, ReplyAddress>();
  for (const address of addresses) {
    const isSenders = (await readWriter(address))?.email === sender;
    if (isSenders || !byThread.has(address.threadId)) byThread.set(address.threadId, address);
  }
  const own = row.providerId.split(" ")[1];
  if (own) return byThread.get(own) ?? null;
  const [first = null, ...others] = [...byThread.values()].slice(0, MOST_THREADS);
  if (others.length > 0) {
    await asSystem("a received mail is for several threads", (db) =>
      db
        .insert(inboundMails)
        .values(
          others.map(({ threadId }) => ({
            providerId: `${row.providerId} ${threadId}`,
            messageId: row.messageId,
          })),
        )
        .onConflictDoNothing(),
    );
  }
  return first;
}

/**
 * The outcome if the message `id` exists already; else null. If another row made it, the same mail was delivered
 * before. If not, an earlier run made it for this row and died before it could record that.
 */
export async function joinedBefore(row: InboundRow, id: string): Promise<Outcome | null> {
  return asSystem("the inbound job looks for its message", async (db) => {
    const [message] = await db
      .select({ brand: messages.brand, threadId: messages.threadId })
      .from(messages)
      .where(eq(messages.id, id));
    if (!message) return null;
    const [other] = await db
      .select({ id: inboundMails.id })
      .from(inboundMails)
      .where(
        and(
          eq(inboundMails.threadId, message.threadId),
          eq(inboundMails.createdMessageId, id),
          ne(inboundMails.id, row.id),
        ),
      );
    // A mail is kept whole before its message is made, so who makes it is known also where that is not recorded yet.
    const [kept] = await db
      .select({ id: wholeMails.id })
      .from(wholeMails)
      .where(and(eq(wholeMails.messageId, id), ne(wholeMails.id, row.id)))
      .limit(1);
    if (other || kept) return { ...message, state: "dropped", note: "The same mail came before." };
    return { ...message, state: "joined", createdMessageId: id };
  });
}

export async function readRow(id: string): Promise<InboundRow | undefined> {
  const [row] = await asSystem("the inbound job reads its row", (db) =>
    db.select().from(inboundMails).where(eq(inboundMails.id, id)),
  );
  return row;
}

/**
 * Records once what became of a received mail. A mail that waits for agents appears on their open pages at once, and a
 * job fetches its files.
 */
export async function finish(row: InboundRow, outcome: Outcome, files: readonly MailedFile[] = []): Promise<void> {
  const { state, note, brand, threadId } = outcome;
  const waits = state === "unverified" || state === "held";
  await asSystem("the inbound job ends", async (db) => {
    const rows = await db
      .update(inboundMails)
      // Only a mail that waits for agents needs its body here.
      .set({ ...outcome, ...(waits ? {} : { body: null }), handledAt: sql`clock_timestamp()` })
      .where(and(eq(inboundMails.id, row.id), eq(inboundMails.state, "received")))
      .returning({ id: inboundMails.id });
    if (rows.length === 0) return;
    if (state === "joined") await placeWholeMail(db, row.id);
    if (!waits) return;
    await db.update(wholeMails).set({ messageId: row.id }).where(eq(wholeMails.id, row.id));
    if (!brand || !threadId) return;
    await askForFiles(db, { mailId: row.id, brand, threadId }, files);
    await db.insert(liveEvents).values({ brand, threadId, kind: "note", internal: true });
  });
  log.info({ mail: row.id, state, note, thread: threadId }, "a received mail was handled");
}

/** The name under which a file of a mail is listed. */
export const mailFileName = ({ name }: Pick<MailedFile, "name">): string => plainLine(name, 300) || "file";

/** Lists the files of a mail that waits for agents, and adds the job that fetches them. */
async function askForFiles(
  db: Transaction,
  of: { readonly mailId: string; readonly brand: string; readonly threadId: string },
  files: readonly MailedFile[],
): Promise<void> {
  if (files.length === 0) return;
  await db.insert(mailFiles).values(
    files.slice(0, MOST_FILES).map((file, place) => {
      const { sizeBytes, ofSignature } = file;
      return { ...of, place, sizeBytes, ofSignature, name: mailFileName(file) };
    }),
  );
  // In one queue, so that files of mails that wait never take all slots from mails that arrive.
  await db.execute(
    sql`select graphile_worker.add_job('mail.files', json_build_object('id', ${of.mailId}::text), queue_name := 'mail-files', job_key := ${`mail-files:${of.mailId}`}, max_attempts := 12)`,
  );
}
