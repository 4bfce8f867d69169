import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cpuTime } from "@/tests/support/cpu-time";
import { type MailText, wholeText } from "./mail-text";
import { readReply } from "./reply-text";

const replyText = (mail: MailText) => readReply(mail).shown;

const MARKER = "— Write your reply above this line —";
const QUOTED = [MARKER, "Cimsoft", "Historian stops", "Kim Duarte wrote:", "Which version is it?"];
const text = (...lines: string[]) => replyText({ text: lines.join("\n"), html: null });
const quoted = QUOTED.map((line) => `> ${line}`);

/** What mails are made of, and what PostgreSQL refuses. */
const PIECES = [
  ...[
    "\n",
    "\r\n",
    "> ",
    "On ",
    "Nov 3",
    " wrote:",
    "-- ",
    "From: ",
    "Sent: ",
    "<a@b.example>",
    "Regards",
    " ",
    "word",
  ],
  ...["\u0000", "\u0007", "\ud800", "\udc00", "\u2028", "\u202e", "\u00a0", "🏭", MARKER],
];

describe("the text of a reply by mail", () => {
  it.each([
    [
      "Gmail",
      ["It is 2023 R2.", "", "On Tue, Nov 3, 2026 at 9:10 AM Cimsoft <s@cimsoft.example> wrote:", "", ...quoted],
    ],
    [
      "Gmail, wrapped",
      ["It is 2023 R2.", "", "On Tue, Nov 3, 2026 at 9:10 AM Cimsoft <s@cimsoft.example>", "wrote:", "", ...quoted],
    ],
    [
      "Outlook",
      [
        ...["It is 2023 R2.", "", "________________________________", "From: Cimsoft <s@cimsoft.example>"],
        ...["Sent: Tuesday, November 3, 2026 9:10 AM", "To: Dana Whitfield", "Subject: [C-100023] Historian stops", ""],
        ...QUOTED,
      ],
    ],
    [
      "Outlook, in German",
      [
        "It is 2023 R2.",
        "",
        "Von: Cimsoft <s@cimsoft.example>",
        "Gesendet: Dienstag",
        "An: Dana",
        "Betreff: Re",
        "",
        ...QUOTED,
      ],
    ],
    [
      "Apple Mail",
      ["It is 2023 R2.", "", "> On 3 Nov 2026, at 9:10, Cimsoft <s@cimsoft.example> wrote:", "> ", ...quoted],
    ],
    ["a phone", ["It is 2023 R2.", "", "Sent from my iPhone", "", "> On 3 Nov 2026, Cimsoft wrote:", ">", ...quoted]],
    ["nothing quoted", ["It is 2023 R2."]],
    ["quoted without a head", ["It is 2023 R2.", "", ...quoted]],
    ["only our line", ["It is 2023 R2.", "", ...QUOTED]],
  ])("is what was written: %s", (_program, lines) => {
    expect(text(...lines)).toBe("It is 2023 R2.");
  });

  it("may stand below what it quotes", () => {
    expect(text("On Tue, Nov 3, 2026, Cimsoft wrote:", ...quoted, "", "It is 2023 R2.")).toBe("It is 2023 R2.");
    const last = "Sent by the Cimsoft client portal: https://portal.example";
    expect(text(...QUOTED, last, "", "It is 2023 R2.")).toBe("It is 2023 R2.");
    expect(text(...QUOTED, "", "Where does ours end?"), "it cannot be told from ours").toBe("");
  });

  it("keeps quotations that it answers one by one", () => {
    expect(text("> Which version?", "2023 R2", "> Since when?", "Yesterday")).toBe(
      "> Which version?\n2023 R2\n> Since when?\nYesterday",
    );
  });

  it("loses its signature, and not half of itself to a line of dashes", () => {
    expect(text("It is 2023 R2.", "", "-- ", "Dana Whitfield", "Keystone Foods")).toBe("It is 2023 R2.");
    const log = Array.from({ length: 30 }, (_, line) => `12:00:${line} buffer full`);
    expect(text("This is the log:", "---", ...log)).toContain("12:00:29 buffer full");
  });

  it("is empty when nothing of one's own is left", () => {
    expect(text("", "On Tue, Nov 3, 2026 at 9:10 AM Cimsoft <s@cimsoft.example> wrote:", "", ...quoted)).toBe("");
    expect(replyText({ text: null, html: null })).toBe("");
  });

  it("is read from HTML where there is nothing else, without what HTML hides", () => {
    const html = `<html><head><style>p{color:red}</style><title>t</title></head><body><div>It is <b>2023</b> R2.</div>
      <div>Second line</div><script>alert(1)</script><div class="gmail_quote"><div>On Tue, Nov 3, 2026 at 9:10 AM Cimsoft &lt;<a
      href="mailto:s@cimsoft.example">s@cimsoft.example</a>&gt; wrote:<br></div><blockquote>${QUOTED.join("<br>")}</blockquote></div></body></html>`;
    expect(replyText({ text: " ", html })).toBe("It is 2023 R2.\nSecond line");
    expect(replyText({ text: "Plain", html })).toBe("Plain");
  });

  it("keeps text of any script, and neither NUL nor control characters nor halves of characters", () => {
    expect(text("שלום\u0000 عالم\u0007 工場 🏭 \ud800x\r\nzwei\u2028drei")).toBe(
      "שלום عالم 工場 🏭 \ufffdx\nzwei\ndrei",
    );
  });

  it("is cut to what a message can hold, and says so", () => {
    const long = replyText({ text: "word ".repeat(100_000), html: null });
    expect(long.length).toBeLessThanOrEqual(20_000);
    expect(long).toMatch(/The rest was left out\.\)$/);
  });

  it.each([
    ["Dutch heads", "Op schreef\n".repeat(10_000)],
    ["one long line", `On ${"x ".repeat(90_000)}`],
    ["deep markup", null, `${"<div>".repeat(30_000)}deep`],
    ["many brackets", null, "<".repeat(150_000)],
    ["quotes", "> ".repeat(90_000)],
  ])("takes no long time over a text made to: %s", (_name, plain: string | null, html: string | null = null) => {
    expect(cpuTime(() => replyText({ text: plain, html }))).toBeLessThan(3_000);
  });

  it("is never more than was written, whatever was", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...PIECES), maxLength: 200 }), (written) => {
        const reply = replyText({ text: written, html: null });
        expect(reply).not.toMatch(/[^\P{Cc}\n\t]/u);
        expect(reply.isWellFormed()).toBe(true);
        expect(reply.length).toBeLessThanOrEqual(written.length);
      }),
      { numRuns: 300 },
    );
  });
});

it("the whole text of a mail is kept for staff to read", () => {
  expect(wholeText({ text: ["Pay here", ...quoted].join("\n"), html: null })).toContain("> Which version is it?");
});
