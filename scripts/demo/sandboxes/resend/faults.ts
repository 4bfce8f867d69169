import { z } from "zod";

/** How long the sandbox waits before it answers in the mode `slow`. */
export const SLOW_ANSWER_MS = 30_000;

export const faultSchema = z.strictObject({
  /** `slow` does what was asked, but answers half a minute later. */
  mode: z.enum(["ok", "error-500", "rate-limit", "timeout-after-accept", "slow"]),
  times: z.int().min(1).max(10_000).default(1),
});

export type Fault = z.infer<typeof faultSchema>;

/**
 * Errors that the next sends get. A send is one valid request to `/emails` or `/emails/batch`, repetitions included.
 */
export class Faults {
  #mode: Fault["mode"] = "ok";
  #times = 0;

  /** Replaces what was set before; `ok` ends all faults. */
  set(fault: Fault): void {
    this.#mode = fault.mode;
    this.#times = fault.mode === "ok" ? 0 : fault.times;
  }

  current(): Fault {
    return this.#times > 0 ? { mode: this.#mode, times: this.#times } : { mode: "ok", times: 0 };
  }

  /** The fault of this send; counts it. */
  take(): Fault["mode"] {
    const { mode } = this.current();
    this.#times = Math.max(0, this.#times - 1);
    return mode;
  }
}
