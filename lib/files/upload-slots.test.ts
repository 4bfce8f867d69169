import { describe, expect, it } from "vitest";
import { FilesRefused } from "./refused";
import { createUploadSlots } from "./upload-slots";

const BOUNDS = { width: 3, longestQueue: 1, ownWidth: 2, longestOwnQueue: 1, patienceMs: 60_000 };
const staying = () => new AbortController().signal;
const codeOf = (entering: Promise<unknown>) =>
  entering.then(
    () => "in",
    (error: unknown) => (error instanceof FilesRefused ? error.refusal : "failed"),
  );

describe("upload slots", () => {
  it("admit a fixed number of requests of an account, let a few more wait, and refuse the rest at once", async () => {
    const slots = createUploadSlots(BOUNDS);
    const [leave] = await Promise.all([slots("a", staying()), slots("a", staying())]);
    const waiting = slots("a", staying());
    expect(await codeOf(slots("a", staying()))).toBe("at-once");
    // Another account has slots of its own.
    await slots("b", staying());
    leave?.();
    (await waiting)();
  });

  it("admit a fixed number of requests in the process", async () => {
    const slots = createUploadSlots(BOUNDS);
    const leaves = await Promise.all(["a", "b", "c"].map((whose) => slots(whose, staying())));
    const waiting = slots("d", staying());
    expect(await codeOf(slots("e", staying()))).toBe("busy");
    leaves[0]?.();
    leaves[0]?.();
    (await waiting)();
    expect(await codeOf(slots("e", staying()))).toBe("in");
  });

  it("are not given to a request that was aborted or has waited too long", async () => {
    const slots = createUploadSlots({ ...BOUNDS, patienceMs: 20 });
    const leaves = await Promise.all([slots("a", staying()), slots("a", staying())]);
    expect(await codeOf(slots("a", staying()))).toBe("at-once");
    const leaving = new AbortController();
    const gone = codeOf(slots("a", leaving.signal));
    leaving.abort();
    expect(await gone).toBe("at-once");
    for (const leave of leaves) leave();
    expect(await codeOf(Promise.all([slots("a", staying()), slots("a", staying())]))).toBe("in");
  });
});
