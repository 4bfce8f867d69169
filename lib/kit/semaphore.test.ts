import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSemaphore, QueueFull } from "./semaphore";

describe("a semaphore", () => {
  it("gives free places at once and later ones in the order in which they were asked for", async () => {
    const places = createSemaphore(2, 5);
    const order: string[] = [];
    const ask = async (name: string) => {
      const giveBack = await places.acquire();
      order.push(name);
      return giveBack;
    };
    const [first, second] = await Promise.all([ask("a"), ask("b")]);
    const waiting = [ask("c"), ask("d")] as const;
    expect(order).toEqual(["a", "b"]);
    second();
    const third = await waiting[0];
    expect(order).toEqual(["a", "b", "c"]);
    first();
    const fourth = await waiting[1];
    expect(order).toEqual(["a", "b", "c", "d"]);
    expect(places.isIdle()).toBe(false);
    third();
    fourth();
    expect(places.isIdle()).toBe(true);
  });

  it("takes a place back once, however often it is released", async () => {
    const places = createSemaphore(1, 5);
    const giveBack = await places.acquire();
    giveBack();
    giveBack();
    await places.acquire();
    const late = new AbortController();
    const second = places.acquire(late.signal);
    giveBack();
    late.abort(new Error("not free"));
    await expect(second).rejects.toThrow("not free");
  });

  it("rejects at once when the queue is full, and accepts again when it has room", async () => {
    const places = createSemaphore(1, 1);
    const giveBack = await places.acquire();
    const waiting = places.acquire();
    await expect(places.acquire()).rejects.toBeInstanceOf(QueueFull);
    giveBack();
    const next = await waiting;
    const again = places.acquire();
    next();
    (await again)();
    expect(places.isIdle()).toBe(true);
  });

  it("drops a waiting caller whose signal aborts, with the signal's reason, and keeps the order of the others", async () => {
    const places = createSemaphore(1, 2);
    const giveBack = await places.acquire();
    const impatient = new AbortController();
    const left = places.acquire(impatient.signal);
    const stays = places.acquire();
    impatient.abort(new Error("enough"));
    await expect(left).rejects.toThrow("enough");
    await expect(places.acquire(impatient.signal)).rejects.toThrow("enough");
    const last = places.acquire();
    giveBack();
    (await stays)();
    (await last)();
    expect(places.isIdle()).toBe(true);
  });

  it("ignores a signal that aborts after the place was given", async () => {
    const places = createSemaphore(1, 1);
    const giveBack = await places.acquire();
    const late = new AbortController();
    const waiting = places.acquire(late.signal);
    giveBack();
    late.abort();
    const own = await waiting;
    expect(places.isIdle()).toBe(false);
    own();
    expect(places.isIdle()).toBe(true);
  });

  it("never gives more places than its width and loses none, in any order of requests, releases and aborts", async () => {
    const step = fc.record({ kind: fc.constantFrom("ask", "giveBack", "giveUp"), pick: fc.nat(20) });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 60 }), async (width, steps) => {
        const places = createSemaphore(width, 4);
        const held: (() => void)[] = [];
        const waiting: AbortController[] = [];
        const all: Promise<void>[] = [];
        for (const { kind, pick } of steps) {
          if (kind === "ask") {
            const patience = new AbortController();
            waiting.push(patience);
            const done = () => waiting.splice(waiting.indexOf(patience), 1);
            all.push(
              places.acquire(patience.signal).then(
                (giveBack) => {
                  done();
                  held.push(giveBack);
                },
                () => {
                  done();
                },
              ),
            );
          } else if (kind === "giveBack") held.splice(pick % Math.max(held.length, 1), 1)[0]?.();
          else waiting[pick % Math.max(waiting.length, 1)]?.abort();
          await new Promise((resume) => setImmediate(resume));
          expect(held.length).toBeLessThanOrEqual(width);
          if (waiting.length > 0) expect(held).toHaveLength(width);
          expect(places.isIdle()).toBe(held.length === 0);
        }
        while (held.length > 0 || waiting.length > 0) {
          held.shift()?.();
          await new Promise((resume) => setImmediate(resume));
        }
        await Promise.all(all);
        expect(places.isIdle()).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
