import { z } from "zod";
import { cleanQuery } from "./search";
import { day, rowId } from "./values";

/** One parameter in a list's address. `Others`: the parameters before it whose values it depends on. */
export interface Parameter<T, Others = object> {
  /** The value of a text; undefined when the text has no meaning, and then the fallback applies. */
  read(text: string): T | undefined;
  /** The text of a value. It is never called for the fallback, which is left out of the address. */
  write(value: T): string;
  fallback(others: Others): T;
  /** Where the parameter does not apply, the text in the address and changes are ignored, and the fallback applies. */
  applies(others: Others): boolean;
}

const always = () => true;

/** Null when the address has no value that the schema accepts. */
function optional<T extends string>(schema: z.ZodType<T>): Parameter<T | null> {
  return {
    read: (text) => schema.safeParse(text).data,
    write: String,
    fallback: () => null,
    applies: always,
  };
}

/** One of these values, or null. */
export const oneOf = <const T extends string>(values: readonly T[]): Parameter<T | null> => optional(z.enum(values));

/**
 * One of these values. If the address has none of them it is `fallback`, which may be computed from the parameters
 * before it.
 */
export function choice<const T extends string>(values: readonly T[], fallback: NoInfer<T>): Parameter<T>;
export function choice<const T extends string, Others>(
  values: readonly T[],
  fallback: (others: Others) => NoInfer<T>,
): Parameter<T, Others>;
export function choice<T extends string, Others>(
  values: readonly T[],
  fallback: T | ((others: Others) => T),
): Parameter<T, Others> {
  const { read, write } = oneOf(values);
  return {
    read: (text) => read(text) ?? undefined,
    write,
    fallback: typeof fallback === "function" ? fallback : () => fallback,
    applies: always,
  };
}

/**
 * The same parameter, which applies only if `applies` returns true for the parameters before it. Elsewhere it is as if
 * absent.
 */
export function when<T, Others>(parameter: Parameter<T>, applies: (others: Others) => boolean): Parameter<T, Others> {
  return { ...parameter, fallback: () => parameter.fallback({}), applies };
}

/** True when the address has the value `word`. */
export function flag(word: string): Parameter<boolean> {
  return { read: (text) => text === word, write: () => word, fallback: () => false, applies: always };
}

/** The text of a search as typed, without control characters and at most 100 characters long. */
export function search(): Parameter<string> {
  return { read: cleanQuery, write: String, fallback: () => "", applies: always };
}

/** A day `YYYY-MM-DD`, or null. */
export const dayOrNull = (): Parameter<string | null> => optional(day);

/** The id of a row, or null. */
export const idOrNull = (): Parameter<string | null> => optional(rowId);

/** One of these words, the id of a row, or null. */
export const oneOfOrId = (words: readonly string[]): Parameter<string | null> =>
  optional(z.union([z.enum(words), rowId]));

/** A short lower-case name such as a key that a deployment configures, or null. */
export const keyOrNull = (): Parameter<string | null> => optional(z.string().regex(/^[a-z][a-z0-9-]{0,40}$/));

/** The name of a row in another system: any text of at most 100 characters, compared exactly; or null. */
export const nameOrNull = (): Parameter<string | null> => optional(z.string().regex(/^\P{Cc}{1,100}$/u));
