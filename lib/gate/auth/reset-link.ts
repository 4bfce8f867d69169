import { eq } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { signInTokens } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { type Account, findAccount, lockAccount } from "@/lib/gate/accounts";
import { take } from "@/lib/gate/limits";
import { hashSecret, tokenFor } from "@/lib/gate/tokens";
import { systemNow } from "@/lib/kit/time";
import { log } from "@/lib/log";
import { enqueueMail } from "@/lib/mail/outbox";
import { passwordOf } from "./credentials";
import { LINK_MAIL_KEY, replaceLinks } from "./reset";

/** How long a link of a reset or first-sign-in mail works, in milliseconds of system time. */
const LINK_LIFE_MS = 60 * 60_000;

const payloadSchema = z.object({
  email: z.string(),
  brand: z.string(),
  /** Made with the request, so that a job that runs twice makes one link and one mail. */
  tokenId: z.uuid(),
});

/**
 * The job `auth.reset`: finds out whether an address has an account on a brand, and if so makes the newest link and its
 * mail. Says nothing to anybody. `now` is system time. Throws ZodError on a payload that is not ours.
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
  readonly tokenId: string;
  readonly now: Temporal.Instant;
}

/**
 * Makes a link for an account that the caller has locked, replaces older ones and enqueues the mail: `first-sign-in` as
 * long as there is no password. Nothing when the account has had its mails of this hour.
 */
export async function makeLink(db: Transaction, { account, brand, tokenId, now }: NewLink): Promise<void> {
  const [existing] = await db.select({ id: signInTokens.id }).from(signInTokens).where(eq(signInTokens.id, tokenId));
  if (existing) return;
  if (!(await take(db, { limit: "resetMail", subject: `${account.kind}\0${account.id}` }, now))) {
    log.warn({ accountKind: account.kind, accountId: account.id }, "no more reset mails to this account in this hour");
    return;
  }
  await replaceLinks(db, account, tokenId, now);
  await db.insert(signInTokens).values({
    id: tokenId,
    accountKind: account.kind,
    accountId: account.id,
    brand,
    tokenHash: hashSecret(tokenFor("reset", tokenId)),
    createdAt: new Date(now.epochMilliseconds),
    expiresAt: new Date(now.epochMilliseconds + LINK_LIFE_MS),
  });
  await enqueueMail(db, {
    brand,
    kind: (await passwordOf(db, account)) ? "password-reset" : "first-sign-in",
    to: account.email,
    toName: account.name,
    props: { tokenId },
    dedupeKey: `${LINK_MAIL_KEY}${tokenId}`,
  });
}
