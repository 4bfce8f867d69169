import { eq, sql } from "drizzle-orm";
import { providers } from "@/db/schema";
import type { ProviderState } from "@/db/schema/constants";
import { asGate } from "@/db/viewer";

/** A service outside of the portal that it depends on: `mail`, `files`, or `stripe:` and the brand's key. */
export interface Provider {
  readonly name: string;
  /** Null: the service is for all brands. */
  readonly brand: string | null;
}

/**
 * How a provider answered. `failed`: it gave no answer, or failed by a fault of its own; `reason` is a status and a
 * code, never its text. `isLasting`: the next try will fail too, so one failure is enough for the state `refusing`.
 */
export type Answer =
  | { readonly kind: "answered"; readonly milliseconds: number }
  | { readonly kind: "failed"; readonly reason: string; readonly isLasting?: boolean };

export interface Answering {
  readonly state: ProviderState;
  readonly retryAt: Date | null;
}

const FINE: Answering = { state: "ok", retryAt: null };
/** An answer that takes longer makes the provider `slow`; staff see it. */
export const SLOW_MS = 5_000;
/** After so many failures in a row the provider is asked less often; single failures happen every day. */
const PATIENCE = 3;
const LONGEST_PAUSE_MS = 15_000;

/** The state of the provider, and until when it is not to be asked. */
export async function howItAnswers({ name }: Provider): Promise<Answering> {
  const [row] = await asGate("how a provider has answered", (db) =>
    db.select({ state: providers.state, retryAt: providers.retryAt }).from(providers).where(eq(providers.name, name)),
  );
  return row ?? FINE;
}

/** Is the provider not to be asked for now? `now`: system time. */
export function isPaused({ state, retryAt }: Answering, now: Date): boolean {
  return state === "refusing" && retryAt !== null && retryAt > now;
}

/** Stores an answer, and returns the provider's state after it. `now`: system time. */
export async function noteAnswer(provider: Provider, answer: Answer, now: Date): Promise<Answering> {
  return answer.kind === "failed" ? noteFailure(provider, answer, now) : noteGood(provider, answer, now);
}

async function noteGood(
  { name, brand }: Provider,
  { milliseconds }: { readonly milliseconds: number },
  now: Date,
): Promise<Answering> {
  const state = milliseconds > SLOW_MS ? "slow" : "ok";
  await asGate("a provider has answered", (db) =>
    db
      .insert(providers)
      .values({ name, brand, state, since: now })
      .onConflictDoUpdate({
        target: providers.name,
        set: { state, failures: 0, retryAt: null, lastError: null, since: now },
        // Nearly every answer leaves the state as it was: then nothing is written.
        setWhere: sql`${providers.state} <> ${state} or ${providers.failures} > 0`,
      }),
  );
  return { state, retryAt: null };
}

async function noteFailure(
  { name, brand }: Provider,
  { reason, isLasting = false }: { readonly reason: string; readonly isLasting?: boolean },
  now: Date,
): Promise<Answering> {
  return asGate("a provider has not answered", async (db) => {
    await db
      .insert(providers)
      .values({ name, brand, state: "ok", since: now })
      .onConflictDoNothing({ target: providers.name });
    const [before] = await db.select().from(providers).where(eq(providers.name, name)).for("update");
    const failures = (before?.failures ?? 0) + 1;
    const state = isLasting || failures >= PATIENCE ? "refusing" : (before?.state ?? "ok");
    const pause = Math.min(1_000 * 2 ** Math.min(Math.max(failures - PATIENCE, 0), 10), LONGEST_PAUSE_MS);
    const retryAt = state === "refusing" ? new Date(now.getTime() + pause) : null;
    const since = state === before?.state ? before.since : now;
    await db
      .update(providers)
      .set({ failures, state, retryAt, lastError: reason, since })
      .where(eq(providers.name, name));
    return { state, retryAt };
  });
}
