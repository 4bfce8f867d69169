import { createHash } from "node:crypto";
import { ResendError } from "./errors";

/** How long Resend remembers a key: https://resend.com/docs/dashboard/emails/idempotency-keys */
const LIFE_MS = 24 * 60 * 60 * 1000;
const MAX_KEY_LENGTH = 256;

type KeyRecord = { startedAt: number; fingerprint: string; answer: object | null };

export class IdempotencyKeys {
  readonly #now: () => number;
  readonly #records = new Map<string, KeyRecord>();

  /** `now`: milliseconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Runs `send` at most once a key and request, and answers a repetition with the first answer. A send that throws
   * leaves the key free. Throws ResendError 400 for a bad key, 409 for another request or one still in progress.
   */
  async run<T extends object>(
    key: string | undefined,
    request: { path: string; body: string },
    send: () => Promise<T>,
  ): Promise<T> {
    if (key === undefined) return send();
    if (key.length === 0 || key.length > MAX_KEY_LENGTH) {
      throw new ResendError(400, "invalid_idempotency_key", "The key must be between 1-256 chars.");
    }
    this.#forgetOld();
    const fingerprint = createHash("sha256").update(`${request.path}\n${request.body}`).digest("hex");
    const known = this.#records.get(key);
    if (known) return replay<T>(known, fingerprint);

    const record: KeyRecord = { startedAt: this.#now(), fingerprint, answer: null };
    this.#records.set(key, record);
    try {
      const answer = await send();
      record.answer = answer;
      return answer;
    } catch (error) {
      this.#records.delete(key);
      throw error;
    }
  }

  #forgetOld(): void {
    for (const [key, record] of this.#records) {
      if (this.#now() - record.startedAt < LIFE_MS) break;
      this.#records.delete(key);
    }
  }
}

function replay<T extends object>(known: KeyRecord, fingerprint: string): T {
  if (known.fingerprint !== fingerprint) {
    throw new ResendError(
      409,
      "invalid_idempotent_request",
      "This idempotency key has been used on a request that had a different payload. Retrying this request is useless without changing the idempotency key or payload.",
    );
  }
  if (known.answer === null) {
    throw new ResendError(
      409,
      "concurrent_idempotent_requests",
      "Another request with the same idempotency key is currently in progress. Try the request again later.",
    );
  }
  return known.answer as T;
}
