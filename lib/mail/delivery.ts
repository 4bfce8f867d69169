import { and, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { outbox } from "@/db/schema";
import { asSystem } from "@/db/viewer";

/**
 * How long one attempt holds a row. It is longer than an attempt can take (10 s of network and a few statements), so a
 * lease runs out only if its process died. It is not much longer, because the mail of a dead process waits until then.
 */
const LEASE_MS = 20_000;

export type OutboxRow = typeof outbox.$inferSelect;

export type Claim =
  | { readonly state: "claimed"; readonly row: OutboxRow }
  /** The mail is sent, dead, withheld or unknown: nothing is left to do. */
  | { readonly state: "finished" }
  /** Another process is sending it, or died while it was sending it. */
  | { readonly state: "leased" };

const unfinished = inArray(outbox.state, ["queued", "sending"]);

/** Leases the row for one attempt, in its own transaction. `now`: system time. */
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

/**
 * Records that the provider has the mail. This is true even if another attempt has the lease now, so the lease is not
 * checked.
 */
export async function recordSent(row: OutboxRow, now: Date, providerId: string | null): Promise<void> {
  await asSystem("mail task records a sent mail", (db) =>
    db
      .update(outbox)
      .set({ state: "sent", sentAt: now, providerId, leasedUntil: null, lastError: null })
      .where(eq(outbox.id, row.id)),
  );
}

/** Records that this attempt failed and another may succeed, and gives the lease back. */
export async function recordRetry(row: OutboxRow, reason: string): Promise<void> {
  await endTry(row, { state: "queued", lastError: reason });
}

/** Records that there is no further attempt. `reason` is shown to staff. */
export async function recordDead(row: OutboxRow, reason: string): Promise<void> {
  await endTry(row, { state: "dead", lastError: reason });
}

/** Records that the mail is not sent, because its recipient may not read it any more or does not want such mail. */
export async function recordWithheld(row: OutboxRow, reason: string): Promise<void> {
  await endTry(row, { state: "withheld", lastError: reason });
}

/** Changes the row only while this attempt has the lease: an earlier attempt must not change the row of a later one. */
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
