/** A value and its label. */
export type Choice<T extends string | null = string> = readonly [value: T, words: string];

/** Values with their labels in order, for chips and selects. */
export function choicesOf<T extends string>(values: readonly T[], words: Readonly<Record<T, string>>): Choice<T>[] {
  return values.map((value) => [value, words[value]]);
}
