/** An error and the chain of its causes. Drizzle's error has PostgreSQL's error as its cause. */
function* layersOf(error: unknown): Generator<Readonly<Record<string, unknown>>> {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    yield at as unknown as Readonly<Record<string, unknown>>;
  }
}

/**
 * Whether the database gave up waiting for a lock (55P03) or ended this transaction to resolve a deadlock (40P01). The
 * transaction was rolled back whole and is worth another try.
 */
export function isLostLock(error: unknown): boolean {
  for (const { code } of layersOf(error)) if (code === "55P03" || code === "40P01") return true;
  return false;
}

/**
 * The name, as in db/schema, of the constraint or unique index that a write violated; null for any other error. The
 * transaction cannot go on in either case.
 */
export function constraintOf(error: unknown): string | null {
  for (const { constraint_name: name } of layersOf(error)) if (typeof name === "string" && name !== "") return name;
  return null;
}

/**
 * The SQLSTATE of a value that the database does not take (class 22) or of a constraint that it violates (class 23);
 * null for any other error. The transaction cannot go on in either case.
 */
export function dataFaultOf(error: unknown): string | null {
  for (const { code } of layersOf(error)) {
    if (typeof code === "string" && /^2[23][0-9A-Z]{3}$/.test(code)) return code;
  }
  return null;
}
