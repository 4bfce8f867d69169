import type { Readable } from "node:stream";

/**
 * Where the bytes of files are stored. Keys consist of letters, digits, `-` and `_`, and only the portal makes them. A
 * folder implements it (folder.ts). An object store could too, because nothing here needs a rename, a lock or an
 * ordered listing.
 */
export interface FileStorage {
  /**
   * Stores `content` under the key, completely or not at all. Rejects with the error of `content` or the reason of
   * `signal`, and then nothing is stored. Never holds a whole file in memory.
   */
  put(key: string, content: Readable, signal: AbortSignal): Promise<void>;
  /** A stream of the bytes and their number; null for an unknown key. The caller must read or destroy the stream. */
  get(key: string): Promise<{ readonly content: Readable; readonly sizeBytes: number } | null>;
  has(key: string): Promise<boolean>;
  /** Does nothing for an unknown key. */
  delete(key: string): Promise<void>;
  /** Keys that were stored before that moment (system time), in no order. */
  listOlderThan(before: Date): AsyncIterable<string>;
  /** Deletes the remains of interrupted `put` calls that began before that moment. */
  dropPartsOlderThan(before: Date): Promise<void>;
}
