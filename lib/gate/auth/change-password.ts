import { and, eq, isNull } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { sessions } from "@/db/schema";
import { asGate } from "@/db/viewer";
import { lockAccount } from "@/lib/gate/accounts";
import { auditAs } from "@/lib/gate/audit/record";
import type { Brand } from "@/lib/gate/brand/types";
import { enqueueMail } from "@/lib/mail/outbox";
import { refuseGuessable } from "./common-passwords";
import { passwordOf, savePasswordHash } from "./credentials";
import { type Browser, withCurrentPassword, wrongPassword } from "./current-password";
import { forgetDevices, rememberDevice } from "./devices";
import { readOwnWords } from "./own-words";
import { hashPassword } from "./passwords";
import { replaceLinks } from "./reset";
import { endSessionsOf } from "./session-store";
import type { SignedIn } from "./types";

interface Passwords {
  /** Both passwords are exactly as typed. */
  readonly currentPassword: string;
  readonly password: string;
}

/**
 * Sets a new password for somebody who is signed in and knows the old one. Ends every other session of the account on
 * all brands, makes its unused links worthless, forgets its browsers except this one, and tells the owner by mail. A
 * wrong old password counts as a failed sign-in of the account. The caller checks the rules of the new password first.
 * Throws AppError INVALID for a wrong old password and for a new one that is easy to guess, and RATE_LIMITED.
 */
export async function changePassword(
  brand: Brand,
  signedIn: SignedIn,
  { currentPassword, password }: Passwords,
  browser: Browser,
): Promise<void> {
  const own = await asGate("a new password is judged", (db) => readOwnWords(db, signedIn.account, brand));
  refuseGuessable(password, own);
  await withCurrentPassword(signedIn, currentPassword, browser, async ({ changedAt }) =>
    save(brand, signedIn, { checked: changedAt, hash: await hashPassword(password) }, browser),
  );
}

/** Throws AppError INVALID if the password or the session has changed since the old password was checked. */
async function save(
  brand: Brand,
  { account, sessionId }: SignedIn,
  { checked, hash }: { checked: Date; hash: string },
  { device, now }: Pick<Browser, "device" | "now">,
): Promise<void> {
  await asGate("a person changes their password", async (db) => {
    const locked = await lockAccount(db, account);
    const current = await passwordOf(db, account);
    const [session] = await db
      .select({ id: sessions.id })
      .from(sessions)
      .where(and(eq(sessions.id, sessionId), eq(sessions.accountId, account.id), isNull(sessions.endedAt)));
    if (!locked || !session || current?.changedAt.getTime() !== checked.getTime()) throw wrongPassword();
    await savePasswordHash(db, locked, hash, now);
    await replaceLinks(db, locked, null, now);
    await endSessionsOf(db, locked, { except: sessionId, now });
    await forgetDevices(db, locked);
    await rememberDevice(db, locked, device, now);
    await enqueueMail(db, {
      brand: brand.key,
      kind: "password-changed",
      to: locked.email,
      toName: locked.name,
      person: { kind: locked.kind, id: locked.id },
      props: {},
      dedupeKey: `password-changed:${uuidv7()}`,
    });
    await auditAs(db, locked, { brand: brand.key, action: "password.changed" });
  });
}
