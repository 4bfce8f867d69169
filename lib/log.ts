import { format, stripVTControlCharacters } from "node:util";
import pino from "pino";

/** One logger for app, worker and scripts. Values that could be secrets are removed by their key. */
export const log = pino({
  level: process.env.LOG_LEVEL ?? "info",
  base: { app: process.env.PORTAL_PROCESS ?? "portal" },
  redact: {
    paths: [
      "password",
      "*.password",
      "token",
      "*.token",
      "authorization",
      "*.authorization",
      "cookie",
      "*.cookie",
      "headers.cookie",
      "headers.authorization",
    ],
    censor: "[removed]",
  },
  serializers: { err: describeError },
});

const CONSOLE = { error: "error", warn: "warn", log: "info", info: "info", debug: "debug" } as const;

/**
 * Sends what the framework and libraries print to this log: one JSON object per line, whatever text a person typed, and
 * from errors only what may be logged.
 */
export function takeOverConsole(): void {
  for (const [name, level] of Object.entries(CONSOLE) as [
    keyof typeof CONSOLE,
    (typeof CONSOLE)[keyof typeof CONSOLE],
  ][])
    console[name] = (...parts: unknown[]) => {
      const error = parts.find((part) => part instanceof Error);
      const text = stripVTControlCharacters(format(...parts.map((part) => (part instanceof Error ? "" : part)))).trim();
      log[level](error ? { err: error } : {}, text || "an error was printed");
    };
}

/** The description of an error on one line without stacks, for an operator's terminal. */
export function errorLine(error: unknown): string {
  return JSON.stringify(describeError(error), (key, value: unknown) => (key === "stack" ? undefined : value));
}

/**
 * The parts of an error that may be logged. The message of a Drizzle error holds SQL and parameters (addresses,
 * hashes), so of a database error only code, constraint and table are kept.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: "not an Error" };
  if (error.name === "DrizzleQueryError" || error.message.startsWith("Failed query:")) {
    return { name: "DatabaseError", cause: error.cause ? describeError(error.cause) : undefined };
  }
  if ("severity_local" in error || "constraint_name" in error || error.name === "PostgresError") {
    const { code, constraint_name, table_name, routine } = error as unknown as Record<string, unknown>;
    return { name: "PostgresError", code, constraint: constraint_name, table: table_name, routine };
  }
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    cause: error.cause ? describeError(error.cause) : undefined,
  };
}
