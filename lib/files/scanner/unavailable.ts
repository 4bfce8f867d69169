import { RetryLater } from "@/lib/errors";

/** No verdict now: ask again later. The message holds nothing that a log may not show. */
export class ScannerUnavailable extends RetryLater {
  constructor(reason: string) {
    super("a file waits for the scanner", reason);
    this.name = "ScannerUnavailable";
  }
}
