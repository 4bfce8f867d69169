import fc from "fast-check";
import { expect, it } from "vitest";
import table from "@/tests/fixtures/reply-mails.json";
import { readReply } from "./reply-text";

/* Random replies, made of our mail, the writer's lines, rules and quotations: nothing of the writer's goes, nothing of ours stays. */

const TEXT = table.our_text.trimEnd();
const OURS = {
  texts: [table.our_text],
  names: ["Cimsoft"],
  addresses: ["clientportalsupport@insourcess.com"],
  subjects: ["[C-100086]"],
};
const ourLines = TEXT.split("\n").filter((line) => line.trim());

const writersLine = fc
  .tuple(
    fc.constantFrom(
      ...[
        "The log says E",
        "> quoted from the console",
        "From: 2026-11-01 08:00 at",
        "To: line",
        "Best regards,",
        "Thanks,",
      ],
      ...[
        "PS: call me at",
        "On Monday the server wrote",
        "-- rate",
        "-HIST",
        "Sent from my desk to",
        "Subject: unit",
        "yes",
      ],
      ...["---------- Forwarded message ----------", "Reply to you:", "Which version is it, and why"],
    ),
    fc.integer({ min: 100, max: 99_999 }),
  )
  .map(([words, number]) => `${words} w${number}`);
const separator = fc.constantFrom("", "", "--", "---", "________________________________", "-----", "***", "-- ");
const writing = fc.array(fc.oneof({ weight: 3, arbitrary: writersLine }, separator), { maxLength: 8 });

const LEADS = [
  ["On Nov 28, 2026, at 20:15, Cimsoft <clientportalsupport@insourcess.com> wrote:", ""],
  ["Cimsoft <clientportalsupport@insourcess.com> schrieb am Sa., 28. Nov. 2026,", "20:15:", ""],
  [
    "________________________________",
    "From: Cimsoft",
    "Sent: Saturday",
    "To: Dana",
    "Subject: [C-100086] Historian stops A",
    "",
  ],
  ["-------- Original Message --------", "Od: Cimsoft <clientportalsupport@insourcess.com>", "Temat: [C-100086]", ""],
  [],
];

/** Our text as a program quotes it, with answers between its lines. */
const quotation = fc
  .record({
    lead: fc.constantFrom(...LEADS),
    mark: fc.constantFrom("> ", ">", ""),
    width: fc.constantFrom(1_000, 72, 40),
    answers: fc.array(fc.tuple(fc.nat({ max: TEXT.split("\n").length }), writersLine), { maxLength: 12 }),
  })
  .map(({ lead, mark, width, answers }) => {
    const lines = TEXT.split("\n").flatMap((line, index) => [
      ...wrapped(line, index === 0 ? 1_000 : width).map((part) => `${mark}${part}`),
      // Below our first line: what stands above it is above the quotation.
      ...answers.flatMap(([at, words]) => (at === index ? ["", words, ""] : [])),
    ]);
    return {
      lead: lead.map((line) => line),
      lines,
      said: answers.filter(([at]) => at < TEXT.split("\n").length).map(([, words]) => words),
    };
  });

function wrapped(line: string, width: number): string[] {
  const parts = [""];
  for (const word of line.split(" ")) {
    const last = parts.at(-1) ?? "";
    if (last && last.length + word.length >= width) parts.push(word);
    else parts[parts.length - 1] = last ? `${last} ${word}` : word;
  }
  return parts;
}

it("shows or folds every line of the writer's, and shows none of ours", () => {
  fc.assert(
    fc.property(writing, quotation, writing, (above, { lead, lines, said }, below) => {
      const text = [...above, "", ...lead, ...lines, "", ...below].join("\n");
      const { shown, folded } = readReply({ text, html: null }, { ours: OURS });
      const kept = `${shown}\n${folded}`;
      for (const line of [...above, ...said, ...below]) {
        if (/[a-z]/.test(line)) expect(kept, text).toContain(line.replace(/^> /, ""));
      }
      const shownLines = shown.split("\n").map((line) => line.replace(/^[>\s]+/, "").trim());
      for (const line of ourLines) expect(shownLines, text).not.toContain(line);
    }),
    { numRuns: process.env.PORTAL_TEST_LONG ? 20_000 : 800 },
  );
});
