import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { QueueFull } from "@/lib/kit/semaphore";
import { createLane, type LaneOrder } from "./password-lane";

const LIMITS = { width: 1, mostWaiting: 100, longestWaitMs: 4_000, spreadMs: 0 };

/** Work that ends when it is told to. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe("the lane for passwords", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("lets so many in at once and loses nobody, also when work fails", async () => {
    const lane = createLane({ ...LIMITS, width: 3 });
    let inside = 0;
    let most = 0;
    const all = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) =>
        lane(index % 2 ? "owner" : "stranger", async () => {
          most = Math.max(most, ++inside);
          await Promise.resolve();
          inside -= 1;
          if (index % 5 === 0) throw new Error("no");
        }),
      ),
    );
    expect(most).toBe(3);
    expect(all.filter((one) => one.status === "fulfilled")).toHaveLength(32);
    expect(await lane("stranger", async () => "again")).toBe("again");
  });

  it("takes owners in their order before strangers, of whom the newest goes first", async () => {
    const lane = createLane(LIMITS);
    const { open, opened } = gate();
    const done: string[] = [];
    const work = (order: LaneOrder, name: string) => lane(order, async () => void done.push(name));
    const first = lane("stranger", () => opened);
    const all = [work("stranger", "s1"), work("owner", "o1"), work("stranger", "s2"), work("owner", "o2")];
    open();
    await Promise.all([first, ...all]);
    expect(done).toEqual(["o1", "o2", "s2", "s1"]);
  });

  it("turns away who waited too long, without beginning their work", async () => {
    const lane = createLane(LIMITS);
    const { open, opened } = gate();
    const first = lane("stranger", () => opened);
    const begun: string[] = [];
    const late = ["owner", "stranger"].map((order) => lane(order as LaneOrder, async () => void begun.push(order)));
    const refused = Promise.all(late.map((one) => expect(one).rejects.toBeInstanceOf(QueueFull)));
    await vi.advanceTimersByTimeAsync(3_999);
    const inTime = lane("stranger", async () => "in time");
    await vi.advanceTimersByTimeAsync(1);
    await refused;
    open();
    expect(await inTime).toBe("in time");
    await first;
    expect(begun).toEqual([]);
  });

  it("turns away who came at one moment at moments of their own", async () => {
    const lane = createLane({ ...LIMITS, spreadMs: 10_000 });
    const { open, opened } = gate();
    const first = lane("stranger", () => opened);
    const left: number[] = [];
    const tries = Array.from({ length: 50 }, () => lane("stranger", async () => {}).catch(() => left.push(Date.now())));
    await vi.advanceTimersByTimeAsync(14_000);
    await Promise.all(tries);
    expect(left).toHaveLength(50);
    expect(new Set(left).size).toBeGreaterThan(25);
    open();
    await first;
  });

  it("turns away the oldest stranger and the newest owner where too many wait", async () => {
    const lane = createLane({ ...LIMITS, mostWaiting: 2 });
    const { open, opened } = gate();
    const first = lane("stranger", () => opened);
    const work = (order: LaneOrder, name: string) => lane(order, async () => name);
    const strangers = [1, 2, 3].map((index) => work("stranger", `s${index}`));
    const owners = [1, 2, 3].map((index) => work("owner", `o${index}`));
    const settled = Promise.allSettled([...strangers, ...owners]);
    open();
    await first;
    expect((await settled).map((one) => (one.status === "fulfilled" ? one.value : "busy"))).toEqual([
      ...["busy", "s2", "s3"],
      ...["o1", "o2", "busy"],
    ]);
  });

  it("answers each piece of work once, whatever comes in which order", async () => {
    const arrivals = fc.array(
      fc.record({ order: fc.constantFrom<LaneOrder>("owner", "stranger"), ms: fc.nat(300), fails: fc.boolean() }),
      {
        maxLength: 60,
      },
    );
    await fc.assert(
      fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 4 }), async (tries, width) => {
        const lane = createLane({ width, mostWaiting: 10, longestWaitMs: 500, spreadMs: 200 });
        let inside = 0;
        const outcomes = Promise.allSettled(
          tries.map(({ order, ms, fails }) =>
            lane(order, async () => {
              expect(++inside).toBeLessThanOrEqual(width);
              await new Promise((resolve) => setTimeout(resolve, ms));
              inside--;
              if (fails) throw new Error("no");
            }),
          ),
        );
        await vi.runAllTimersAsync();
        expect(await outcomes).toHaveLength(tries.length);
        expect(inside).toBe(0);
        expect(await lane("stranger", async () => "free")).toBe("free");
      }),
      { numRuns: 50 },
    );
  });
});
