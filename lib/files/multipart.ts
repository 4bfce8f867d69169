import { Readable, Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { Busboy, type BusboyInstance } from "@fastify/busboy";
import { FilesRefused } from "./refused";
import { FILE_LIMITS } from "./rules";

/** Size of the largest form: as many full files as a message takes, and what surrounds them. */
const MOST_BYTES = FILE_LIMITS.filesPerMessage * FILE_LIMITS.fileBytes + 1024 * 1024;

/**
 * Stores one file. Rejects with FilesRefused for a file that is refused. It must read `content` to its end or not at
 * all.
 */
export type TakeFile<T> = (name: string, content: Readable, signal: AbortSignal) => Promise<T>;

export interface UploadForm<T> {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: readonly T[];
  /** The reason why the first refused file was refused. The rest of the request was then read and dropped. */
  readonly refused: FilesRefused | null;
}

/**
 * Reads a multipart form and gives each file to `take` as it arrives, one after the other. After a refusal the request
 * is still read to its end, because a browser that is still sending does not read an earlier answer. Rejects when the
 * sender disconnects or `take` fails in another way; every `take` has ended by then.
 */
export async function readUpload<T>(
  request: Request,
  take: TakeFile<T>,
  patience: Patience = FILE_LIMITS,
): Promise<UploadForm<T>> {
  const form = formReader(request);
  if (!form || !request.body) {
    await drain(request, patience);
    return { fields: new Map(), files: [], refused: new FilesRefused("broken") };
  }
  const fields = new Map<string, string>();
  const open = new Set<Readable>();
  const files: T[] = [];
  let taking = Promise.resolve();
  const gone = new AbortController();
  let failure: unknown = null;
  const fail = (reason: unknown) => {
    failure ??= reason;
  };

  form.on("field", (name, value) => fields.set(name, value));
  form.on("filesLimit", () => fail(new FilesRefused("too-many")));
  form.on("partsLimit", () => fail(new FilesRefused("too-many")));
  form.on("file", (_field, content, name) => {
    // Without this the parser would wait for a stream that nobody reads. Errors arrive through the promise of `take`.
    content.on("error", () => {});
    if (failure || !name) return content.resume();
    open.add(content);
    taking = taking.then(async () => {
      try {
        if (!failure) files.push(await take(name, content, gone.signal));
      } catch (reason) {
        fail(reason);
      }
      open.delete(content);
      content.unpipe();
      content.resume();
    });
  });

  try {
    const body = Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>);
    await pipeline(body, new Bounded(patience), form, { signal: request.signal });
  } catch (reason) {
    fail(reason instanceof FilesRefused ? reason : new FilesRefused("broken", { cause: reason }));
    gone.abort(reason);
    for (const content of open) content.destroy(new FilesRefused("broken"));
  }
  await taking;
  if (failure && !(failure instanceof FilesRefused)) throw failure;
  if (!failure && files.length === 0) fail(new FilesRefused("none"));
  return { fields, files, refused: failure instanceof FilesRefused ? failure : null };
}

/** Null for a request that is no multipart form. */
function formReader(request: Request): BusboyInstance | null {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type)) return null;
  try {
    return new Busboy({
      headers: { "content-type": type },
      limits: {
        files: FILE_LIMITS.filesPerMessage,
        fields: 10,
        fieldSize: 1_000,
        parts: FILE_LIMITS.filesPerMessage + 11,
        headerPairs: 20,
        headerSize: 8_192,
      },
    });
  } catch {
    return null;
  }
}

/** Reads and drops a request that was refused before it was read, up to the size of the largest form. */
export async function drain(request: Request, patience: Patience = FILE_LIMITS): Promise<void> {
  if (!request.body) return;
  try {
    const body = Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>);
    await pipeline(body, new Bounded(patience).resume(), { signal: request.signal });
  } catch {
    // The sender has disconnected, or the request is too large.
  }
}

/** How long to wait for a request: for all of it, and between two pieces of it. */
export type Patience = Readonly<Record<"arrivalMs" | "silenceMs", number>>;

/** Passes a request through, and fails if it is larger or slower than allowed. */
class Bounded extends Transform {
  #bytes = 0;
  readonly #silence: NodeJS.Timeout;
  readonly #arrival: NodeJS.Timeout;

  constructor({ silenceMs, arrivalMs }: Patience) {
    super();
    const giveUp = () => this.destroy(new FilesRefused("too-slow"));
    this.#silence = setTimeout(giveUp, silenceMs);
    this.#arrival = setTimeout(giveUp, arrivalMs);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes += chunk.length;
    this.#silence.refresh();
    if (this.#bytes > MOST_BYTES) done(new FilesRefused("too-large"));
    else done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    this.#stop();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#stop();
    done(error);
  }

  #stop(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#arrival);
  }
}
