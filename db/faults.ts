/** Codes of PostgreSQL when it takes no connections, and of the driver when a connection breaks. */
const AWAY =
  /^(57P0[1-5]|53300|08...|ECONN(REFUSED|RESET)|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED))$/;

/** The facts about a failure that are kept: its code, and the names from the schema that it is about. */
const KEPT = ["code", "constraint_name", "table_name", "routine"];

/**
 * A failure of the database without the query: SQL, parameters and the row are left out. So code that prints our
 * errors, above all the framework, cannot print what a person typed.
 */
export class DatabaseFault extends Error {
  /** The code of PostgreSQL, or of the driver. */
  readonly code: unknown;

  constructor(facts: Readonly<Record<string, unknown>>, stack: string | undefined) {
    const kept = Object.fromEntries(
      KEPT.flatMap((name) => (typeof facts[name] === "string" ? [[name, facts[name]]] : [])),
    );
    const cause = Object.assign(new Error("see its code"), { name: "PostgresError" }, kept);
    delete cause.stack;
    super("The database refused or failed", { cause });
    this.name = "DatabaseFault";
    this.code = facts.code;
    // Keeps only the places in the code: the first lines of a stack repeat the message.
    const frames = stack?.split("\n").filter((line) => /^ {4}at /.test(line)) ?? [];
    this.stack = [`${this.name}: ${this.message}`, ...frames].join("\n");
  }
}

/** Replaces an error of Drizzle or the driver by a DatabaseFault, also in `cause`. Returns other errors themselves. */
export function withoutQuery(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const isDatabase =
    "query" in error || "severity_local" in error || /^(PostgresError|DrizzleQueryError)$/.test(error.name);
  if (isDatabase) {
    const facts = [...layersOf(error)].find(({ code }) => typeof code === "string") ?? {};
    return new DatabaseFault(facts, error.stack);
  }
  if (error.cause !== undefined) error.cause = withoutQuery(error.cause);
  return error;
}

/** Whether the database is away, and not only refuses the query. */
export function isUnreachable(error: unknown): boolean {
  for (const { code } of layersOf(error)) if (typeof code === "string" && AWAY.test(code)) return true;
  return false;
}

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
