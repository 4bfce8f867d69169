import { z } from "zod";
import { cleanQuery } from "./search";
import { day, rowId } from "./values";

/** One word of a list's address. `Others`: what it must know of the parameters that stand before it. */
export interface Parameter<T, Others = object> {
  /** What a text means; undefined when it means nothing, and the fallback holds. */
  read(text: string): T | undefined;
  /** The text of a value. What falls back is never asked: it is left out of the address. */
  write(value: T): string;
  fallback(others: Others): T;
  /** Where it does not apply, neither text nor change counts, and the fallback holds. */
  applies(others: Others): boolean;
}

const always = () => true;

/** Null where the address says nothing that the schema takes. */
function optional<T extends string>(schema: z.ZodType<T>): Parameter<T | null> {
  return {
    read: (text) => schema.safeParse(text).data,
    write: String,
    fallback: () => null,
    applies: always,
  };
}

/** One of these, or null. */
export const oneOf = <const T extends string>(values: readonly T[]): Parameter<T | null> => optional(z.enum(values));

/** One of these; `fallback`, or what it makes of the parameters before, where the address names none. */
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

/** The same parameter where `applies` says so of those before it; elsewhere as if it were absent. */
export function when<T, Others>(parameter: Parameter<T>, applies: (others: Others) => boolean): Parameter<T, Others> {
  return { ...parameter, fallback: () => parameter.fallback({}), applies };
}

/** True when the address says `word`. */
export function flag(word: string): Parameter<boolean> {
  return { read: (text) => text === word, write: () => word, fallback: () => false, applies: always };
}

/** What somebody searches for, as typed, without control characters; at most 100 of them. */
export function search(): Parameter<string> {
  return { read: cleanQuery, write: String, fallback: () => "", applies: always };
}

/** A day `YYYY-MM-DD`, or null. */
export const dayOrNull = (): Parameter<string | null> => optional(day);

/** The id of a row, or null. */
export const idOrNull = (): Parameter<string | null> => optional(rowId);

/** One of these words or the id of a row, or null. */
export const oneOfOrId = (words: readonly string[]): Parameter<string | null> =>
  optional(z.union([z.enum(words), rowId]));

/** A short name in small letters, as of what a deployment configures; or null. */
export const keyOrNull = (): Parameter<string | null> => optional(z.string().regex(/^[a-z][a-z0-9-]{0,40}$/));

/** What a row of another system is called: any text of at most 100 characters, compared exactly; or null. */
export const nameOrNull = (): Parameter<string | null> => optional(z.string().regex(/^\P{Cc}{1,100}$/u));
