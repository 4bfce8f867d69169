import { z } from "zod";

export const stripeFaultSchema = z.strictObject({
  /**
   * `timeout-after-accept` does what was asked and cuts the connection. `unreachable` cuts it at once. `slow` does what
   * was asked, but answers half a minute later. The other modes answer as Stripe does when it has a fault.
   */
  mode: z.enum(["ok", "error-500", "rate-limit", "timeout-after-accept", "unreachable", "slow"]),
  times: z.coerce.number().int().min(1).max(10_000).default(1),
});

export type StripeFault = z.infer<typeof stripeFaultSchema>;

/** Errors that the next API requests get, retries by the SDK included. */
export class StripeFaults {
  #mode: StripeFault["mode"] = "ok";
  #times = 0;

  /** Replaces what was set before; `ok` ends all faults. */
  set(fault: StripeFault): void {
    this.#mode = fault.mode;
    this.#times = fault.mode === "ok" ? 0 : fault.times;
  }

  current(): StripeFault {
    return this.#times > 0 ? { mode: this.#mode, times: this.#times } : { mode: "ok", times: 0 };
  }

  /** The fault of this request; counts it. */
  take(): StripeFault["mode"] {
    const { mode } = this.current();
    this.#times = Math.max(0, this.#times - 1);
    return mode;
  }
}
