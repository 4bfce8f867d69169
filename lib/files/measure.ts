import { createHash } from "node:crypto";
import { Transform, type TransformCallback } from "node:stream";
import { FilesRefused } from "./refused";
import { FILE_LIMITS } from "./rules";

/** How many of a file's first bytes are kept to detect its type. */
const SAMPLE_BYTES = 4_100;

/**
 * Passes a file through and measures it: size, hash and first bytes are known at the end. Fails for an empty file and
 * for one beyond the limit.
 */
export class Measure extends Transform {
  sizeBytes = 0;
  readonly #hash = createHash("sha256");
  readonly #sample: Buffer[] = [];
  #sampled = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.sizeBytes += chunk.length;
    if (this.sizeBytes > FILE_LIMITS.fileBytes) {
      done(new FilesRefused("too-large"));
      return;
    }
    this.#hash.update(chunk);
    if (this.#sampled < SAMPLE_BYTES) {
      const part = Buffer.from(chunk.subarray(0, SAMPLE_BYTES - this.#sampled));
      this.#sample.push(part);
      this.#sampled += part.length;
    }
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    done(this.sizeBytes === 0 ? new FilesRefused("empty") : null);
  }

  /** The file's first bytes. */
  sample(): Buffer {
    return Buffer.concat(this.#sample);
  }

  /** SHA-256 in hex. It may be called once only, at the end. */
  sha256(): string {
    return this.#hash.digest("hex");
  }
}
