import type { Readable } from "node:stream";

/**
 * Where the bytes of files are. Keys are letters, digits, `-` and `_`, made by the portal alone. A folder does it
 * (folder.ts), and so could any store of objects: nothing here needs a rename, a lock or a listing in order.
 */
export interface FileStorage {
  /**
   * Keeps what `content` brings under the key: whole, or not at all. Rejects with the error of `content` or the reason
   * of `signal`, and then nothing is there. Never holds a file in memory.
   */
  put(key: string, content: Readable, signal: AbortSignal): Promise<void>;
  /** A stream of the bytes and how many they are; null for a key that is not there. Whoever gets it reads or destroys it. */
  get(key: string): Promise<{ readonly content: Readable; readonly sizeBytes: number } | null>;
  has(key: string): Promise<boolean>;
  /** Is at peace with a key that is not there. */
  delete(key: string): Promise<void>;
  /** Keys that have been there since before then (system time), in no order. */
  listOlderThan(before: Date): AsyncIterable<string>;
  /** Forgets what a `put` that died has left, begun before then. */
  dropPartsOlderThan(before: Date): Promise<void>;
}
