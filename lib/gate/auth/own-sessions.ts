import { and, eq } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Transaction } from "@/db/client";
import { joining } from "@/db/one-statement";
import { sessions } from "@/db/schema";
import { asGate } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { auditAs } from "@/lib/gate/audit/record";
import { together } from "@/lib/kit/together";
import { endSession, endSessionsOf, type ListedSession, listSessions } from "./session-store";
import { readOwnSignIns, type SignInEvent } from "./sign-in-history";
import type { SignedIn } from "./types";

/*
 * What people who are signed in may do with their own sessions. Queries are bound to their account; `now` is system
 * time.
 */

export interface OwnSession extends ListedSession {
  /** The session that sends this request. */
  readonly isThis: boolean;
}

/** The active sessions of one's own account, and who signed in to it or tried to. */
export async function readOwnAccess(
  signedIn: SignedIn,
  now: Temporal.Instant,
): Promise<{ readonly sessions: readonly OwnSession[]; readonly signIns: readonly SignInEvent[] }> {
  // Whoever looks as a client learns nothing of how the client signs in.
  if (signedIn.viewing) return { sessions: [], signIns: [] };
  return asGate("a person reads their own sessions and sign-ins", (db) => {
    const joined = joining(db);
    return together({
      sessions: listOwnSessions(joined, signedIn, now),
      signIns: readOwnSignIns(joined, signedIn),
    });
  });
}

/** This session first, then the last used first. */
async function listOwnSessions(
  db: Transaction,
  { account, sessionId }: SignedIn,
  now: Temporal.Instant,
): Promise<OwnSession[]> {
  const listed = await listSessions(db, account, now);
  return listed
    .map((session) => ({ ...session, isThis: session.id === sessionId }))
    .sort((a, b) => Number(b.isThis) - Number(a.isThis));
}

/**
 * Ends one session of one's own account; does nothing if it has ended already. Throws AppError NOT_FOUND for a session
 * of somebody else.
 */
export async function endOwnSession(
  { account, brand }: SignedIn,
  sessionId: string,
  now: Temporal.Instant,
): Promise<void> {
  await asGate("a person ends a session of their own", async (db) => {
    const own = and(
      eq(sessions.id, sessionId),
      eq(sessions.accountKind, account.kind),
      eq(sessions.accountId, account.id),
    );
    const [session] = await db.select({ endedAt: sessions.endedAt }).from(sessions).where(own);
    if (!session) throw new AppError("NOT_FOUND", "There is no such session.");
    if (session.endedAt) return;
    await endSession(db, sessionId, now);
    await auditAs(db, account, { brand, action: "session.ended", entity: "session", entityId: sessionId });
  });
}

/** Ends every other session of one's own account, on all brands. */
export async function endOtherSessions({ account, brand, sessionId }: SignedIn, now: Temporal.Instant): Promise<void> {
  await asGate("a person ends their other sessions", async (db) => {
    await endSessionsOf(db, account, { except: sessionId, now });
    await auditAs(db, account, { brand, action: "session.others-ended" });
  });
}
