import { describe, expect, it } from "vitest";
import { routes } from "@/lib/routes";
import { DRAFT_DAYS, parseDraft } from "./draft";
import { eventWords } from "./event-words";
import { endingOf } from "./sending";
import { typingWords } from "./typing-line";

describe("a draft kept in the browser", () => {
  const now = 1_800_000_000_000;
  const kept = (over: object = {}) => JSON.stringify({ text: "Since Monday", sentAs: null, at: now, ...over });

  it("is read back, with the form it was sent with", () => {
    expect(parseDraft(kept({ sentAs: "f" }), now)).toEqual({ text: "Since Monday", sentAs: "f", at: now });
  });

  it("is null when it is empty, broken or too old", () => {
    const month = DRAFT_DAYS * 24 * 60 * 60 * 1000;
    expect(parseDraft(kept(), now + month)).not.toBeNull();
    for (const stored of [
      null,
      "",
      "{",
      "null",
      "[]",
      '"x"',
      kept({ text: "" }),
      kept({ text: 1 }),
      kept({ at: "x" }),
    ]) {
      expect(parseDraft(stored, now)).toBeNull();
    }
    expect(parseDraft(kept(), now + month + 1)).toBeNull();
  });
});

describe("how a server action ended", () => {
  const redirect = (path: string) =>
    Object.assign(new Error("NEXT_REDIRECT"), { digest: `NEXT_REDIRECT;push;${path};303;` });

  it("is success for a redirect to a page, and not for one to sign-in", () => {
    expect(endingOf(redirect("/cases/C-100001?sent=yes#m-1"))).toEqual({ kind: "redirected", path: "/cases/C-100001" });
    expect(endingOf(redirect(routes.login))).toEqual({ kind: "signed-out" });
    expect(endingOf(redirect(`${routes.login}?next=%2Fcases`))).toEqual({ kind: "signed-out" });
  });

  it("is a lost connection only where the portal's answer did not come", () => {
    expect(endingOf(new TypeError("Failed to fetch"))).toEqual({ kind: "unreachable" });
    // A proxy in front of the portal answered instead.
    expect(endingOf(new Error("An unexpected response was received from the server."))).toEqual({
      kind: "unreachable",
    });
    expect(endingOf(Object.assign(new Error(), { digest: "NEXT_HTTP_ERROR_FALLBACK;404" }))).toEqual({ kind: "other" });
    expect(endingOf("?")).toEqual({ kind: "other" });
  });
});

describe("the quiet lines of a thread", () => {
  const labels = { waiting_on_you: "Waiting on you", solved: "Solved", impaired: "Production impaired" };
  const words = (over: object) =>
    eventWords(
      {
        kind: "event",
        id: "e",
        at: "",
        day: "",
        hour: "",
        what: "status",
        internal: false,
        actor: { kind: "staff", id: "k", name: "Kim Duarte", isMe: false },
        before: "new",
        after: "waiting_on_you",
        ...over,
      },
      labels,
      "case",
    );

  it("say who did what", () => {
    expect(words({})).toBe("Kim Duarte set the status to Waiting on you");
    expect(words({ actor: null })).toBe("The portal set the status to Waiting on you");
    expect(words({ after: "closed:solved" })).toBe("Kim Duarte closed this case: solved");
    expect(words({ before: "closed", after: "in_progress" })).toBe("Kim Duarte opened this case again");
    expect(words({ what: "severity", after: "impaired" })).toBe("Kim Duarte set the severity to Production impaired");
    expect(words({ what: "assigned", after: null })).toBe("Kim Duarte unassigned this case");
  });
});

describe("the line that says who types", () => {
  it("is named, up to two", () => {
    expect(typingWords([])).toBe("");
    expect(typingWords(["Kim Duarte"])).toBe("Kim Duarte is typing …");
    expect(typingWords(["Kim", "Robin"])).toBe("Kim and Robin are typing …");
    expect(typingWords(["Kim", "Robin", "Sam"])).toBe("Several people are typing …");
  });
});
