import { firstParameter, type RawParameters } from "./address";
import type { CursorCodec } from "./cursor";
import type { Parameter } from "./parameters";

type Parameters = Readonly<Record<string, Parameter<unknown, never>>>;
type Values<P extends Parameters> = {
  readonly [Name in keyof P]: P[Name]["fallback"] extends (others: never) => infer T ? T : never;
};

/** Makes it a type error if a parameter depends on parameters that the list does not have. */
type Answered<P extends Parameters> = {
  readonly [Name in keyof P]: P[Name]["fallback"] extends (others: infer Others) => unknown
    ? Values<P> extends Others
      ? unknown
      : never
    : never;
};

/** The state of a list in an address: the values of its parameters, and the place at which the page begins. */
type Filters<P extends Parameters, Cursor> = Values<P> & {
  /** Null for the first page. */
  readonly cursor: Cursor | null;
};

interface Definition<P extends Parameters, Cursor> {
  readonly path: string;
  /** In the order in which they are written into the address. A parameter may depend on those before it. */
  readonly parameters: P & Answered<P>;
  /** Its place is written last, under the name `after`. */
  readonly cursor: CursorCodec<Cursor>;
}

interface FiltersOfList<F> {
  /**
   * Reads the filters of an address. A value that cannot be read becomes its default, so that every address of a list
   * is valid.
   */
  parse(raw: RawParameters): F;
  /**
   * The address of the list after a change of filters. A change of anything but the cursor returns to the first page.
   * Defaults are left out of `filters` and of the address. A filter that has its default gets the new default if the
   * change moves it. `path`: another view of the same list.
   */
  href(filters: Partial<F>, change?: Partial<F>, path?: string): string;
}

/** Defines how a list's filters are read from an address and written into one. */
export function defineFilters<P extends Parameters, Cursor>({
  path: ownPath,
  parameters,
  cursor: codec,
}: Definition<P, Cursor>): FiltersOfList<Filters<P, Cursor>> {
  /**
   * Every parameter in its order: the value that `given` returns for it, else its fallback. The fallbacks are returned
   * too.
   */
  function settle(given: (name: string, parameter: Parameter<unknown, never>) => unknown) {
    const values: Record<string, unknown> = {};
    const fallbacks: Record<string, unknown> = {};
    for (const [name, parameter] of Object.entries(parameters)) {
      // The parameters that this one depends on come before it, so they have their values already.
      const others = values as never;
      fallbacks[name] = parameter.fallback(others);
      const value = parameter.applies(others) ? given(name, parameter) : undefined;
      values[name] = value === undefined ? fallbacks[name] : value;
    }
    return { values, fallbacks };
  }

  return {
    parse(raw) {
      const { values } = settle((name, parameter) => {
        const text = firstParameter(raw, name);
        return text === null ? undefined : parameter.read(text);
      });
      const after = firstParameter(raw, "after");
      const sort = values.sort;
      const cursor = after === null ? null : codec.decode(after, typeof sort === "string" ? sort : undefined);
      return { ...values, cursor } as Filters<P, Cursor>;
    },
    href(filters, change = {}, path = ownPath) {
      const before: Readonly<Record<string, unknown>> = filters;
      const changed: Readonly<Record<string, unknown>> = change;
      const stood = settle((name) => before[name]);
      const next = settle((name) => {
        if (changed[name] !== undefined) return changed[name];
        return stood.values[name] === stood.fallbacks[name] ? undefined : stood.values[name];
      });
      const search = new URLSearchParams();
      for (const [name, parameter] of Object.entries(parameters)) {
        const value = next.values[name];
        if (value !== next.fallbacks[name]) search.set(name, parameter.write(value as never));
      }
      if (change.cursor) search.set("after", codec.encode(change.cursor));
      return search.size > 0 ? `${path}?${search}` : path;
    },
  };
}
