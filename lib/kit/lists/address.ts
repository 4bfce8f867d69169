/** The query of an address as Next gives it. */
export type RawParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The first value of a parameter, null where there is none. */
export function firstParameter(raw: RawParameters, name: string): string | null {
  const value = raw[name];
  return (typeof value === "string" ? value : value?.[0]) ?? null;
}
