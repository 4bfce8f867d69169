import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ThreadEvent, type ThreadItem, type ThreadMessage, type ThreadPage, UNSEEN } from "@/lib/threads/types";
import { eventWords } from "./event-words";
import { holdThread, listedItems, mergeNews, mergeWhole, newestMessageId } from "./merge";

const message = (id: string, at: string, body = id): ThreadMessage => ({
  kind: "message",
  id,
  at,
  day: "Nov 21, 2026",
  hour: "4:05 p.m. Eastern",
  author: { kind: "contact", id: "r", name: "Robin Meyer", isMe: false },
  source: "portal",
  folded: null,
  foldedFiles: [],
  mailFrom: null,
  wholeMail: null,
  body,
  files: [],
});
const page = (items: readonly ThreadItem[], place: string): ThreadPage => ({
  threadId: "t",
  items,
  newestMessageId: null,
  place,
});
const ids = ({ items }: { items: readonly ThreadItem[] }) => items.map(({ id }) => id);

describe("a thread held in the browser", () => {
  it("orders by the instant, not by its text, and by id within one", () => {
    const held = holdThread(
      page(
        [
          message("c", "2026-11-21T10:00:01Z"),
          message("b", "2026-11-21T10:00:00.5Z"),
          message("a", "2026-11-21T10:00:00Z"),
        ],
        "1",
      ),
    );
    expect(ids(held)).toEqual(["a", "b", "c"]);
    const twins = page([message("y", "2026-11-21T10:00:00Z"), message("x", "2026-11-21T10:00:00Z")], "1");
    expect(ids(holdThread(twins))).toEqual(["x", "y"]);
  });

  it("takes each new item once, in its newer version, at its place in the order", () => {
    const held = holdThread(page([message("a", "2026-11-21T10:00:00Z"), message("c", "2026-11-21T12:00:00Z")], "1"));
    const merged = mergeNews(
      held,
      page([message("b", "2026-11-21T11:00:00Z"), message("c", "2026-11-21T12:00:00Z", "with a file")], "2"),
    );
    expect(ids(merged)).toEqual(["a", "b", "c"]);
    expect(merged.items.at(-1)).toMatchObject({ body: "with a file" });
    expect(merged.place).toBe("2");
  });

  it("tells a message from what has its id among events and notes", () => {
    const event: ThreadEvent = {
      kind: "event",
      id: "a",
      at: "2026-11-21T10:00:00Z",
      day: "Nov 21, 2026",
      hour: "4:05 p.m. Eastern",
      what: "status",
      internal: false,
      actor: null,
      before: "new",
      after: "in_progress",
    };
    const held = holdThread(page([event], "1"));
    const news = page([message("a", "2026-11-21T11:00:00Z")], "2");
    expect(mergeNews(held, news).items.map(({ kind }) => kind)).toEqual(["event", "message"]);
    expect(mergeWhole(mergeNews(held, news), page([event], "1")).items.map(({ kind }) => kind)).toEqual([
      "event",
      "message",
    ]);
  });

  it("keeps its items untouched when nothing is new", () => {
    const held = holdThread(page([message("a", "2026-11-21T10:00:00Z")], "1"));
    expect(mergeNews(held, page([], "2")).items).toBe(held.items);
  });

  it("drops items that a whole reading no longer has, and keeps those written after it", () => {
    const held = holdThread(
      page(
        [
          message("a", "2026-11-21T10:00:00Z"),
          message("b", "2026-11-21T11:00:00Z"),
          message("d", "2026-11-21T13:00:00Z"),
        ],
        "2",
      ),
    );
    const merged = mergeWhole(
      held,
      page([message("a", "2026-11-21T10:00:00Z"), message("c", "2026-11-21T12:00:00Z")], "1"),
    );
    expect(ids(merged)).toEqual(["a", "c", "d"]);
    expect(merged.place).toBe("2");
  });

  it("ends the same in whatever order and however often news came", () => {
    const all = Array.from({ length: 12 }, (_, index) => message(`m${index}`, `2026-11-21T10:00:${10 + index}Z`));
    fc.assert(
      fc.property(
        fc.array(fc.subarray(all), { maxLength: 6 }),
        fc.shuffledSubarray(all, { minLength: all.length }),
        (parts, last) => {
          let held = holdThread(page([], "0"));
          for (const part of parts) held = mergeNews(held, page(part, "1"));
          held = mergeNews(held, page(last, "2"));
          expect(held.items).toEqual(all);
        },
      ),
    );
  });

  const line: ThreadEvent = {
    kind: "event",
    id: "z",
    at: "2026-11-21T14:00:00Z",
    day: "",
    hour: "",
    what: "status",
    internal: false,
    actor: null,
    before: null,
    after: "closed:solved",
  };

  it("finds its newest message among quiet lines", () => {
    expect(newestMessageId([message("a", "2026-11-21T10:00:00Z"), line])).toBe("a");
    expect(newestMessageId([line])).toBeNull();
  });

  it("lists every quiet line but the one that says that it was opened", () => {
    const filed: ThreadEvent = { ...line, id: "f", what: "filed", after: null };
    const first = message("a", "2026-11-21T10:00:00Z");
    expect(listedItems([filed, first, line])).toEqual([first, line]);
  });

  it("names no thread that its reader may not open", () => {
    const said = (what: ThreadEvent["what"], over: Partial<ThreadEvent>) =>
      eventWords({ ...line, actor: null, before: null, after: null, what, ...over }, {}, "case");
    expect(said("merged", { after: UNSEEN })).toBe("The portal closed this case: it goes on in another case");
    expect(said("merged", { before: UNSEEN })).toBe("The portal merged another case into this case");
    expect(said("linked", { after: UNSEEN })).toBe("The portal linked this case to another case");
    expect(said("became", { before: UNSEEN })).toBe("The portal made this case from a chat");
    expect(said("became", { after: UNSEEN })).toBe("The portal made this chat a case");
    expect(said("became", { after: "C-100001" })).toBe("The portal made this chat the case C-100001");
  });

  it("says who opened it for a contact", () => {
    const actor = { kind: "staff" as const, id: "s", name: "Dana Reyes", isMe: false };
    const filed: ThreadEvent = { ...line, id: "f", what: "filed", after: "Robin Meyer", actor, forMe: true };
    expect(listedItems([filed, line])).toEqual([filed, line]);
    const words = (event: Partial<ThreadEvent>) => eventWords({ ...filed, ...event }, {}, "case");
    expect(words({})).toBe("Filed by Dana Reyes by phone for you");
    expect(words({ forMe: false })).toBe("Filed by Dana Reyes by phone for Robin Meyer");
    expect(words({ forMe: false, actor: { ...actor, isMe: true } })).toBe("Filed by you by phone for Robin Meyer");
    expect(words({ what: "asked" })).toBe("Begun by Dana Reyes for you");
  });
});
