/** Keeps the newest `limit` entries in memory and reads them newest first. */
export class NewestFirst<T> {
  readonly #limit: number;
  #entries: T[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(entry: T): void {
    this.#entries.push(entry);
    if (this.#entries.length > this.#limit) this.#entries.shift();
  }

  list(): T[] {
    return this.#entries.toReversed();
  }
}
