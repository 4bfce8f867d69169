import { decode } from "next-auth/jwt";

/** What seals a cookie: the secrets that may have sealed it, and its name as salt. */
export interface Seal {
  readonly secret: string | readonly string[];
  readonly salt: string;
}

interface Opened {
  readonly sid: string;
  /** In ms since 1970, system time. */
  readonly expiresAt: number;
}

/** Some 500 bytes each. Beyond it the one that was opened first is opened again when it comes. */
const MOST_KEPT = 1_000;

const kept = new Map<string, Opened>();

/**
 * The secret of a session in a sealed cookie; null if it holds none. Throws for a cookie that we did not seal or that has
 * expired. Opening takes a derived key, two hashes, a check and a decryption, up to 7 % of what a page cost, and
 * has the same result every time. So it is kept for as long as the cookie is valid, by everything that it depends on. What
 * fails is not kept, so only our own cookies take place. It says nothing of the session: its row is read at each request.
 */
export async function openCookie(token: string, { secret, salt }: Seal): Promise<string | null> {
  const key = JSON.stringify([secret, salt, token]);
  const known = kept.get(key);
  if (known && Date.now() < known.expiresAt) return known.sid;
  kept.delete(key);
  const payload = await decode({ token, secret: typeof secret === "string" ? secret : [...secret], salt });
  if (typeof payload?.sid !== "string") return null;
  if (payload.exp !== undefined) keep(key, { sid: payload.sid, expiresAt: payload.exp * 1000 });
  return payload.sid;
}

function keep(key: string, opened: Opened): void {
  const [first] = kept.keys();
  if (kept.size >= MOST_KEPT && first !== undefined) kept.delete(first);
  kept.set(key, opened);
}
