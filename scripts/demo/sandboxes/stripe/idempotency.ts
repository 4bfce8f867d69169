import { createHash } from "node:crypto";
import { badRequest, StripeApiError } from "./errors";

/** How long a key is kept, and how long it may be: https://docs.stripe.com/api/idempotent_requests */
const LIFE_MS = 24 * 60 * 60 * 1000;
const MAX_KEY_LENGTH = 255;

type Outcome = { answer: string } | { refusal: Pick<StripeApiError, "status" | "message" | "details"> };
type KeyRecord = { startedAt: number; path: string; fingerprint: string; outcome: Outcome | null };

/** A key whose outcome is known. */
export type KeptKey = KeyRecord & { key: string; outcome: Outcome };

/** Keys of one account. */
export class StripeIdempotencyKeys {
  readonly #now: () => number;
  readonly #keep: (key: KeptKey) => void;
  readonly #records = new Map<string, KeyRecord>();

  /** `now`: milliseconds since the epoch. `keep` takes each key whose outcome is known. */
  constructor(now: () => number, keep: (key: KeptKey) => void) {
    this.#now = now;
    this.#keep = keep;
  }

  /**
   * Runs `call` at most once a key; a repetition gets the first outcome byte for byte, refusals by the call included.
   * Refused parameters and faults leave the key free. Throws StripeApiError 400 for another request with a known key,
   * 409 while the first is in progress.
   */
  async run(
    key: string | undefined,
    request: { path: string; body: string },
    call: () => Promise<object>,
  ): Promise<{ answer: string; replayed: boolean }> {
    if (key === undefined) return { answer: toText(await call()), replayed: false };
    if (key === "" || key.length > MAX_KEY_LENGTH) {
      throw badRequest(`Invalid Idempotency-Key: it takes 1 to ${MAX_KEY_LENGTH} characters.`);
    }
    this.#forgetOld();
    const fingerprint = createHash("sha256").update(request.body).digest("hex");
    const known = this.#records.get(key);
    if (known) return { answer: replay(key, known, { path: request.path, fingerprint }), replayed: true };

    const record: KeyRecord = { startedAt: this.#now(), path: request.path, fingerprint, outcome: null };
    this.#records.set(key, record);
    try {
      const answer = toText(await call());
      this.#settle(key, record, { answer });
      return { answer, replayed: false };
    } catch (error) {
      if (error instanceof StripeApiError && error.fromCall) {
        const { status, message, details } = error;
        this.#settle(key, record, { refusal: { status, message, details } });
      } else this.#records.delete(key);
      throw error;
    }
  }

  restore({ key, ...record }: KeptKey): void {
    this.#records.set(key, record);
  }

  kept(): KeptKey[] {
    return [...this.#records].flatMap(([key, { outcome, ...record }]) =>
      outcome ? [{ key, outcome, ...record }] : [],
    );
  }

  #settle(key: string, record: KeyRecord, outcome: Outcome): void {
    record.outcome = outcome;
    this.#keep({ ...record, key, outcome });
  }

  #forgetOld(): void {
    for (const [key, record] of this.#records) {
      if (this.#now() - record.startedAt < LIFE_MS) break;
      this.#records.delete(key);
    }
  }
}

/** The layout that Stripe sends. */
const toText = (answer: object) => JSON.stringify(answer, null, 2);

function replay(key: string, known: KeyRecord, request: { path: string; fingerprint: string }): string {
  const hint = `Try using a key other than '${key}' if you meant to execute a different request.`;
  const type = "idempotency_error";
  if (known.path !== request.path) {
    const paths = `('${known.path}' vs '${request.path}')`;
    throw badRequest(
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ${paths}. ${hint}`,
      { type },
    );
  }
  if (known.fingerprint !== request.fingerprint) {
    throw badRequest(
      `Keys for idempotent requests can only be used with the same parameters they were first used with. ${hint}`,
      { type },
    );
  }
  if (known.outcome === null) {
    throw new StripeApiError(
      409,
      `There is currently another in-progress request using this Idempotent Key: ${key}. Try again later.`,
      { type, code: "idempotency_key_in_use" },
    );
  }
  if ("answer" in known.outcome) return known.outcome.answer;
  const { status, message, details } = known.outcome.refusal;
  throw new StripeApiError(status, message, details, true);
}
