import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { madeWhileSent } from "@/lib/kit/made-while-sent";
import { log } from "@/lib/log";
import { createRenderingSlots } from "./renderings";

const BOUNDS = { width: 2, longestQueue: 2, longestOwnQueue: 1, patienceMs: 10_000, longestSendingMs: 60_000 };

// Every refusal is told, as it should be.
beforeAll(() => {
  log.level = "silent";
});
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets everything happen that waits for nothing. */
const settle = () => new Promise((resume) => setImmediate(resume));

function gateOf(over: Partial<typeof BOUNDS> = {}) {
  const slots = createRenderingSlots({ ...BOUNDS, ...over });
  const begun: string[] = [];
  /** A request of `whose`, rendered when `finish` is called. */
  const ask = (whose: string, method = "GET") => {
    let finish: (response: Response | null) => void = () => {};
    let fail: (error: Error) => void = () => {};
    const made = new Promise<Response | null>((resolve, reject) => {
      finish = resolve;
      fail = reject;
    });
    const gone = new AbortController();
    const request = new Request("http://portal.example/file", { method, signal: gone.signal });
    const answer = slots({ route: "test", whose, request }, () => {
      begun.push(whose);
      return made;
    });
    return { answer, finish, fail, leave: () => gone.abort() };
  };
  return { ask, begun };
}

/** A file that is whole before it is sent. */
const whole = (text = "bytes") => new Response(text, { headers: { "content-length": String(text.length) } });

async function refusalOf(answer: Promise<Response | null>) {
  const response = await answer;
  return { status: response?.status, retryAfter: response?.headers.get("retry-after"), text: await response?.text() };
}

const BUSY = { status: 503, retryAfter: "10", text: "The portal is busy. Try again in a moment." };
const OWN = {
  status: 429,
  retryAfter: "10",
  text: "Another file of yours is still on its way. Try again when you have it.",
};

describe("the slots of renderings", () => {
  it("renders two at once, the others in the order they came", async () => {
    const { ask, begun } = gateOf();
    const [a, b, , d] = [ask("a"), ask("b"), ask("c"), ask("d")] as const;
    await settle();
    expect(begun).toEqual(["a", "b"]);
    b.finish(whole());
    await settle();
    expect(begun).toEqual(["a", "b", "c"]);
    a.finish(null);
    expect(await a.answer).toBeNull();
    await settle();
    expect(begun).toEqual(["a", "b", "c", "d"]);
    d.finish(whole("of d"));
    expect(await (await d.answer)?.text()).toBe("of d");
  });

  it("gives others the place of a file that is made while it is sent, once it is made", async () => {
    const { ask, begun } = gateOf();
    const [a, b] = [ask("a"), ask("b"), ask("c"), ask("a")] as const;
    await settle();
    let isMade = () => {};
    const streamed = new Response("bytes");
    madeWhileSent.set(
      streamed,
      new Promise((resolve) => {
        isMade = resolve;
      }),
    );
    a.finish(streamed);
    const sent = await a.answer;
    expect(begun).toEqual(["a", "b"]);
    isMade();
    await settle();
    // Its account still waits until the file has arrived.
    expect(begun).toEqual(["a", "b", "c"]);
    b.finish(null);
    await sent?.text();
    await settle();
    expect(begun).toEqual(["a", "b", "c", "a"]);
  });

  it("turns away at once beyond those who wait, and after ten seconds those who do", async () => {
    const { ask, begun } = gateOf();
    const [, , third] = [ask("a"), ask("b"), ask("c"), ask("d")] as const;
    await settle();
    expect(await refusalOf(ask("e").answer)).toEqual(BUSY);
    await vi.advanceTimersByTimeAsync(9_999);
    let refused = false;
    void third.answer.then(() => {
      refused = true;
    });
    await settle();
    expect(refused).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await refusalOf(third.answer)).toEqual(BUSY);
    expect(begun).toEqual(["a", "b"]);
  });

  it("renders one file of an account at a time, and says so to its other requests", async () => {
    const { ask, begun } = gateOf();
    const first = ask("a");
    const second = ask("a");
    await settle();
    expect(begun).toEqual(["a"]);
    expect(await refusalOf(ask("a").answer)).toEqual(OWN);
    // Others are not held up by it.
    const other = ask("b");
    await settle();
    expect(begun).toEqual(["a", "b"]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await refusalOf(second.answer)).toEqual(OWN);
    first.finish(null);
    other.finish(null);
    await settle();
    ask("a");
    await settle();
    expect(begun).toEqual(["a", "b", "a"]);
  });

  it("lets no account that waits for itself take a place in the queue of all", async () => {
    const { ask, begun } = gateOf({ longestOwnQueue: 50 });
    for (let count = 0; count < 30; count++) ask("greedy");
    const [b, c, d] = [ask("b"), ask("c"), ask("d")] as const;
    await settle();
    expect(begun).toEqual(["greedy", "b"]);
    b.finish(null);
    await settle();
    c.finish(null);
    await settle();
    d.finish(null);
    await settle();
    expect(begun).toEqual(["greedy", "b", "c", "d"]);
  });

  it("counts the wait for one's own file and for the others' together", async () => {
    const { ask } = gateOf({ width: 1 });
    const mine = ask("a");
    const other = ask("b");
    const again = ask("a");
    await vi.advanceTimersByTimeAsync(6_000);
    mine.finish(null);
    await settle();
    await vi.advanceTimersByTimeAsync(4_000);
    expect(await refusalOf(again.answer)).toEqual(BUSY);
    other.finish(null);
  });

  it("gives a place back where rendering fails", async () => {
    const { ask, begun } = gateOf({ width: 1 });
    const first = ask("a");
    const second = ask("a");
    await settle();
    first.fail(new Error("no paper"));
    await expect(first.answer).rejects.toThrow("no paper");
    await settle();
    expect(begun).toEqual(["a", "a"]);
    second.finish(null);
  });

  it("forgets who went away while waiting, and never renders for them", async () => {
    const { ask, begun } = gateOf({ width: 1, longestQueue: 1 });
    const first = ask("a");
    const gone = ask("b");
    await settle();
    gone.leave();
    await gone.answer;
    const next = ask("c");
    first.finish(null);
    await settle();
    expect(begun).toEqual(["a", "c"]);
    next.finish(null);
  });
});

/** A body of two pieces, the second of which comes when asked for. */
function streamed(onCancel = () => {}) {
  let pieces = 0;
  return new Response(
    new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pieces += 1;
          if (pieces > 2) return controller.close();
          controller.enqueue(new TextEncoder().encode(`piece ${pieces} `));
        },
        cancel: onCancel,
      },
      { highWaterMark: 0 },
    ),
    { status: 200, headers: { "x-kept": "yes" } },
  );
}

describe("while a file is being sent", () => {
  /** What happened to the next request of the same account and to one of another, of slots with one place. */
  async function held(response: Response) {
    const { ask, begun } = gateOf({ width: 1 });
    const first = ask("a");
    const [, other] = [ask("a"), ask("b")] as const;
    await settle();
    first.finish(response);
    const answer = await first.answer;
    await settle();
    return { answer, begun, first, other };
  }

  it("one that is whole keeps back its own account alone, until all of it was taken", async () => {
    const { answer, begun, other } = await held(whole("abc"));
    expect(begun).toEqual(["a", "b"]);
    other.finish(null);
    await settle();
    expect(begun).toEqual(["a", "b"]);
    expect(answer?.headers.get("content-length")).toBe("3");
    expect(await answer?.text()).toBe("abc");
    await settle();
    expect(begun).toEqual(["a", "b", "a"]);
  });

  it("one that is made on the way keeps both places until its end", async () => {
    const { answer, begun } = await held(streamed());
    const reader = answer?.body?.getReader();
    await reader?.read();
    await reader?.read();
    await settle();
    expect(begun).toEqual(["a"]);
    expect(await reader?.read()).toMatchObject({ done: true });
    await settle();
    expect(begun).toEqual(["a", "b"]);
    expect(answer?.headers.get("x-kept")).toBe("yes");
  });

  it("nothing is kept once it is cancelled, and what makes it hears of that", async () => {
    const cancelled = vi.fn();
    const { answer, begun } = await held(streamed(cancelled));
    await answer?.body?.cancel();
    await settle();
    expect(begun).toEqual(["a", "b"]);
    expect(cancelled).toHaveBeenCalledOnce();
  });

  it("nothing is kept once it breaks", async () => {
    const broken = new Response(
      new ReadableStream({
        pull: (controller) => controller.error(new Error("torn")),
      }),
    );
    const { answer, begun } = await held(broken);
    await expect(answer?.text()).rejects.toThrow("torn");
    await settle();
    expect(begun).toEqual(["a", "b"]);
  });

  it("nothing is kept when the person is gone and nobody reads it", async () => {
    const { begun, first } = await held(streamed());
    expect(begun).toEqual(["a"]);
    first.leave();
    await settle();
    expect(begun).toEqual(["a", "b"]);
  });

  it("a slow connection keeps back its account for a minute at most", async () => {
    const { ask, begun } = gateOf({ width: 1, patienceMs: 120_000 });
    const slow = ask("a");
    ask("a");
    await settle();
    slow.finish(whole());
    await slow.answer;
    await vi.advanceTimersByTimeAsync(59_999);
    expect(begun).toEqual(["a"]);
    await vi.advanceTimersByTimeAsync(1);
    await settle();
    expect(begun).toEqual(["a", "a"]);
  });

  it.each([
    ["a refusal", () => new Response("Narrow the list.", { status: 413 }), "GET"],
    ["an answer without a body", () => new Response(null, { status: 204 }), "GET"],
    ["an answer to HEAD", () => whole(), "HEAD"],
  ])("%s keeps nothing", async (_, make, method) => {
    const { ask, begun } = gateOf({ width: 1 });
    const first = ask("a", method);
    ask("a");
    await settle();
    first.finish(make());
    await first.answer;
    await settle();
    expect(begun).toEqual(["a", "a"]);
  });
});
