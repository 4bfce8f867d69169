import { AsyncLocalStorage } from "node:async_hooks";
import { isUnreachable } from "@/db/faults";

/** What is known of one request while it is answered. */
export interface Asked {
  /** The status that a page has chosen for itself: the framework knows no way to. */
  status: number | null;
  /** A page, action or session of ours was reached: what fails after that is our fault and not the request's. */
  isReached: boolean;
  /** Something that the answer needs, such as the database, is away. */
  isUnavailable: boolean;
  /** What the log knows the failure by. */
  reference: string | null;
}

// Bundles are many and the process is one, hence globalThis.
const shared = globalThis as typeof globalThis & { portalAsked?: AsyncLocalStorage<Asked> };

export function askedStorage(): AsyncLocalStorage<Asked> {
  shared.portalAsked ??= new AsyncLocalStorage<Asked>();
  return shared.portalAsked;
}

/** Of the request that is being answered; undefined outside one, as in a test or the worker. */
export const asked = (): Asked | undefined => askedStorage().getStore();

/** Gives the answer to this request a status. Has no effect once the first of it was sent. */
export function answerWith(status: number): void {
  const request = asked();
  if (request) request.status = status;
}

/** Code of ours was reached by this request. */
export function markReached(): void {
  const request = asked();
  if (request) request.isReached = true;
}

/** What this request needs failed: where it was the database that is away, the answer will say so. */
export function noteFailure(error: unknown): void {
  const request = asked();
  if (request && isUnreachable(error)) request.isUnavailable = true;
}

/** Does `work`, and notes how it failed before whoever called it hears of that. */
export async function noted<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    noteFailure(error);
    throw error;
  }
}
