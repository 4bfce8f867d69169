import { lt, or } from "drizzle-orm";
import { knownDevices, rateLimits, sessions, signInTokens } from "@/db/schema";
import { asSystem } from "@/db/viewer";

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long links and sessions are kept after their end, so that sign-ins can be investigated. */
const KEPT_DAYS = 30;
/** A browser counts as unknown again if nobody has signed in with it for this long. */
const DEVICE_DAYS = 400;

/**
 * Deletes counters, links and sessions that ended long ago, and browsers that were not used for long. `now`: system
 * time.
 */
export async function cleanLimits(now: Date): Promise<void> {
  const aDayAgo = new Date(now.getTime() - DAY_MS);
  const longAgo = new Date(now.getTime() - KEPT_DAYS * DAY_MS);
  const unused = new Date(now.getTime() - DEVICE_DAYS * DAY_MS);
  await asSystem("cleaning of limits, links, sessions and browsers", async (db) => {
    await db.delete(rateLimits).where(lt(rateLimits.resetAt, aDayAgo));
    await db.delete(signInTokens).where(lt(signInTokens.expiresAt, longAgo));
    await db.delete(sessions).where(or(lt(sessions.expiresAt, longAgo), lt(sessions.endedAt, longAgo)));
    await db.delete(knownDevices).where(lt(knownDevices.lastSignInAt, unused));
  });
}
