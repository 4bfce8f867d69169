import { z } from "zod";

type FormValues = Record<string, string | readonly string[]>;

/** React and Next put fields of their own into every form that calls an action. */
const isInternal = (name: string) => name.startsWith("$ACTION_");

/**
 * Fields whose values are never sent back to a page, whatever the schema calls them. `issued` is the proof of when a
 * form was handed out (lib/gate/bot-check.ts): a new page has a new one.
 */
const isSecret = (name: string) => /password|token|secret|passcode|otp|\bpin\b|^issued$/i.test(name);

function unwrap(schema: z.ZodType): z.ZodType {
  let inner = schema;
  while (
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodNullable ||
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault
  ) {
    inner = inner.unwrap() as z.ZodType;
  }
  return inner;
}

/** An empty field with such a schema means "not given": an empty string would fail as an address or a number. */
function isOptional(schema: z.ZodType): boolean {
  return schema.safeParse(undefined).success;
}

/**
 * Turns a form into the raw object that `schema` parses: dotted names become objects, `name[]` becomes a list, an
 * absent checkbox is false, an empty optional field is left out. `unknown` has the names that the schema does not know.
 */
export function decodeForm(form: FormData, schema: z.ZodObject): { raw: Record<string, unknown>; unknown: string[] } {
  const unknown: string[] = [];
  const names = [...new Set(form.keys())].filter((name) => !isInternal(name));
  const raw = decodeObject(names, form, schema, "", unknown);
  return { raw, unknown };
}

/**
 * Removes NUL and replaces lone surrogates, which PostgreSQL cannot store and nobody types. Secrets are left unchanged.
 */
function keepable<T>(name: string, value: T): T | string {
  return typeof value === "string" && !isSecret(name) ? value.replaceAll("\u0000", "").toWellFormed() : value;
}

function decodeObject(names: string[], form: FormData, schema: z.ZodObject, prefix: string, unknown: string[]) {
  const raw: Record<string, unknown> = {};
  const shape = schema.shape as Record<string, z.ZodType>;
  for (const [key, field] of Object.entries(shape)) {
    const inner = unwrap(field);
    const name = `${prefix}${key}`;
    if (inner instanceof z.ZodBoolean) raw[key] = form.has(name);
    else if (inner instanceof z.ZodArray) {
      raw[key] = form.getAll(`${name}[]`).map((value) => keepable(name, value));
    } else if (inner instanceof z.ZodObject) raw[key] = decodeObject(names, form, inner, `${name}.`, unknown);
    else if (form.has(name)) {
      const value = keepable(name, form.get(name));
      if (!(value === "" && isOptional(field))) raw[key] = value;
    }
  }
  for (const name of names) {
    if (!name.startsWith(prefix)) continue;
    if (!Object.hasOwn(shape, rootOf(name.slice(prefix.length)))) unknown.push(name);
  }
  return raw;
}

/**
 * More fields than any form of ours has: a body with tens of thousands would keep the process busy and delay others.
 */
const MAX_FIELDS = 500;

export function hasTooManyFields(form: FormData): boolean {
  let count = 0;
  for (const _ of form.keys()) if (++count > MAX_FIELDS) return true;
  return false;
}

/** The top-level name by which the schema knows a field: `address` for `address.line1`, `tags` for `tags[]`. */
const rootOf = (name: string) => name.split(".")[0]?.replace(/\[\]$/, "") ?? name;

/** What was typed, to be shown again: text of fields that the schema knows, never a secret (see isSecret) or a file. */
export function typedValues(form: FormData, schema: z.ZodObject): FormValues {
  const texts = new Map<string, string[]>();
  for (const [name, value] of form.entries()) {
    if (typeof value !== "string" || isInternal(name) || isSecret(name)) continue;
    if (!Object.hasOwn(schema.shape, rootOf(name))) continue;
    const sofar = texts.get(name);
    if (sofar) sofar.push(value);
    else texts.set(name, [value]);
  }
  return Object.fromEntries(
    [...texts].map(([name, values]) => [name, name.endsWith("[]") ? values : (values[0] ?? "")]),
  );
}

/** Sentences by dotted field path. Issues without a path belong to the whole form. */
export function issuesByField(error: z.ZodError): { fieldErrors: Record<string, string[]>; formErrors: string[] } {
  const fieldErrors: Record<string, string[]> = {};
  const formErrors: string[] = [];
  for (const issue of error.issues) {
    const path = issue.path.join(".");
    if (!path) formErrors.push(issue.message);
    else {
      fieldErrors[path] ??= [];
      fieldErrors[path].push(issue.message);
    }
  }
  return { fieldErrors, formErrors };
}
