import { z } from "zod";
import { rowId } from "./values";

/** Plain values (ASCII) as an opaque word for an address. It names a place, and gives no right to what is there. */
export function encodePlace(parts: readonly (string | number)[]): string {
  return btoa(JSON.stringify(parts)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** What encodePlace was given, to be checked like any input; null for what it never made. */
export function decodePlace(text: string): unknown {
  if (!/^[\w-]+$/.test(text)) return null;
  try {
    return JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
  } catch {
    return null;
  }
}

/** A page reads on behind a row, or back from before it. */
const side = z.enum(["after", "before"]);
export type CursorSide = z.output<typeof side>;

/** What every cursor has: the row beside which a page begins, and on which side. */
export interface Placed {
  readonly side: CursorSide;
  readonly id: string;
}

type CursorShape = Readonly<Record<string, z.ZodType<string | number>>>;
type CursorOf<S extends CursorShape> = Placed & { readonly [Name in keyof S]: z.output<S[Name]> };

/** How a list writes its places into an address, and reads them. */
export interface CursorCodec<Cursor> {
  encode(cursor: Cursor): string;
  /**
   * Null for anything that the list did not make. With `sort`, also for a place in another order, which means nothing in
   * this one; of a cursor without a sort it says nothing.
   */
  decode(text: string, sort?: string): Cursor | null;
}

/** Longer than any place is. */
const MOST_LETTERS = 300;

/**
 * Cursors with these values between side and id; in the address they stand in this order, which people's bookmarks have.
 * A list of several orders names its `sort` first. `fits` refuses values that do not belong together.
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
      // What the schema made of its own shape, which its type cannot say of a shape that is a parameter.
      const cursor = data as unknown as CursorOf<S>;
      if (sort !== undefined && "sort" in shape && cursor.sort !== sort) return null;
      return fits(cursor) ? cursor : null;
    },
  };
}
