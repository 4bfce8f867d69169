import { expect, it } from "vitest";
import { cpuTime } from "@/tests/support/cpu-time";
import { REPLY_MARKER } from "../reply-marker";
import { automaticReason, bareAddress } from "./headers";
import type { MailText } from "./mail-text";
import { wholeMailOf } from "./original";
import { readReply } from "./reply-text";
import { doubtOfSender, headerFields } from "./sender-proof";

/* A mail is a stranger's: no text of one may keep the worker from everybody else's. */

const MOST_MS = 2_000;
const MOST_READ = 200_000;
const filled = (piece: string) => piece.repeat(Math.ceil(MOST_READ / piece.length)).slice(0, MOST_READ);
const EQUAL = "same ".repeat(5_000);
const OURS = {
  texts: Array.from({ length: 30 }, (_one, index) => `${EQUAL}${index}`),
  names: ["Cimsoft"],
  addresses: ["support@example.com"],
  subjects: ["[C-1]"],
};
const FILES = Array.from({ length: 100 }, (_one, index) => ({
  name: `${index}`.repeat(2_000),
  type: "image/png",
  contentId: `<${index}>`,
}));
const MARKED = `— ${REPLY_MARKER} —\n`;

const HOSTILE: readonly (readonly [string, string])[] = [
  ["200 lines of 998 @", `>${"@".repeat(998)}\n`.repeat(200)],
  ["200 lines of 399 @", `>${"@".repeat(398)}\n`.repeat(500)],
  ...[
    ">",
    ":",
    " ",
    "a",
    "-",
    "@",
    "(",
    "[",
    "<",
    '"',
    "1",
    "\t",
    "> ",
    "a ",
    "a\n",
    "-\n",
    ">\n",
    "> -\n",
    "1 ",
    "@:",
  ].map((piece) => [`runs of ${JSON.stringify(piece)}`, filled(piece)] as const),
  ["spaces before a word", `${" ".repeat(MOST_READ - 1)}a`],
  ["rare spaces in a head", `From: x\n${filled(" \u2003")}`],
  ["heads of ours", `a: b@c\n${filled("a: support@example.com\n")}`],
  ["links without an end", filled("(http:")],
  ["links in lines", filled(`${"(http:".repeat(3_000)}\n`)],
  ["pictures", filled("[cid:1@x]")],
  ["pictures without an end", filled("[cid:")],
  ["disclaimers", `${filled("a a ")}confidential\n${"Thanks\n".repeat(38)}`],
  ["dashes below a disclaimer", `${"--\n".repeat(39)}${filled("a privileged ")}`],
  ["equal words", filled("same ")],
  ["equal words in lines", filled(`${"same ".repeat(200)}\n`)],
  ["equal words in short lines", filled("same\n")],
  ["equal words in lines that end otherwise", filled(`${"same ".repeat(40)}other\n`)],
  ["equal words below our line", `${MARKED.repeat(5)}${filled(`${"same ".repeat(20)}other\n`)}`],
  ["short lines below our line", `${MARKED.repeat(5)}${filled("same\n")}`],
  ["marks below our line", `${MARKED.repeat(5)}same same same same\n${filled("-\n")}`],
];

const spentOn = (mail: MailText, guarded: boolean) =>
  cpuTime(() => void readReply(mail, { ours: OURS, files: FILES, guarded }));

it.each(HOSTILE)("takes no long time over a text made to: %s", (_name, text) => {
  expect(spentOn({ text, html: null }, false)).toBeLessThan(MOST_MS);
});

it.each(HOSTILE)("nor over a colleague's HTML that says so: %s", (_name, text) => {
  const html = `<pre>${text.replaceAll("<", "&lt;")}</pre>`;
  expect(spentOn({ text: null, html }, true)).toBeLessThan(MOST_MS);
});

it.each([
  ...HOSTILE,
  ["quotations without an end", filled('"\\')] as const,
  ["comments within comments", "(".repeat(4_000) + ")".repeat(4_000)] as const,
  ["encoded words", filled("=?x?b?YQ==?= ")] as const,
  ["encoded words without an end", filled("=?x?b?")] as const,
  ["equal signs", `x; dkim=pass header.d=${"a".repeat(7_900)}@@`] as const,
])("nor over a header: %s", (_name, text) => {
  const line = text.replaceAll("\n", " ");
  const headers = { "content-type": `multipart/report ${line}`, references: line, precedence: line, to: line };
  const mail = {
    from: line,
    recipients: [],
    subject: line,
    messageId: line,
    text: null,
    html: null,
    headers,
    files: [],
  };
  const spent = cpuTime(() => {
    automaticReason(headers, line);
    automaticReason({ precedence: line, "x-auto-response-suppress": line }, line);
    bareAddress(line.slice(0, 1_000));
    wholeMailOf({ ...mail, readHead: async () => null });
    doubtOfSender(
      headerFields(`From: a@b.example\r\nAuthentication-Results: mx; ${line}\r\n${filled(" a\r\n")}`),
      "a@b.example",
      "mx",
    );
  });
  expect(spent).toBeLessThan(MOST_MS);
});
