import { eq, sql } from "drizzle-orm";
import { contacts, staff } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { isUsable } from "@/lib/gate/accounts";
import type { OutboxRow } from "./delivery";
import type { MailKind } from "./kinds";
import { takesReply } from "./one-way";
import { REPEATS } from "./outbox";
import { replyAddressFor } from "./reply-address";
import { isWanted } from "./wanted";

export interface ThreadMail {
  /** The address for the recipient's replies; null if mails cannot be answered. */
  readonly replyTo: string | null;
}

/**
 * Checks right before a mail about a thread is sent that its recipient may see that thread now and still has the
 * address that the mail goes to. A right that was withdrawn after the mail was queued counts. `ended`: why the mail is
 * not sent.
 */
export async function findRecipient(mail: OutboxRow): Promise<ThreadMail | { readonly ended: string }> {
  const { threadId, personKind, personId } = mail;
  if (!threadId || !personKind || !personId) return { ended: "It is not known who it is for" };
  return asSystem("mail task asks whether its recipient may see the thread", async (db) => {
    const accounts = personKind === "contact" ? contacts : staff;
    const [account] = await db
      .select({
        email: accounts.email,
        closedAt: accounts.closedAt,
        demo: accounts.demo,
        sees: sql<boolean>`may_see_thread(${personKind}, ${personId}::uuid, ${threadId}::uuid)`,
      })
      .from(accounts)
      .where(eq(accounts.id, personId));
    if (!account || !isUsable(account)) return { ended: "The account was closed" };
    if (account.email !== mail.toAddress.toLowerCase()) return { ended: "The account has another address now" };
    if (!account.sees) return { ended: "The recipient may not see the conversation any more" };
    if (!takesReply(mail.kind)) return { replyTo: null };
    return { replyTo: await replyAddressFor(db, { brand: mail.brand, threadId, personKind, personId }) };
  });
}

/** Does the recipient of a mail not want its kind now? They may have switched it off after the mail was queued. */
export async function isSwitchedOff({ personKind, personId }: OutboxRow, kind: MailKind): Promise<boolean> {
  if (!personKind || !personId) return false;
  return asSystem(
    "mail task asks whether its recipient wants the kind",
    async (db) => !(await isWanted(db, kind, { kind: personKind, id: personId })),
  );
}

/**
 * Has the recipient of a mail that repeats a failed one lost the right to it since? A first mail leaves within moments
 * of what it tells; a repeated one weeks later, so it is judged by all that staff were told when they asked for it. False
 * for any other mail.
 */
export async function isRefusedAgain({ id, dedupeKey }: OutboxRow, isOptional: boolean): Promise<boolean> {
  if (!dedupeKey.startsWith(REPEATS)) return false;
  const [row] = await asSystem("mail task asks whether a repeated mail may still be sent", (db) =>
    db.execute<{ why: string | null }>(sql`select mail_hindered(${id}::uuid, ${isOptional}) as why`),
  );
  return row?.why !== null;
}
