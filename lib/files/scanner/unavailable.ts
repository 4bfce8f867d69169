/** No verdict now: ask again later. The message holds nothing that a log may not show. */
export class ScannerUnavailable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "ScannerUnavailable";
  }
}
