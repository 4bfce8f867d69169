import type { Instrumentation } from "next";

/** Kept from the start, so that a failure is told before the answer to its request goes out. */
let report: typeof import("./instrumentation-node").reportRequestError | undefined;

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { start, reportRequestError } = await import("./instrumentation-node");
    report = reportRequestError;
    await start();
  }
}

export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  report?.(error, request, context);
};
