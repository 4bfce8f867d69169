import { z } from "zod";

type FormValues = Record<string, string | readonly string[]>;

/** React and Next put fields of their own into every form that calls an action. */
const isInternal = (name: string) => name.startsWith("$ACTION_");

/**
 * What must never be given back to a page, whatever the schema calls it, and the proof of when a form was handed out
 * (lib/gate/bot-check.ts): a page that is made anew has one of its own.
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

/** An empty field of these is "not given": an empty string would fail as an address or a number. */
function isOptional(schema: z.ZodType): boolean {
  return schema.safeParse(undefined).success;
}

/**
 * Turns a form into the raw object that `schema` parses: dotted names become objects, `name[]` lists, an absent
 * checkbox is false, an empty optional field is absent. Names that the schema does not know are in `unknown`.
 */
export function decodeForm(form: FormData, schema: z.ZodObject): { raw: Record<string, unknown>; unknown: string[] } {
  const unknown: string[] = [];
  const names = [...new Set(form.keys())].filter((name) => !isInternal(name));
  const raw = decodeObject(names, form, schema, "", unknown);
  return { raw, unknown };
}

/** Without what PostgreSQL keeps in no text and nobody types: NUL, half a surrogate pair. Secrets are taken as they are. */
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

/** More fields than any form of ours has: a body of tens of thousands would keep the process busy for others' sake. */
const MAX_FIELDS = 500;

export function hasTooManyFields(form: FormData): boolean {
  let count = 0;
  for (const _ of form.keys()) if (++count > MAX_FIELDS) return true;
  return false;
}

/** Top-level names that the schema knows: `address` for `address.line1`, `tags` for `tags[]`. */
const rootOf = (name: string) => name.split(".")[0]?.replace(/\[\]$/, "") ?? name;

/** What was typed, to be shown again: text of fields that the schema knows, never a password, token or file. */
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

/** Sentences by dotted field path; issues without a path are the form's. */
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
