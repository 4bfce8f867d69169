import { z } from "zod";
import { rowId } from "./values";

/**
 * Plain values (ASCII) as opaque text for an address. The text names a place in a list and gives no right to the row
 * there.
 */
export function encodePlace(parts: readonly (string | number)[]): string {
  return btoa(JSON.stringify(parts)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * The values that encodePlace was given, to be validated like any input; null for a text that encodePlace cannot have
 * made.
 */
export function decodePlace(text: string): unknown {
  if (!/^[\w-]+$/.test(text)) return null;
  try {
    return JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
  } catch {
    return null;
  }
}

/** Whether the page holds rows after a row or before it. */
const side = z.enum(["after", "before"]);
export type CursorSide = z.output<typeof side>;

/** What every cursor has: the row at which a page begins or ends, and on which side of it the page is. */
export interface Placed {
  readonly side: CursorSide;
  readonly id: string;
}

type CursorShape = Readonly<Record<string, z.ZodType<string | number>>>;
type CursorOf<S extends CursorShape> = Placed & { readonly [Name in keyof S]: z.output<S[Name]> };

/** How a list writes places into an address and reads them. */
export interface CursorCodec<Cursor> {
  encode(cursor: Cursor): string;
  /**
   * Null for anything that the list did not write. With `sort`, also null for a place in another order, where it means
   * nothing. `sort` has no effect on a list whose cursor has no sort.
   */
  decode(text: string, sort?: string): Cursor | null;
}

/** Longer than any encoded place. */
const MOST_LETTERS = 300;

/**
 * Defines cursors with the values of `shape` between side and id. In the address they are in this order, which must not
 * change because people have bookmarks. A list with several orders has `sort` first. `fits` refuses values that do not
 * belong together.
 */
export function defineCursor<S extends CursorShape>(
  shape: S,
  fits: (cursor: CursorOf<S>) => boolean = () => true,
): CursorCodec<CursorOf<S>> {
  const schema = z.object({ side, ...shape, id: rowId });
  const names = Object.keys(schema.shape);
  return {
    encode(cursor) {
      const parts: Readonly<Record<string, string | number>> = { ...cursor };
      return encodePlace(names.map((name) => parts[name] ?? ""));
    },
    decode(text, sort) {
      const parts = text.length > MOST_LETTERS ? null : decodePlace(text);
      if (!Array.isArray(parts) || parts.length !== names.length) return null;
      const { data } = schema.safeParse(Object.fromEntries(names.map((name, index) => [name, parts[index]])));
      if (data === undefined) return null;
      // The cast is needed because the type of the schema's result cannot be derived while `shape` is a type parameter.
      const cursor = data as unknown as CursorOf<S>;
      if (sort !== undefined && "sort" in shape && cursor.sort !== sort) return null;
      return fits(cursor) ? cursor : null;
    },
  };
}
