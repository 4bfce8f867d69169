import { RetryLater } from "@/lib/errors";

/** The scanner gave no verdict; ask again later. The message holds nothing that must not be in a log. */
export class ScannerUnavailable extends RetryLater {
  constructor(reason: string) {
    super("a file waits for the scanner", reason);
    this.name = "ScannerUnavailable";
  }
}
