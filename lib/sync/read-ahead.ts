/**
 * Iterates over a source once. `begin` lets it make the next item before that is asked for. If that fails, the error is
 * thrown when the item is asked for.
 */
export class ReadAhead<T> {
  private next: Promise<IteratorResult<T>> | null = null;

  constructor(private readonly source: AsyncGenerator<T>) {}

  readonly begin = (): void => {
    void this.item().catch(() => {});
  };

  private item(): Promise<IteratorResult<T>> {
    this.next ??= this.source.next();
    return this.next;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    try {
      for (;;) {
        const item = await this.item();
        this.next = null;
        if (item.done) return;
        yield item.value;
      }
    } finally {
      // Waits for the item that is being made, and closes the source.
      await this.source.return(undefined);
    }
  }
}
