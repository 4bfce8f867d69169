import { cache } from "react";
import { getBrand } from "@/lib/gate/brand/current";
import type { Brand } from "@/lib/gate/brand/types";
import { markReached, noted } from "@/lib/gate/door/asked";
import { systemNow } from "@/lib/kit/time";
import { readSessionSecret } from "./next-auth";
import { loadSession, type SessionUse } from "./session-store";
import type { SignedIn } from "./types";

/**
 * Who is signed in on this request, null for nobody. Asked of the database at each request (once, for a page), so
 * that a session that was ended, an account that was closed and a right that was taken away hold at once.
 */
export const getSession = cache((): Promise<SignedIn | null> => noted(() => readSession("use")));

/** The same for what an open page asks by itself: it does not count as use. */
export const peekSession = (): Promise<SignedIn | null> => noted(() => readSession("background"));

async function readSession(use: SessionUse): Promise<SignedIn | null> {
  markReached();
  const brand = await getBrand();
  if (!brand) return null;
  const secret = await readSessionSecret(brand);
  return secret ? loadSession(secret, brand.key, systemNow(), use) : null;
}

/**
 * For what outlives its request: a question that may be asked later, whether this very session still holds. Null when
 * the request carries none.
 */
export async function watchSession(brand: Brand, { sessionId }: SignedIn): Promise<(() => Promise<boolean>) | null> {
  const secret = await readSessionSecret(brand);
  if (!secret) return null;
  return async () => (await loadSession(secret, brand.key, systemNow(), "background"))?.sessionId === sessionId;
}
