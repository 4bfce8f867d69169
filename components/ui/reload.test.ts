import { afterEach, beforeEach, expect, it, vi } from "vitest";

const told = vi.fn();
const ask = vi.fn<() => Promise<Response>>();
let isRefused: boolean;
/** What stands in the page before scripts run. */
let found: object[];
let typeIn: (field: object) => void;

class FakeField extends EventTarget {
  isConnected = true;
  value = "";
  closest = () => null;
}

/** The module as it is in a document that has just been loaded from build `one`. */
async function loaded() {
  vi.resetModules();
  const module = await import("./reload");
  module.watchTouched();
  return module;
}
const answerOf = (build: string) => Response.json({ build });

beforeEach(() => {
  isRefused = false;
  found = [];
  told.mockReset();
  ask.mockReset();
  vi.useFakeTimers();
  vi.stubGlobal("Element", FakeField);
  vi.stubGlobal("fetch", ask);
  vi.stubGlobal("document", {
    documentElement: { dataset: { build: "one" } },
    querySelector: () => (isRefused ? {} : null),
    querySelectorAll: () => found,
    addEventListener: (_: string, listener: (event: { target: object }) => void) => {
      typeIn = (target) => listener({ target });
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("waits until a portal that is away, or answers for another, is back", async () => {
  const { mayReload } = await loaded();
  ask.mockRejectedValueOnce(new TypeError("Failed to fetch"));
  ask.mockResolvedValueOnce(new Response("away", { status: 503 }));
  ask.mockResolvedValueOnce(new Response("<h1>Sign in to this network</h1>"));
  ask.mockResolvedValueOnce(answerOf("one"));
  void mayReload().then(told);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(12_000);
  expect(ask).toHaveBeenCalledTimes(4);
  expect(told.mock.calls).toEqual([[true]]);
});

it("never reloads the page of a refusal", async () => {
  const { mayReload } = await loaded();
  isRefused = true;
  void mayReload().then(told);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([ask.mock.calls, told.mock.calls]).toEqual([[], [[false]]]);
});

it("loads a page of an older build anew, but for one in which something is typed", async () => {
  const { mayReload, isKeptOld, onKeptOld } = await loaded();
  const kept = vi.fn();
  onKeptOld(kept);
  ask.mockImplementation(async () => answerOf("two"));
  const [field, gone] = [new FakeField(), new FakeField()];
  typeIn(field);
  typeIn(Object.assign(gone, { value: "sent before", isConnected: false }));
  field.value = "I write about";
  void mayReload().then(told);
  await vi.advanceTimersByTimeAsync(0);
  expect([told.mock.calls, isKeptOld(), kept.mock.calls.length]).toEqual([[[false]], true, 1]);
  field.value = "";
  void mayReload().then(told);
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toHaveBeenLastCalledWith(true);
});

const option = (value: string, more: object = {}) => ({ value, defaultSelected: false, disabled: false, ...more });
const chosen = (one: object, ...options: object[]) => ({ options, value: "two", selectedOptions: [one] });
const [first, second, sent] = [option("one"), option("two"), option("three", { defaultSelected: true })];

it.each([
  ["a text", { value: "I write", defaultValue: "" }, true],
  ["a text as it was sent", { value: "Historian", defaultValue: "Historian" }, false],
  ["a box", { type: "checkbox", value: "on", defaultValue: "on", checked: true, defaultChecked: false }, true],
  ["a box as it was sent", { type: "checkbox", value: "on", checked: true, defaultChecked: true }, false],
  ["a choice", chosen(second, first, second), true],
  ["the first choice", chosen(first, first, second), false],
  ["the choice that was sent", chosen(sent, second, sent), false],
  ["the first choice behind a heading", chosen(second, option("", { disabled: true }), second), false],
])("%s before scripts ran is no less than one after", async (_, field, isKept) => {
  found = [Object.assign(new FakeField(), field)];
  const { mayReload, isKeptOld } = await loaded();
  ask.mockImplementation(async () => answerOf("two"));
  void mayReload().then(told);
  await vi.advanceTimersByTimeAsync(0);
  expect([told.mock.calls, isKeptOld()]).toEqual([[[!isKept]], isKept]);
});
