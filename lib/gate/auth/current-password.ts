import type { Temporal } from "temporal-polyfill";
import { asGate } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { byAddress, type Count, isSpent, refund, reserve } from "@/lib/gate/limits";
import { QueueFull } from "@/lib/kit/semaphore";
import { passwordOf, type StoredPassword } from "./credentials";
import { isKnownDevice } from "./devices";
import { NOBODYS_HASH, passwordLane, verifyPassword } from "./passwords";
import { busyError } from "./sign-in-errors";
import type { SignedIn } from "./types";

export interface Browser {
  /** The secret that the browser holds, by which the account recognizes it. */
  readonly device: string;
  /** The client's network address, null where it can't be known. */
  readonly address: string | null;
  /** System time. */
  readonly now: Temporal.Instant;
}

const wait = () => new AppError("RATE_LIMITED", "Too many tries with a wrong password. Wait a minute, then try again.");

/**
 * Every form that asks for the current password uses this field name, because the values of fields with "password" in
 * their name are never sent back to a page.
 */
export const wrongPassword = (sentence = "This is not the password that you have now.") =>
  new AppError("INVALID", sentence, { field: "currentPassword" });

/**
 * Runs `work` for somebody who is signed in and has typed their password, and returns its result. A wrong password
 * counts as a failed sign-in of the account; so does a right one if `work` throws. `typed` is exactly as typed. Never
 * call this inside a transaction: it waits in the queue for password hashes. Throws AppError INVALID for a wrong
 * password, and RATE_LIMITED.
 */
export async function withCurrentPassword<T>(
  { account }: SignedIn,
  typed: string,
  { device, address, now }: Browser,
  work: (stored: StoredPassword) => Promise<T>,
): Promise<T> {
  const { stored, counts, known, spent } = await asGate("a person says their password again", async (db) => {
    const known = await isKnownDevice(db, account, device);
    const counts: Count[] = known
      ? [{ limit: "signInByDevice", subject: `${account.email}\0${device}` }]
      : [...byAddress("signInByAddress", address), { limit: "signIn", subject: account.email }];
    let spent = false;
    for (const count of counts) spent ||= await isSpent(db, count, now);
    return { stored: await passwordOf(db, account), counts, known, spent };
  });
  if (spent) throw wait();
  try {
    return await passwordLane(known ? "owner" : "stranger", async () => {
      if (!(await reserve(counts, now))) throw wait();
      if (!(await verifyPassword(stored?.hash ?? NOBODYS_HASH, typed)) || !stored) throw wrongPassword();
      const done = await work(stored);
      await refund(counts, now);
      return done;
    });
  } catch (error) {
    throw error instanceof QueueFull ? busyError() : error;
  }
}
