import { and, eq, inArray } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "@/db/client";
import { replyAddresses } from "@/db/schema";
import type { AccountKind } from "@/db/schema/constants";
import { env } from "@/lib/env";
import { hashSecret, tokenFor } from "@/lib/gate/tokens";

interface Person {
  readonly brand: string;
  readonly threadId: string;
  readonly personKind: AccountKind;
  readonly personId: string;
}

export type ReplyAddress = typeof replyAddresses.$inferSelect;

/** 160 bits in lower-case hex, because mail systems may change the case of an address. */
function tokenOf(rowId: string): string {
  return Buffer.from(tokenFor("reply", rowId), "base64url").toString("hex").slice(0, 40);
}

/**
 * The address for this person's replies about this thread. It is made when it is first needed and then stays the same.
 * Only the hash of its token is stored. Null if the portal receives no mail. After MAIL_TOKEN_KEY was changed the
 * person gets a new address, and the old one works no more.
 */
export async function replyAddressFor(db: Transaction, person: Person): Promise<string | null> {
  const { INBOUND_MAIL_DOMAIN: domain } = env();
  if (!domain) return null;
  const id = await rowIdOf(db, person);
  return `reply+${tokenOf(id)}@${domain}`;
}

async function rowIdOf(db: Transaction, person: Person): Promise<string> {
  const find = async () => {
    const [row] = await db
      .select({ id: replyAddresses.id, tokenHash: replyAddresses.tokenHash })
      .from(replyAddresses)
      .where(
        and(
          eq(replyAddresses.threadId, person.threadId),
          eq(replyAddresses.personKind, person.personKind),
          eq(replyAddresses.personId, person.personId),
        ),
      );
    return row;
  };
  const known = await find();
  if (known) {
    const tokenHash = hashSecret(tokenOf(known.id));
    if (tokenHash !== known.tokenHash) {
      await db.update(replyAddresses).set({ tokenHash }).where(eq(replyAddresses.id, known.id));
    }
    return known.id;
  }
  const id = uuidv7();
  await db
    .insert(replyAddresses)
    .values({
      id,
      brand: person.brand,
      threadId: person.threadId,
      personKind: person.personKind,
      personId: person.personId,
      tokenHash: hashSecret(tokenOf(id)),
    })
    .onConflictDoNothing();
  const row = await find();
  if (!row) throw new Error("a reply address was neither made nor found");
  return row.id;
}

/**
 * The reply addresses of ours among these addresses, in the same order. `addresses`: from To, Cc, Bcc and the provider.
 */
export async function findReplyAddresses(db: Transaction, addresses: readonly string[]): Promise<ReplyAddress[]> {
  const hashes = addresses.flatMap((address) => {
    const token = replyToken(address);
    return token === null ? [] : [hashSecret(token)];
  });
  if (hashes.length === 0) return [];
  const rows = await db
    .select()
    .from(replyAddresses)
    .where(inArray(replyAddresses.tokenHash, hashes.slice(0, 50)));
  return rows.toSorted((a, b) => hashes.indexOf(a.tokenHash) - hashes.indexOf(b.tokenHash));
}

/** Removes the tokens of reply addresses from a text: with a token, whoever reads the text could use the address. */
export const withoutTokens = (text: string): string => text.replaceAll(/reply\+[0-9a-f]{40}@/gi, "reply@");

/**
 * The token of a reply address at our domain, which may have a display name before it; null for every other address.
 */
function replyToken(address: string): string | null {
  const match = /(?:^|[<\s])reply\+([0-9a-f]{40})@([^\s<>@]+?)>?\s*$/.exec(address.toLowerCase());
  return match?.[1] && match[2] === env().INBOUND_MAIL_DOMAIN ? match[1] : null;
}
