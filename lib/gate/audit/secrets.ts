const SECRET = /secret|token|password|passphrase|hash|cookie|authorization|card/i;
/** Ids and counts may be called after what they count. */
const HARMLESS = /Id$|^has[A-Z]|^passwordChanged$/;
const KEPT_OUT = "(kept out)";

/**
 * The same details, where the value of every key that is called after a secret is kept out, at any depth. Nobody writes
 * one there on purpose: this holds for whoever adds a form later.
 */
export function withoutSecrets(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).map(([key, value]) => [key, clean(key, value)]));
}

function clean(key: string, value: unknown): unknown {
  if (SECRET.test(key) && !HARMLESS.test(key) && value !== null && typeof value !== "boolean") return KEPT_OUT;
  if (Array.isArray(value)) return value.map((entry) => clean("", entry));
  if (value instanceof Date || typeof value !== "object" || value === null) return value;
  return withoutSecrets(value as Readonly<Record<string, unknown>>);
}
