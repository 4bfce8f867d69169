import { and, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { outbox } from "@/db/schema";
import { asSystem } from "@/db/viewer";

/**
 * Longer than one attempt can take (10 s of network and a few statements), so a lease ends only when its process is gone;
 * and not much longer, because a mail of a process that died waits for its end.
 */
const LEASE_MS = 20_000;

export type OutboxRow = typeof outbox.$inferSelect;

export type Claim =
  | { readonly state: "claimed"; readonly row: OutboxRow }
  /** Sent, dead, withheld or unknown: nothing is left to do. */
  | { readonly state: "finished" }
  /** Another process is at it, or was when it died. */
  | { readonly state: "leased" };

const unfinished = inArray(outbox.state, ["queued", "sending"]);

/** Takes the row for one attempt, in a transaction of its own. `now`: system time. */
export async function claimMail(id: string, now: Date): Promise<Claim> {
  return asSystem("mail task claims its row", async (db) => {
    const [row] = await db
      .update(outbox)
      .set({
        state: "sending",
        attempts: sql`${outbox.attempts} + 1`,
        leasedUntil: new Date(now.getTime() + LEASE_MS),
      })
      .where(and(eq(outbox.id, id), unfinished, or(isNull(outbox.leasedUntil), lte(outbox.leasedUntil, now))))
      .returning();
    if (row) return { state: "claimed", row };
    const [open] = await db
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(eq(outbox.id, id), unfinished));
    return { state: open ? "leased" : "finished" };
  });
}

/** The provider has the mail. True whoever holds the lease by now, so it is written in any case. */
export async function recordSent(row: OutboxRow, now: Date, providerId: string | null): Promise<void> {
  await asSystem("mail task records a sent mail", (db) =>
    db
      .update(outbox)
      .set({ state: "sent", sentAt: now, providerId, leasedUntil: null, lastError: null })
      .where(eq(outbox.id, row.id)),
  );
}

/** This attempt failed and another may do better: the lease is given back. */
export async function recordRetry(row: OutboxRow, reason: string): Promise<void> {
  await endTry(row, { state: "queued", lastError: reason });
}

/** No further attempt. `reason` is what staff read. */
export async function recordDead(row: OutboxRow, reason: string): Promise<void> {
  await endTry(row, { state: "dead", lastError: reason });
}

/** Ends without being sent: who it was for may not read of it any more, or wants no such mail. */
export async function recordWithheld(row: OutboxRow, reason: string): Promise<void> {
  await endTry(row, { state: "withheld", lastError: reason });
}

/** Only while the lease is still this attempt's own: a later attempt must not lose its row to an earlier one. */
async function endTry(
  row: OutboxRow,
  outcome: { state: "queued" | "dead" | "withheld"; lastError: string },
): Promise<void> {
  await asSystem("mail task records a failed attempt", (db) =>
    db
      .update(outbox)
      .set({ ...outcome, leasedUntil: null })
      .where(and(eq(outbox.id, row.id), eq(outbox.state, "sending"), eq(outbox.attempts, row.attempts))),
  );
}
