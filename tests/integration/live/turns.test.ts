import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, expect, it, vi } from "vitest";
import { LiveHub } from "@/lib/live/hub";
import { createContact } from "../../support/world";
import { asContact, hear } from "./support";

const hub = new LiveHub();
afterEach(async () => {
  vi.useRealTimers();
  await hub.closeAll();
});

it("each live stream has one beat in twenty seconds, and none together with another", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const contacts = await Promise.all(Array.from({ length: 3 }, () => createContact(null, { casesScope: "own" })));
  const readings = await Promise.all(contacts.map((contact) => hear(hub, asContact(contact))));
  const beats = () => readings.map(({ frames }) => frames.filter(({ id }) => id !== null).length);
  const before = beats();
  let most = 0;
  for (let last = before, turn = 0; turn < 100; turn++) {
    vi.advanceTimersByTime(200);
    // What was written to a stream is read without any wait for the network.
    await nextTurn();
    const now = beats();
    most = Math.max(most, now.filter((count, index) => count !== last[index]).length);
    last = now;
  }
  expect(beats()).toEqual(before.map((count) => count + 1));
  expect(most).toBe(1);
  // By its name hidden tabs hear it; without data a browser would pass it over.
  for (const { frames, news } of readings) {
    expect(frames.at(-1)).toEqual({ id: expect.any(String), event: "beat", data: "beat" });
    expect(news).toEqual([]);
  }
});
