import { and, eq, isNull, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { outbox, signInTokens } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { type Account, findAccount, lockAccount } from "@/lib/gate/accounts";
import { hashSecret, tokenFor } from "@/lib/gate/tokens";
import { systemNow } from "@/lib/kit/time";
import { log } from "@/lib/log";
import { enqueueMail } from "@/lib/mail/outbox";
import { passwordOf } from "./credentials";
import { LINK_MAIL_KEY, replaceLinks } from "./reset";

/** How long a link of a reset or first-sign-in mail works, in milliseconds of system time. */
const LINK_LIFE_MS = 60 * 60_000;
/** Within this time after its last mail the same link is mailed again, if it still works for MUST_LAST_MS. */
const AGAIN_MS = 10 * 60_000;
const MUST_LAST_MS = 30 * 60_000;
/** The most mails in this time, counted anew once a link is used: nobody can fill somebody else's mailbox. */
const MOST_MAILS = 3;
const MAILS_WINDOW_MS = 60 * 60_000;

const payloadSchema = z.object({
  email: z.string(),
  brand: z.string(),
  /** Made with the request, so that a job that runs twice makes only one link and one mail. */
  tokenId: z.uuid(),
});

/**
 * The job `auth.reset`: if an address has an account on a brand, mails it a link. Nobody is told whether it has one.
 * `now` is system time. Throws ZodError on a payload that is not ours.
 */
export async function runResetTask(payload: unknown, now: Temporal.Instant = systemNow()): Promise<void> {
  const { email, brand, tokenId } = payloadSchema.parse(payload);
  await asSystem("the reset job looks an address up", async (db) => {
    const found = await findAccount(db, brand, email);
    const account = found && (await lockAccount(db, found));
    if (account) await makeLink(db, { account, brand, tokenId, now });
  });
}

interface NewLink {
  readonly account: Account;
  /** Key of the one brand on which the link works. */
  readonly brand: string;
  /** Id of the request. If a link is made for it, the link has the same id. */
  readonly tokenId: string;
  readonly now: Temporal.Instant;
}

/**
 * Mails a link to an account that the caller has locked, as `first-sign-in` if it has no password yet. While the last
 * mailed link is fresh, the same link is mailed again, so that a further request does not make a link worthless that
 * the owner is about to open. Otherwise a new link replaces the older ones. Does nothing if the account has had its
 * mails of this hour.
 */
export async function makeLink(db: Transaction, { account, brand, tokenId, now }: NewLink): Promise<void> {
  if (await isAnswered(db, account, tokenId)) return;
  if ((await countMails(db, account, now)) >= MOST_MAILS) {
    log.warn({ accountKind: account.kind, accountId: account.id }, "no more sign-in links to this account for now");
    return;
  }
  const again = await findFreshLink(db, { account, brand, now });
  if (again) await noteMail(db, again, now);
  else {
    await replaceLinks(db, account, null, now);
    await insertLink(db, { account, brand, tokenId, now });
  }
  await enqueueMail(db, {
    brand,
    kind: (await passwordOf(db, account)) ? "password-reset" : "first-sign-in",
    to: account.email,
    toName: account.name,
    props: { tokenId: again ?? tokenId },
    dedupeKey: again ? mailKeyOf(again, tokenId) : `${LINK_MAIL_KEY}${tokenId}`,
  });
}

/** Dedupe key of the mail that sends an existing link again, for a request. */
const mailKeyOf = (linkId: string, requestId: string) => `${LINK_MAIL_KEY}${linkId}:${requestId}`;

/** Has this very request been answered before? A job may run twice. */
async function isAnswered(db: Transaction, account: Account, requestId: string): Promise<boolean> {
  const made = await db.select({ id: signInTokens.id }).from(signInTokens).where(eq(signInTokens.id, requestId));
  if (made.length > 0) return true;
  const mailed = await db
    .select({ id: outbox.id })
    .from(signInTokens)
    .innerJoin(
      outbox,
      eq(outbox.dedupeKey, sql`${LINK_MAIL_KEY}::text || ${signInTokens.id}::text || ${`:${requestId}`}::text`),
    )
    .where(and(eq(signInTokens.accountKind, account.kind), eq(signInTokens.accountId, account.id)));
  return mailed.length > 0;
}

const at = (now: Temporal.Instant, offsetMs = 0) => new Date(now.epochMilliseconds + offsetMs).toISOString();

/**
 * How many mails with a link an account got in the last hour and since it last used one: a used link starts a new
 * count.
 */
async function countMails(db: Transaction, { kind, id }: Account, now: Temporal.Instant): Promise<number> {
  const [row] = await db.execute<{ mails: number }>(sql`
    with own as (
      select mailed_at, used_at from sign_in_tokens where account_kind = ${kind} and account_id = ${id}
    )
    select count(*)::int as mails from own, unnest(own.mailed_at) as mailed
    where mailed > ${at(now, -MAILS_WINDOW_MS)}::timestamptz
      and mailed > coalesce((select max(used_at) from own), '-infinity')`);
  return row?.mails ?? 0;
}

/**
 * A link that may be mailed again: works on this brand, was mailed to the account's present address within AGAIN_MS,
 * and still works for MUST_LAST_MS.
 */
async function findFreshLink(
  db: Transaction,
  { account, brand, now }: Pick<NewLink, "account" | "brand" | "now">,
): Promise<string | null> {
  const [link] = await db
    .select({ id: signInTokens.id })
    .from(signInTokens)
    .innerJoin(outbox, eq(outbox.dedupeKey, sql`${LINK_MAIL_KEY}::text || ${signInTokens.id}::text`))
    .where(
      and(
        eq(signInTokens.accountKind, account.kind),
        eq(signInTokens.accountId, account.id),
        eq(signInTokens.brand, brand),
        isNull(signInTokens.usedAt),
        isNull(signInTokens.replacedAt),
        eq(outbox.toAddress, account.email),
        sql`${signInTokens.expiresAt} >= ${at(now, MUST_LAST_MS)}::timestamptz`,
        sql`(select max(mailed) from unnest(${signInTokens.mailedAt}) as mailed) > ${at(now, -AGAIN_MS)}::timestamptz`,
      ),
    );
  return link?.id ?? null;
}

async function noteMail(db: Transaction, linkId: string, now: Temporal.Instant): Promise<void> {
  await db
    .update(signInTokens)
    .set({ mailedAt: sql`${signInTokens.mailedAt} || ${at(now)}::timestamptz` })
    .where(eq(signInTokens.id, linkId));
}

async function insertLink(db: Transaction, { account, brand, tokenId, now }: NewLink): Promise<void> {
  await db.insert(signInTokens).values({
    id: tokenId,
    accountKind: account.kind,
    accountId: account.id,
    brand,
    tokenHash: hashSecret(tokenFor("reset", tokenId)),
    createdAt: new Date(now.epochMilliseconds),
    expiresAt: new Date(now.epochMilliseconds + LINK_LIFE_MS),
    mailedAt: sql`array[${at(now)}]::timestamptz[]`,
  });
}
