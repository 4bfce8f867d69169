import { describe, expect, it } from "vitest";
import { SessionChecks } from "./session-checks";
import { LiveStream } from "./stream";

function streamOf(id: string, isAlive: () => Promise<boolean>) {
  const account = { kind: "contact", id } as const;
  return new LiveStream({ sessionId: id, account, brand: "cimsoft", isAlive }, 0, () => {});
}

describe("the checks of sessions", () => {
  it("close the streams whose session has ended, and no other", async () => {
    const alive = streamOf("a", async () => true);
    const ended = streamOf("b", async () => false);
    await new SessionChecks().check([alive, ended]);
    expect([alive.isOpen, ended.isOpen]).toEqual([true, false]);
  });

  it("ask for one session at a time, also for streams that become due meanwhile", async () => {
    const checks = new SessionChecks();
    const asked: string[] = [];
    let now = 0;
    let most = 0;
    const slow = (id: string, meanwhile?: () => void) =>
      streamOf(id, async () => {
        asked.push(id);
        most = Math.max(most, ++now);
        meanwhile?.();
        await Promise.resolve();
        now--;
        return false;
      });
    const later = slow("c");
    const first = slow("a", () => void checks.check([later]));
    const second = slow("b");
    await checks.check([first, second]);
    expect(asked).toEqual(["a", "b", "c"]);
    expect(most).toBe(1);
    expect([first, second, later].some(({ isOpen }) => isOpen)).toBe(false);
  });

  it("go on past one that fails, which is asked again with whatever is checked next", async () => {
    const checks = new SessionChecks();
    let fails = true;
    const odd = streamOf("a", async () => {
      if (fails) throw new Error("odd");
      return false;
    });
    const ended = streamOf("b", async () => false);
    await checks.check([odd, ended]);
    expect([odd.isOpen, ended.isOpen]).toEqual([true, false]);
    fails = false;
    await checks.check([]);
    expect(odd.isOpen).toBe(false);
  });

  it("are left off while one after the other fails, and all of them are asked again afterwards", async () => {
    const checks = new SessionChecks();
    let asked = 0;
    let isAway = true;
    const streams = ["a", "b", "c", "d", "e"].map((id) =>
      streamOf(id, async () => {
        asked++;
        if (isAway) throw new Error("away");
        return false;
      }),
    );
    await checks.check(streams);
    expect(asked).toBe(3);
    isAway = false;
    await checks.check([]);
    expect(streams.map(({ isOpen }) => isOpen)).toEqual(streams.map(() => false));
  });

  it("go on at the next turn where the database was away", async () => {
    const checks = new SessionChecks();
    let isAway = true;
    const stream = streamOf("a", async () => {
      if (isAway) throw new Error("away");
      return false;
    });
    await checks.check([stream]);
    expect(stream.isOpen).toBe(true);
    isAway = false;
    await checks.check([stream]);
    expect(stream.isOpen).toBe(false);
  });
});
