import { cache } from "react";
import { getBrand } from "@/lib/brand/current";
import { systemNow } from "@/lib/time";
import { readSessionSecret } from "./next-auth";
import { loadSession } from "./session-store";
import type { SignedIn } from "./types";

/**
 * Who is signed in on this request, null for nobody. Asked of the database at each request (once, for a page), so
 * that a session that was ended, an account that was closed and a right that was taken away hold at once.
 */
export const getSession = cache(async (): Promise<SignedIn | null> => {
  const brand = await getBrand();
  if (!brand) return null;
  const secret = await readSessionSecret(brand);
  return secret ? loadSession(secret, brand.key, systemNow()) : null;
});
