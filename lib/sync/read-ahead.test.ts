import { describe, expect, it } from "vitest";
import { ReadAhead } from "./read-ahead";

/** A source of three items, and what was asked of it. */
function counted(fail = false) {
  const made: (number | "closed")[] = [];
  async function* source() {
    try {
      for (const item of [1, 2, 3]) {
        made.push(item);
        if (fail && item === 2) throw new Error("broken at 2");
        yield item;
      }
    } finally {
      made.push("closed");
    }
  }
  return { made, ahead: new ReadAhead(source()) };
}

describe("reading ahead", () => {
  it("gives each item once and in its order, whether or not the next one was begun", async () => {
    const { ahead, made } = counted();
    const taken: number[] = [];
    for await (const item of ahead) {
      taken.push(item);
      if (item < 3) {
        ahead.begin();
        ahead.begin();
        expect(made).toContain(item + 1);
      }
    }
    ahead.begin();
    expect(taken).toEqual([1, 2, 3]);
    expect(made).toEqual([1, 2, 3, "closed"]);
  });

  it("makes nothing ahead unless that is begun", async () => {
    const { ahead, made } = counted();
    for await (const item of ahead) expect(made.at(-1)).toBe(item);
    expect(made).toEqual([1, 2, 3, "closed"]);
  });

  it("throws the error of an item when the item is asked for", async () => {
    const { ahead } = counted(true);
    const taken: number[] = [];
    const all = (async () => {
      for await (const item of ahead) {
        ahead.begin();
        await new Promise(setImmediate);
        taken.push(item);
      }
    })();
    await expect(all).rejects.toThrow("broken at 2");
    expect(taken).toEqual([1]);
  });

  it("closes the source when its reader gives up, after the item that is being made", async () => {
    const { ahead, made } = counted();
    for await (const _ of ahead) {
      ahead.begin();
      break;
    }
    expect(made).toEqual([1, 2, "closed"]);
  });
});
