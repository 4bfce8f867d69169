/** An error and what it was wrapped around: drizzle's own error holds PostgreSQL's as its cause. */
function* layersOf(error: unknown): Generator<Readonly<Record<string, unknown>>> {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    yield at as unknown as Readonly<Record<string, unknown>>;
  }
}

/**
 * Is this the database's word for a lock that did not come free in time (55P03), or for the victim of a deadlock (40P01)?
 * The transaction was rolled back whole, and is worth another try.
 */
export function isLostLock(error: unknown): boolean {
  for (const { code } of layersOf(error)) if (code === "55P03" || code === "40P01") return true;
  return false;
}

/**
 * The constraint or unique index that a write broke, by its name in db/schema: which rule of the tables said no. Null for
 * any other error. The transaction is over either way.
 */
export function constraintOf(error: unknown): string | null {
  for (const { constraint_name: name } of layersOf(error)) if (typeof name === "string" && name !== "") return name;
  return null;
}
