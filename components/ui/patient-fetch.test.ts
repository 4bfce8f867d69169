import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { awaitReloads } from "./patient-fetch";
import { mayReload } from "./reload";

vi.mock("./reload", () => ({ mayReload: vi.fn(async () => true) }));

const ask = vi.fn<typeof fetch>();
const told = vi.fn();
const RELOAD = { headers: { rsc: "1", "next-router-state-tree": "%5B%5D" } };
const page = (more = "") => new URL(`https://portal.example/cases?q=pump%20station${more}`);

const answer = (body: BodyInit, status = 200) => {
  const made = new Response(body, { status, headers: { "content-type": "text/x-component" } });
  return Object.defineProperties(made, { url: { value: `${page()}` }, redirected: { value: true } });
};
/** A body whose connection falls after the first bytes. */
const broken = () =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode("half"));
      controller.error(new TypeError("network error"));
    },
  });

let giveBack: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("location", page("#C-1"));
  vi.stubGlobal("fetch", ask);
  vi.mocked(mayReload).mockResolvedValue(true);
  giveBack = awaitReloads();
});
afterEach(() => {
  giveBack();
  expect(fetch).toBe(ask);
  vi.useRealTimers();
  vi.unstubAllGlobals();
  for (const mock of [ask, told, vi.mocked(mayReload)]) mock.mockReset();
});

it.each([
  ["the connection falls", () => Promise.reject(new TypeError("Failed to fetch"))],
  ["it falls within the answer", async () => answer(broken())],
  ["a proxy answers in the portal's place", async () => answer("Bad gateway", 502)],
  ["the portal has too much to do", async () => answer("Later", 503)],
  ["the page breaks", async () => answer("Error", 500)],
  ["too much was asked", async () => answer("Slow down", 429)],
])("asks again for the page's data when %s", async (_, failing) => {
  ask.mockImplementationOnce(failing).mockImplementationOnce(failing);
  ask.mockImplementation(async () => answer("all of it"));
  void fetch(page("&_rsc=abc"), RELOAD).then(told);
  await vi.advanceTimersByTimeAsync(100);
  expect([ask.mock.calls.length, told.mock.calls.length]).toEqual([1, 0]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(ask.mock.calls).toEqual(Array(3).fill([page("&_rsc=abc"), RELOAD]));
  expect(mayReload).toHaveBeenCalledTimes(2);
  const given: Response = told.mock.calls[0]?.[0];
  expect(await given.text()).toBe("all of it");
  expect(given.headers.get("content-type")).toBe("text/x-component");
  expect([given.status, given.url, given.redirected]).toEqual([200, `${page()}`, true]);
});

it("hands a refusal to Next, which loads the page that tells it", async () => {
  const refusal = answer("Not here", 404);
  ask.mockResolvedValue(refusal);
  expect(await fetch(page(), RELOAD)).toBe(refusal);
});

it("never ends a reload that the page may no longer make", async () => {
  ask.mockRejectedValue(new TypeError("Failed to fetch"));
  vi.mocked(mayReload).mockResolvedValue(false);
  void fetch(page(), RELOAD).then(told, told);
  await vi.advanceTimersByTimeAsync(120_000);
  expect([ask.mock.calls.length, told.mock.calls.length]).toEqual([1, 0]);
});

it.each([
  ["another page", "https://portal.example/cases?q=valve", RELOAD],
  ["a page fetched ahead", page(), { headers: { ...RELOAD.headers, "next-router-prefetch": "1" } }],
  ["a sent form", page(), { method: "POST", headers: { "next-action": "40ab" } }],
  ["other data", "https://portal.example/api/build", undefined],
])("lets %s pass as it is", async (_, address, how) => {
  ask.mockRejectedValue(new TypeError("Failed to fetch"));
  await expect(fetch(address, how)).rejects.toThrow("Failed to fetch");
  expect(ask.mock.calls).toEqual([[address, how]]);
});
