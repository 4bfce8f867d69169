/**
 * Waits for all promises of an object at once, so that independent reads of one transaction are sent without waiting for
 * each other's answers. Rejects as soon as one of them does.
 */
export async function together<T extends Readonly<Record<string, unknown>>>(
  values: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const answers = await Promise.all(Object.values(values));
  const entries = Object.keys(values).map((name, place) => [name, answers[place]]);
  return Object.fromEntries(entries) as { -readonly [K in keyof T]: Awaited<T[K]> };
}
