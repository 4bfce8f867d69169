import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

/** What a browser has once for all its tabs: streams, channels between tabs, and locks. */
const sources = new Set<FakeSource>();
const channels = new Set<FakeChannel>();
const held = new Set<string>();

class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  onmessage: ((event: MessageEvent<string>) => void) | null = null;
  constructor(readonly address: string) {
    super();
    sources.add(this);
    this.addEventListener("message", (event) => this.onmessage?.(event as MessageEvent<string>));
  }
  close() {
    sources.delete(this);
  }
}

class FakeChannel {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  constructor(readonly name: string) {
    channels.add(this);
  }
  postMessage(data: unknown) {
    for (const other of channels) if (other !== this && other.name === this.name) other.onmessage?.({ data });
  }
  close() {
    channels.delete(this);
  }
}

/** Grants each lock to who asked first. */
const locks = {
  async request(
    name: string,
    { ifAvailable }: { ifAvailable?: boolean },
    then: (lock: object | null) => Promise<unknown>,
  ) {
    if (held.has(name)) return ifAvailable ? then(null) : new Promise<never>(() => {});
    held.add(name);
    return then({});
  },
};

/** A tab: its own copy of the code, connected to the stream or to the tab that holds it. */
async function openTab(channel = "one") {
  vi.resetModules();
  const { connect } = await import("./connection");
  const { startPulse } = await import("./pulse");
  const { subscribe } = await import("./live-events");
  const said = vi.fn();
  const heard = vi.fn();
  const pulse = startPulse(said);
  subscribe(heard);
  const leave = connect({ channel, since: 0, onEnd: () => {} });
  // The lock is granted in a later turn.
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  return { said, heard, pulse, leave };
}

const beat = (...of: (FakeSource | undefined)[]) => {
  for (const source of of.length > 0 ? of : sources) source?.dispatchEvent(new MessageEvent("beat", { data: "beat" }));
};
/** Time passes and no timer is woken, as in a tab that was hidden for minutes. */
const passHidden = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
  vi.stubGlobal("window", Object.assign(new EventTarget(), { BroadcastChannel: FakeChannel }));
  vi.stubGlobal("BroadcastChannel", FakeChannel);
  vi.stubGlobal("EventSource", FakeSource);
  vi.stubGlobal("navigator", { locks });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  sources.clear();
  channels.clear();
  held.clear();
});

describe("the pulse of a page", () => {
  it("goes every 15 seconds by its timer where no stream is", async () => {
    const { startPulse } = await import("./pulse");
    const said = vi.fn();
    const { stop } = startPulse(said);
    vi.advanceTimersByTime(14_999);
    expect(said).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(said).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(60_000);
    expect(said).toHaveBeenCalledTimes(5);
    stop();
    vi.advanceTimersByTime(60_000);
    expect(said).toHaveBeenCalledTimes(5);
  });

  it("counts what was said in between, and begins to wait anew", async () => {
    const { startPulse } = await import("./pulse");
    const said = vi.fn();
    const { now } = startPulse(said);
    vi.advanceTimersByTime(10_000);
    now();
    expect(said).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(14_999);
    expect(said).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(said).toHaveBeenCalledTimes(2);
  });

  it("goes on by the stream in each hidden tab while no timer is woken, through one stream for all of them", async () => {
    const tabs = [await openTab(), await openTab(), await openTab()];
    expect(sources.size).toBe(1);
    for (let round = 1; round <= 30; round++) {
      passHidden(20_000);
      beat();
      for (const { said } of tabs) expect(said).toHaveBeenCalledTimes(round);
    }
    // A beat is no news: nothing is loaded anew.
    for (const { heard } of tabs) expect(heard).not.toHaveBeenCalled();
  });

  it("is never doubled, whichever comes first, timer or stream, and however often the stream beats", async () => {
    const { said } = await openTab();
    const at: number[] = [];
    said.mockImplementation(() => at.push(Date.now()));
    for (let second = 1; second <= 300; second++) {
      if (second % 20 === 7) beat();
      if (second % 60 === 15) beat();
      vi.advanceTimersByTime(1_000);
    }
    expect(at).toHaveLength(20);
    // Woken once a minute, and at that moment the stream beats too.
    for (let minute = 0; minute < 5; minute++) {
      for (let third = 0; third < 3; third++) {
        passHidden(20_000);
        beat();
        beat();
      }
      vi.runOnlyPendingTimers();
      beat();
    }
    const pauses = at.slice(1).map((moment, index) => moment - (at[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(15_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(40_000);
  });

  it("goes on when the computer's clock was set back", async () => {
    const { said } = await openTab();
    passHidden(-3_600_000);
    beat();
    expect(said).toHaveBeenCalledTimes(1);
  });

  it("hears no beat of another session's stream, and none after it was stopped", async () => {
    const one = await openTab("one");
    const two = await openTab("two");
    const [first] = sources;
    expect(sources.size).toBe(2);
    passHidden(20_000);
    beat(first);
    expect(one.said).toHaveBeenCalledTimes(1);
    expect(two.said).not.toHaveBeenCalled();
    one.pulse.stop();
    passHidden(20_000);
    beat(first);
    expect(one.said).toHaveBeenCalledTimes(1);
  });
});
