import { describe, expect, it } from "vitest";
import { markOf } from "./mark";

const at = "2026-11-23T15:00:00.5Z";
const before = "2026-11-23T15:00:00.499Z";

describe("an own message in a chat", () => {
  it("is sent, then delivered, then read, by what the other side has received and read", () => {
    expect(markOf(at, { receivedAt: null, readAt: null })).toBe("Sent");
    expect(markOf(at, { receivedAt: before, readAt: before })).toBe("Sent");
    expect(markOf(at, { receivedAt: at, readAt: before })).toBe("Delivered");
    expect(markOf(at, { receivedAt: at, readAt: at })).toBe("Read");
    expect(markOf(at, { receivedAt: null, readAt: at })).toBe("Read");
  });
});
