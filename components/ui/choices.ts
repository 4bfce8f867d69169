/** A value and what it is called. */
export type Choice<T extends string | null = string> = readonly [value: T, words: string];

/** Values in their order with their words, for chips and selects. */
export function choicesOf<T extends string>(values: readonly T[], words: Readonly<Record<T, string>>): Choice<T>[] {
  return values.map((value) => [value, words[value]]);
}
