import { z } from "zod";

type FormValues = Record<string, string | readonly string[]>;

/** React and Next put fields of their own into every form that calls an action. */
const isInternal = (name: string) => name.startsWith("$ACTION_");

/** What must never be given back to a page, whatever the schema calls it. */
const isSecret = (name: string) => /password|token|secret/i.test(name);

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

function decodeObject(names: string[], form: FormData, schema: z.ZodObject, prefix: string, unknown: string[]) {
  const raw: Record<string, unknown> = {};
  const shape = schema.shape as Record<string, z.ZodType>;
  for (const [key, field] of Object.entries(shape)) {
    const inner = unwrap(field);
    const name = `${prefix}${key}`;
    if (inner instanceof z.ZodBoolean) raw[key] = form.has(name);
    else if (inner instanceof z.ZodArray) raw[key] = form.getAll(`${name}[]`);
    else if (inner instanceof z.ZodObject) raw[key] = decodeObject(names, form, inner, `${name}.`, unknown);
    else if (form.has(name)) {
      const value = form.get(name);
      if (!(value === "" && isOptional(field))) raw[key] = value;
    }
  }
  for (const name of names) {
    if (!name.startsWith(prefix)) continue;
    const rest = name.slice(prefix.length);
    const key = rest.split(".")[0]?.replace(/\[\]$/, "") ?? rest;
    if (!Object.hasOwn(shape, key)) unknown.push(name);
  }
  return raw;
}

/** What was typed, to be shown again: text only, never a password, token or file. */
export function typedValues(form: FormData): FormValues {
  const values: FormValues = {};
  for (const name of new Set(form.keys())) {
    if (isInternal(name) || isSecret(name)) continue;
    const texts = form.getAll(name).filter((value): value is string => typeof value === "string");
    if (texts.length === 0) continue;
    values[name] = name.endsWith("[]") ? texts : (texts[0] ?? "");
  }
  return values;
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
