import { describe, expect, it } from "vitest";
import { together } from "./together";

describe("waiting for what an object holds", () => {
  it("answers with the values of its promises by name, and leaves other values as they are", async () => {
    const zone = { name: "UTC" };
    const waited = await together({ zone, none: null, count: Promise.resolve(3) });
    expect(waited).toEqual({ zone, none: null, count: 3 });
    expect(waited.zone).toBe(zone);
  });

  it("starts what is only a thenable before it waits for anything", async () => {
    const begun: string[] = [];
    const query = (name: string) => ({
      then: (done: (value: string) => void) => {
        begun.push(name);
        setImmediate(() => done(`${name} of ${begun.length}`));
      },
    });
    expect(await together({ one: query("one"), two: query("two") })).toEqual({ one: "one of 2", two: "two of 2" });
  });

  it("fails as soon as one of them fails", async () => {
    const never = new Promise(() => {});
    await expect(together({ never, lost: Promise.reject(new Error("lost")) })).rejects.toThrow("lost");
  });
});
