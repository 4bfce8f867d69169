import { madeWhileSent } from "@/lib/kit/made-while-sent";
import { createSemaphore, QueueFull, type Semaphore } from "@/lib/kit/semaphore";
import { log } from "@/lib/log";

/** Who asks for a file, and by which request. */
interface RenderingRequest {
  /** Name of the route, for the log. */
  readonly route: string;
  /** Id of the account. */
  readonly whose: string;
  readonly request: Request;
}

interface Bounds {
  /** How many files are made at once, for all accounts together. */
  readonly width: number;
  readonly longestQueue: number;
  /** How many requests of one account may wait for an earlier file of the same account. */
  readonly longestOwnQueue: number;
  /** How long a request waits in total, for its account's own file and for those of others. */
  readonly patienceMs: number;
  /** How long a finished file that is still being sent keeps its account from getting the next one. */
  readonly longestSendingMs: number;
}

/** Calls `render` when it is the request's turn, and returns its answer; otherwise returns a 429 or 503. */
export type RenderingSlots = (
  asked: RenderingRequest,
  render: () => Promise<Response | null>,
) => Promise<Response | null>;

const shared = globalThis as typeof globalThis & { portalRenderings?: RenderingSlots };

/**
 * The gate for files that are expensive to make, PDF and CSV: two at once in a process, one at once for an account. A
 * queue of 20 takes about ten seconds with usual files. Next bundles this module several times, but the process needs
 * one gate: hence globalThis.
 */
export function renderings(): RenderingSlots {
  shared.portalRenderings ??= createRenderingSlots({
    width: 2,
    longestQueue: 20,
    longestOwnQueue: 9,
    patienceMs: 10_000,
    longestSendingMs: 60_000,
  });
  return shared.portalRenderings;
}

/**
 * An account's requests wait for each other first, so that one account never fills the queue of all. A file that is
 * made while it is sent keeps both its place in the process and its account's place. A file that is complete (it has a
 * Content-Length, or `madeWhileSent` tells that it is made) keeps only its account's place.
 */
export function createRenderingSlots(bounds: Bounds): RenderingSlots {
  const all = createSemaphore(bounds.width, bounds.longestQueue);
  const accounts = new Map<string, Semaphore>();

  async function enterOwn(whose: string, signal: AbortSignal): Promise<() => void> {
    const own = accounts.get(whose) ?? createSemaphore(1, bounds.longestOwnQueue);
    accounts.set(whose, own);
    const giveBack = await own.acquire(signal);
    return () => {
      giveBack();
      if (own.isIdle() && accounts.get(whose) === own) accounts.delete(whose);
    };
  }

  return async ({ route, whose, request }, render) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), bounds.patienceMs);
    const signal = AbortSignal.any([request.signal, patience.signal]);
    const refused = (error: unknown, refusal: Response): Response => {
      if (!(error instanceof QueueFull) && !signal.aborted) throw error;
      if (!request.signal.aborted) log.warn({ route, status: refusal.status }, "a file was not made: too many were");
      return refusal;
    };
    let leaveOwn = () => {};
    let leaveAll = () => {};
    const leave = () => {
      leaveAll();
      leaveOwn();
    };
    try {
      try {
        leaveOwn = await enterOwn(whose, signal);
      } catch (error) {
        return refused(error, tryLater(429, "Another file of yours is still on its way. Try again when you have it."));
      }
      try {
        leaveAll = await all.acquire(signal);
      } catch (error) {
        leave();
        return refused(error, tryLater(503, "The portal is busy. Try again in a moment."));
      }
    } finally {
      clearTimeout(timer);
    }
    try {
      const response = await render();
      if (response?.headers.has("content-length")) leaveAll();
      else if (response) void madeWhileSent.get(response)?.then(leaveAll);
      return untilSent(response, request, leave, bounds.longestSendingMs);
    } catch (error) {
      leave();
      throw error;
    }
  };
}

function tryLater(status: 429 | 503, sentence: string): Response {
  return new Response(sentence, { status, headers: { "retry-after": "10" } });
}

/** Returns the response, and calls `leave` once its body has ended, failed, or is no longer wanted. */
function untilSent(
  response: Response | null,
  { method, signal }: Request,
  leave: () => void,
  longestSendingMs: number,
): Response | null {
  // A refusal has no file to wait for, and nobody reads the body of an answer to HEAD.
  if (!response?.ok || !response.body || method === "HEAD" || signal.aborted) {
    leave();
    return response;
  }
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const isMade = () => {
    if (isOver) return;
    timer = setTimeout(leave, longestSendingMs);
    timer.unref();
  };
  if (response.headers.has("content-length")) isMade();
  else void madeWhileSent.get(response)?.then(isMade);
  const end = () => {
    isOver = true;
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
    leave();
  };
  // If the client is gone before the body is first read, nobody cancels the body.
  signal.addEventListener("abort", end, { once: true });
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          end();
          controller.close();
        } catch (error) {
          end();
          controller.error(error);
        }
      },
      async cancel(reason) {
        end();
        await reader.cancel(reason);
      },
    },
    // Nothing is read ahead, so the body ends here only after the client has taken its last part.
    { highWaterMark: 0 },
  );
  return new Response(body, response);
}
