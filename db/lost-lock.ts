/**
 * Is this the database's word for a lock that did not come free in time (55P03), or for the victim of a deadlock (40P01)?
 * The transaction was rolled back whole, and is worth another try.
 */
export function isLostLock(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ("code" in at && (at.code === "55P03" || at.code === "40P01")) return true;
  }
  return false;
}
