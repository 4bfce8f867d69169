import { cache } from "react";
import { getBrand } from "@/lib/gate/brand/current";
import type { Brand } from "@/lib/gate/brand/types";
import { markReached, noted } from "@/lib/gate/door/asked";
import { systemNow } from "@/lib/kit/time";
import { readSessionSecret } from "./next-auth";
import { renderReads } from "./render-reads";
import { type LookUp, loadSession, type SessionUse } from "./session-store";
import type { SignedIn } from "./types";

/**
 * Who is signed in on this request; null for nobody. The database is asked at each request (once for a page), so that
 * the end of a session, a closed account and a lost right take effect at once.
 */
export const getSession = cache((): Promise<SignedIn | null> => noted(() => readSession("use")));

/** The same for what an open page asks by itself: it does not count as use of the session. */
export const peekSession = (): Promise<SignedIn | null> => noted(() => readSession("background"));

async function readSession(use: SessionUse): Promise<SignedIn | null> {
  markReached();
  const brand = await getBrand();
  if (!brand) return null;
  const secret = await readSessionSecret(brand);
  if (!secret) return null;
  const reads = renderReads();
  const lookUp: LookUp | undefined = reads ? (reason, work) => reads.beforeViewer(reason, work) : undefined;
  return loadSession(secret, brand.key, systemNow(), use, lookUp);
}

/**
 * For work that outlives its request: returns a function that tells, later, whether this same session is still valid.
 * Null if the request has no session.
 */
export async function watchSession(brand: Brand, { sessionId }: SignedIn): Promise<(() => Promise<boolean>) | null> {
  const secret = await readSessionSecret(brand);
  if (!secret) return null;
  return async () => (await loadSession(secret, brand.key, systemNow(), "background"))?.sessionId === sessionId;
}
