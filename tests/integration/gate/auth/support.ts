import { hash } from "@node-rs/argon2";
import { and, asc, eq, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { v7 as uuidv7 } from "uuid";
import { outbox, signInTokens } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { hashPassword } from "@/lib/gate/auth/passwords";
import { runResetTask } from "@/lib/gate/auth/reset-link";
import { type SignInAttempt, signIn } from "@/lib/gate/auth/sign-in";
import { brandByKey } from "@/lib/gate/brand/load";
import { newSecret, tokenFor } from "@/lib/gate/tokens";

export const PASSWORD = "Steel&Harbor27";
export const OTHER_PASSWORD = "Copper^Quay58";
/** One hash for all: making one takes a tenth of a second. */
export const PASSWORD_HASH = await hashPassword(PASSWORD);
/** The same password under parameters that cost next to nothing: for tests of limits, where hundreds of tries fail. */
export const CHEAP_HASH = await hash(PASSWORD, { memoryCost: 8, timeCost: 1, parallelism: 1 });
export const cimsoft = await brandByKey("cimsoft");
export const insource = await brandByKey("insource");

/** In the machine's past, so that no test can depend on the machine's clock. */
export const START = Temporal.Instant.from("2026-03-02T09:00:00Z");
export const at = (seconds: number) => START.add({ milliseconds: Math.round(seconds * 1000) });
export const MINUTE = 60;
export const HOUR = 3600;

/** A try from a browser never seen before, with the right password, at START, unless said otherwise. */
export function attempt(email: string, over: Partial<SignInAttempt> = {}) {
  return signIn({
    brand: cimsoft,
    email,
    password: PASSWORD,
    device: newSecret(),
    address: null,
    userAgent: "test",
    previousSession: null,
    now: START,
    ...over,
  });
}

/** Signs in and answers the session's secret. */
export async function signedIn(email: string, over: Partial<SignInAttempt> = {}): Promise<string> {
  const outcome = await attempt(email, over);
  if (!outcome.ok) throw new Error(`sign-in refused: ${outcome.reason}`);
  return outcome.secret;
}

/** Runs the reset job for an address and answers the token of the link it made, null when it made none. */
export async function resetToken(email: string, { brand = "cimsoft", now = START } = {}): Promise<string | null> {
  const tokenId = uuidv7();
  await runResetTask({ email, brand, tokenId }, now);
  const made = await asSystem("test looks", (db) => db.select().from(signInTokens).where(eq(signInTokens.id, tokenId)));
  return made.length ? tokenFor("reset", tokenId) : null;
}

export async function needToken(email: string, options: Parameters<typeof resetToken>[1] = {}): Promise<string> {
  const token = await resetToken(email, options);
  if (!token) throw new Error("no link was made");
  return token;
}

export function mailsTo(email: string, kind?: string) {
  return asSystem("test looks", (db) =>
    db
      .select()
      .from(outbox)
      .where(and(eq(outbox.toAddress, email), kind ? eq(outbox.kind, kind) : undefined))
      .orderBy(asc(outbox.createdAt), asc(outbox.id)),
  );
}

/** Payloads of the waiting jobs of a kind. */
export async function jobs(task: string): Promise<Record<string, unknown>[]> {
  const rows = await asSystem("test looks", (db) =>
    db.execute(sql`
      select payload from graphile_worker._private_jobs jobs
      join graphile_worker._private_tasks tasks on tasks.id = jobs.task_id
      where tasks.identifier = ${task} order by jobs.id`),
  );
  return rows.map((row) => (typeof row.payload === "string" ? JSON.parse(row.payload) : row.payload));
}
