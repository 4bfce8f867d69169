import { describe, expect, it } from "vitest";
import { FilesRefused } from "./refused";
import { createUploadGate } from "./upload-gate";

const BOUNDS = { width: 3, longestQueue: 1, ownWidth: 2, longestOwnQueue: 1, patienceMs: 60_000 };
const staying = () => new AbortController().signal;
const codeOf = (entering: Promise<unknown>) =>
  entering.then(
    () => "in",
    (error: unknown) => (error instanceof FilesRefused ? error.refusal : "failed"),
  );

describe("the gate of uploads", () => {
  it("lets so many of an account in, has a few more wait, and refuses the rest at once", async () => {
    const gate = createUploadGate(BOUNDS);
    const [leave] = await Promise.all([gate("a", staying()), gate("a", staying())]);
    const waiting = gate("a", staying());
    expect(await codeOf(gate("a", staying()))).toBe("at-once");
    // Another account has places of its own.
    await gate("b", staying());
    leave?.();
    (await waiting)();
  });

  it("lets so many of a process in", async () => {
    const gate = createUploadGate(BOUNDS);
    const leaves = await Promise.all(["a", "b", "c"].map((whose) => gate(whose, staying())));
    const waiting = gate("d", staying());
    expect(await codeOf(gate("e", staying()))).toBe("busy");
    leaves[0]?.();
    leaves[0]?.();
    (await waiting)();
    expect(await codeOf(gate("e", staying()))).toBe("in");
  });

  it("keeps no place for one who leaves or has waited too long", async () => {
    const gate = createUploadGate({ ...BOUNDS, patienceMs: 20 });
    const leaves = await Promise.all([gate("a", staying()), gate("a", staying())]);
    expect(await codeOf(gate("a", staying()))).toBe("at-once");
    const leaving = new AbortController();
    const gone = codeOf(gate("a", leaving.signal));
    leaving.abort();
    expect(await gone).toBe("at-once");
    for (const leave of leaves) leave();
    expect(await codeOf(Promise.all([gate("a", staying()), gate("a", staying())]))).toBe("in");
  });
});
