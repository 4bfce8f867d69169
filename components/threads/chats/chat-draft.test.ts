import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { caseDraftKey, keepCaseDraft, readCaseDraft } from "@/components/threads/cases/case-draft";
import { bringToCase, chatDraftKey, newCaseWith, readTypedForChat } from "./chat-draft";

const ME = "0190a0b0-0000-7000-8000-000000000001";
const OTHER = "0190a0b0-0000-7000-8000-000000000002";
const TYPED = { product: "Historian", subject: "Line 2 stands still", description: "Since 4:29 p.m." };

beforeEach(() => {
  const stored = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

describe("what was typed for a chat when it closed", () => {
  it("is there for who typed it, and for nobody else who uses this browser", () => {
    expect(readTypedForChat(ME)).toEqual({ typed: null, hasOther: false });
    keepCaseDraft(chatDraftKey(ME), TYPED);
    expect(readTypedForChat(ME)).toEqual({ typed: TYPED, hasOther: false });
    expect(readTypedForChat(OTHER)).toEqual({ typed: null, hasOther: false });
  });

  it("becomes the draft of a new case, with all its fields, and no chat begins with it any more", () => {
    keepCaseDraft(chatDraftKey(ME), TYPED);
    bringToCase(ME);
    expect(readCaseDraft(caseDraftKey(ME))?.values).toEqual(TYPED);
    expect(readCaseDraft(chatDraftKey(ME))).toBeNull();
    bringToCase(ME);
    expect(readCaseDraft(caseDraftKey(ME))?.values).toEqual(TYPED);
  });

  it("never replaces the draft of another case, and stays", () => {
    const draft = { subject: "Trend is empty", description: "On two screens." };
    keepCaseDraft(caseDraftKey(ME), draft);
    keepCaseDraft(chatDraftKey(ME), TYPED);
    expect(readTypedForChat(ME)).toEqual({ typed: TYPED, hasOther: true });
    bringToCase(ME);
    expect(readCaseDraft(caseDraftKey(ME))?.values).toEqual(draft);
    expect(readCaseDraft(chatDraftKey(ME))?.values).toEqual(TYPED);
  });

  it("is brought by the address where the browser keeps nothing, or says that the message stays behind", () => {
    const { href, isWhole } = newCaseWith(TYPED);
    const { searchParams } = new URL(href, "https://portal.example");
    expect(Object.fromEntries(searchParams)).toEqual({ subject: TYPED.subject, description: TYPED.description });
    expect(isWhole).toBe(true);
    const long = newCaseWith({ ...TYPED, description: "ä".repeat(1_000) });
    expect(long.isWhole).toBe(false);
    expect(new URL(long.href, "https://portal.example").searchParams.get("subject")).toBe(TYPED.subject);
    expect(long.href.length).toBeLessThan(5_000);
    expect(newCaseWith({ subject: "Only this" }).isWhole).toBe(true);
  });
});
