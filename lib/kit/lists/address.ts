/** The query of an address as Next gives it. */
export type RawParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The first value of a parameter, null where there is none. */
export function firstParameter(raw: RawParameters, name: string): string | null {
  const value = raw[name];
  return (typeof value === "string" ? value : value?.[0]) ?? null;
}

/**
 * The sentence for a word of the address, such as what was just saved; null for any other word, `constructor` and the
 * like among them.
 */
export function sentenceFor(sentences: Readonly<Record<string, string>>, word: string | null): string | null {
  return word !== null && Object.hasOwn(sentences, word) ? (sentences[word] ?? null) : null;
}
