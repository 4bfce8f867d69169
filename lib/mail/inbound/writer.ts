import { and, eq } from "drizzle-orm";
import { contacts, staff } from "@/db/schema";
import { asSystem, type Viewer } from "@/db/viewer";
import { env } from "@/lib/env";
import { isUsable } from "@/lib/gate/accounts";
import { brandsOfMember, clientViewerOf, staffViewerOf } from "@/lib/gate/viewers";
import type { ReplyAddress } from "@/lib/mail/reply-address";
import { bareAddress } from "./headers";
import { MailNotFetched, type ReceivedMail } from "./resend";
import { doubtOfSender } from "./sender-proof";

export interface Writer {
  readonly email: string;
  readonly name: string;
  /** Null if the account may not be used. */
  readonly viewer: Viewer | null;
}

/** Reads the person that a reply address was made for; null if there is no such person on its brand any more. */
export async function readWriter({ brand, personKind, personId }: ReplyAddress): Promise<Writer | null> {
  return asSystem("a reply by mail finds its writer", async (db) => {
    if (personKind === "contact") {
      const [contact] = await db
        .select()
        .from(contacts)
        .where(and(eq(contacts.id, personId), eq(contacts.brand, brand)));
      if (!contact) return null;
      return { email: contact.email, name: contact.name, viewer: isUsable(contact) ? clientViewerOf(contact) : null };
    }
    const [row] = await db
      .select({ member: staff, brands: brandsOfMember(db) })
      .from(staff)
      .where(eq(staff.id, personId));
    if (!row) return null;
    const { member, brands } = row;
    return {
      email: member.email,
      name: member.name,
      viewer: isUsable(member) ? staffViewerOf(member, brands) : null,
    };
  });
}

/**
 * Why a mail may not be from the person that its reply address was made for, in words for staff; null if it is
 * believed. Nobody can guess a reply address, but it may leak, so the server that received the mail must confirm its
 * sender. Throws MailNotFetched; on the last attempt a head that cannot be fetched counts as no proof instead.
 */
export async function doubtOf(
  mail: ReceivedMail,
  writer: Writer,
  { signal, lastAttempt }: { readonly signal: AbortSignal; readonly lastAttempt: boolean },
): Promise<string | null> {
  if (writer.email !== bareAddress(mail.from)) return "The sender is not who the reply address was made for.";
  const head = await mail.readHead(signal).catch((error: unknown) => {
    if (lastAttempt && error instanceof MailNotFetched) return null;
    throw error;
  });
  return doubtOfSender(head ?? [], writer.email, env().INBOUND_AUTHSERV_ID);
}
