import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sharedOf } from "@/components/threads/thread-store";
import { Outbox } from "./unsent";

/* The connection is a list of answers, one for each request; `later` is a connection that fails. */

class Kept extends Map<string, string> {
  getItem = (key: string) => this.get(key) ?? null;
  setItem = (key: string, value: string) => void this.set(key, value);
  removeItem = (key: string) => void this.delete(key);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", { addEventListener: () => {}, removeEventListener: () => {} });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

let serial = 0;

function tab(answers: (number | "later")[], storage = new Kept(), thread = `thread-${++serial}`) {
  const sent: string[] = [];
  const refused: string[] = [];
  const waits: boolean[] = [];
  const connection = async (_address: string, { body }: { body: string }) => {
    sent.push((JSON.parse(body) as { body: string }).body);
    const answer = answers.shift() ?? 204;
    if (answer === "later") throw new TypeError("Failed to fetch");
    return answer < 300
      ? new Response(null, { status: answer })
      : Response.json({ error: "Ended." }, { status: answer });
  };
  const outbox = new Outbox(thread, "me", {
    onRefused: ({ message, sentence }) => refused.push(`${message.body}: ${sentence}`),
    onWaiting: (isWaiting) => waits.push(isWaiting),
    ...{ fetch: connection as unknown as typeof fetch, storage },
  });
  outbox.open();
  return { outbox, sent, refused, waits, storage, thread };
}

const message = (body: string) => ({ id: `id of ${body}`, body, files: [] });
const settle = () => vi.advanceTimersByTimeAsync(0);

describe("messages on their way", () => {
  it("are sent one after the other, in the order of writing", async () => {
    const { outbox, sent, storage } = tab([]);
    for (const body of ["one", "two", "three"]) outbox.send(message(body));
    await settle();
    expect(sent).toEqual(["one", "two", "three"]);
    expect(storage.size).toBe(0);
  });

  it("wait for the connection, say so, and none overtakes another", async () => {
    const { outbox, sent, waits } = tab(["later", 503, 429]);
    outbox.send(message("one"));
    outbox.send(message("two"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toEqual(["one", "one", "one", "one", "two"]);
    expect(waits.slice(0, 1)).toEqual([true]);
    expect(waits.at(-1)).toBe(false);
    expect(outbox.size).toBe(0);
  });

  it("are kept in the browser, and sent by the page that is opened next, under the same ids", async () => {
    const first = tab(["later"]);
    first.outbox.send(message("one"));
    first.outbox.send(message("two"));
    await settle();
    first.outbox.close();
    const next = tab([], first.storage, first.thread);
    expect(sharedOf(first.thread).outgoing.map(({ id }) => id)).toEqual(["id of one", "id of two"]);
    await settle();
    expect(next.sent).toEqual(["one", "two"]);
    expect(first.storage.size).toBe(0);
  });

  it("are given back with the sentence where they are refused, and the others go on", async () => {
    const { outbox, sent, refused, thread } = tab([409]);
    outbox.send(message("one"));
    outbox.send(message("two"));
    await settle();
    expect(refused).toEqual(["one: Ended."]);
    expect(sent).toEqual(["one", "two"]);
    expect(sharedOf(thread).outgoing.map(({ id }) => id)).toEqual(["id of two"]);
  });

  it("of another person are not found in the same browser", () => {
    const first = tab(["later"]);
    first.outbox.send(message("one"));
    const other = new Outbox(first.thread, "somebody else", {
      ...{ onRefused: () => {}, onWaiting: () => {} },
      storage: first.storage,
    });
    expect(other.size).toBe(0);
  });
});
