import { AsyncLocalStorage } from "node:async_hooks";
import { isUnreachable } from "@/db/faults";

/** What is known about one request while it is answered. */
export interface Asked {
  /** The status that a page has chosen: the framework gives a page no way to set one. */
  status: number | null;
  /**
   * The request has reached a page, an action or the session of ours: a failure after that is our fault, not the
   * request's.
   */
  isReached: boolean;
  /** The status for the form of a button that was refused and has no place to say so. */
  refused: number | null;
  /** Something that the answer needs, such as the database, cannot be reached. */
  isUnavailable: boolean;
  /** The reference under which the log has the failure. */
  reference: string | null;
}

// Next bundles this module several times, but the process needs one storage: hence globalThis.
const shared = globalThis as typeof globalThis & { portalAsked?: AsyncLocalStorage<Asked> };

export function askedStorage(): AsyncLocalStorage<Asked> {
  shared.portalAsked ??= new AsyncLocalStorage<Asked>();
  return shared.portalAsked;
}

/** The facts about the request that is being answered; undefined outside one, as in a test or the worker. */
export const asked = (): Asked | undefined => askedStorage().getStore();

/** Sets the status of the answer to this request. Has no effect once the head of the answer has been sent. */
export function answerWith(status: number): void {
  const request = asked();
  if (request) request.status = status;
}

/** Notes that a button's form was refused. The error that ends the request then goes out with this status, not as 500. */
export function noteRefused(status: number): void {
  const request = asked();
  if (request) request.refused = status;
}

/** Notes that this request has reached code of ours. */
export function markReached(): void {
  const request = asked();
  if (request) request.isReached = true;
}

/** Notes an error of something that this request needs. If the database cannot be reached, a 500 becomes a 503. */
export function noteFailure(error: unknown): void {
  const request = asked();
  if (request && isUnreachable(error)) request.isUnavailable = true;
}

/** Notes that this request cannot be answered now, for another reason than an unreachable database. */
export function noteUnavailable(): void {
  const request = asked();
  if (request) request.isUnavailable = true;
}

/** Runs `work`. If it fails, notes the error before the caller receives it. */
export async function noted<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    noteFailure(error);
    throw error;
  }
}
