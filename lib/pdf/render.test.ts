import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getDocumentProxy } from "unpdf";
import { describe, expect, it, vi } from "vitest";
import { factsBlock, type PdfBlock, sumsBlock, tableBlock, textBlock } from "./blocks";
import type { BrandedDocument } from "./document";
import { renderPdf } from "./render";

const theme: BrandedDocument["brand"]["theme"] = {
  light: { accent: "oklch(0.5 0.13 250)", onAccent: "#fff" },
  dark: { accent: "oklch(0.7 0.13 250)", onAccent: "#000" },
  scene: "common",
};

function document(content: readonly PdfBlock[], over: Partial<BrandedDocument> = {}): BrandedDocument {
  return {
    brand: { name: "Cimsoft", theme },
    title: "Invoice CS-104638",
    subtitle: "Keystone Paper",
    createdOn: "2026-11-21",
    facts: [
      { term: "Status", value: "Overdue", strong: true },
      { term: "Due", value: "Nov 9, 2026", detail: "Overdue by 12 days" },
    ],
    sections: [{ title: "Lines", content }],
    ...over,
  };
}

const open = async (bytes: Buffer) => getDocumentProxy(new Uint8Array(bytes));

/** The text that a reader can select, by page, with its lines apart. */
async function pagesOf(bytes: Buffer): Promise<string[]> {
  const pdf = await open(bytes);
  const pages: string[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    pages.push(items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join(""));
  }
  return pages;
}

/** Every piece of text with its place: points from the left and from the bottom of its page. */
async function placesOf(bytes: Buffer) {
  const pdf = await open(bytes);
  const places: { page: number; text: string; left: number; right: number; foot: number; size: number }[] = [];
  for (let page = 1; page <= pdf.numPages; page++) {
    for (const item of (await (await pdf.getPage(page)).getTextContent()).items) {
      if (!("str" in item) || item.str.trim() === "") continue;
      const [size = 0, , , , left = 0, foot = 0] = item.transform as number[];
      // The space at the end of a line takes no room.
      const spaces = item.str.length - item.str.trimEnd().length;
      places.push({ page, text: item.str, left, right: left + item.width - spaces * size * 0.4, foot, size });
    }
  }
  return places;
}

const columns = [{ title: "Description" }, { title: "Amount", numeric: true, width: 100 }];
const rows = (count: number) =>
  Array.from({ length: count }, (_, row) => ({ cells: [`Historian license ${row}`, `$${row}.00`] }));

describe("a rendered PDF", () => {
  it("holds its texts as text that can be selected", async () => {
    const bytes = await renderPdf(
      document([
        tableBlock(columns, [{ cells: ["Historian client license", "$12,480.00"] }]),
        sumsBlock([
          { term: "Payments", value: "−$480.00" },
          { term: "Balance", value: "$12,000.00", strong: true },
        ]),
        factsBlock([{ term: "Routing", value: "031100047" }]),
        textBlock("Questions: ar@cimsoft.example", { muted: true }),
      ]),
    );
    const [page = "", ...more] = await pagesOf(bytes);
    expect(more).toEqual([]);
    for (const text of [
      "Cimsoft",
      "Invoice CS-104638",
      "Keystone Paper",
      "Overdue by 12 days",
      "Historian client license",
      "$12,480.00",
      "−$480.00",
      "$12,000.00",
      "031100047",
      "Questions: ar@cimsoft.example",
      "Invoice CS-104638 · Nov 21, 2026",
      "Page 1 of 1",
    ]) {
      expect(page).toContain(text);
    }
  });

  it("has a title, an author, a language and a structure for screen readers", async () => {
    const pdf = await open(await renderPdf(document([tableBlock(columns, rows(2))])));
    const { info } = await pdf.getMetadata();
    expect(info).toMatchObject({ Title: "Invoice CS-104638", Author: "Cimsoft", Language: "en-US" });
    expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true });
    const tree = JSON.stringify(await (await pdf.getPage(1)).getStructTree());
    const roles = [...tree.matchAll(/"role":"(\w+)"/g)].map((match) => match[1]);
    expect(roles.slice(0, 2)).toEqual(["Document", "H1"]);
    for (const role of ["H1", "H2", "L", "LI", "Table", "TR", "TH", "TD"]) expect(roles).toContain(role);
  });

  it("embeds its fonts and holds no script, link or action", async () => {
    const bytes = await renderPdf(document([tableBlock(columns, rows(2))]));
    const file = bytes.toString("latin1");
    expect([...file.matchAll(/\/FontFile2 /g)]).toHaveLength(2);
    expect(file).not.toMatch(/\/BaseFont \/(Helvetica|Times|Courier)/);
    expect(file).not.toMatch(/\/(JS|JavaScript|OpenAction|AA|URI|Launch|GoToR|SubmitForm|EmbeddedFile|Annots \[ ?\d)/);
  });

  it("has the same bytes for the same input", async () => {
    const once = await renderPdf(document([tableBlock(columns, rows(3))]));
    expect((await renderPdf(document([tableBlock(columns, rows(3))]))).equals(once)).toBe(true);
  });

  it("shows hostile text as text and makes no request", async () => {
    let calls = 0;
    const canary = createServer((_, response) => {
      calls += 1;
      response.end();
    });
    await new Promise<void>((resolve) => canary.listen(0, "127.0.0.1", resolve));
    const { port } = canary.address() as AddressInfo;
    const hostile = [
      "<b>bold</b><script>alert(1)</script>",
      "file:///etc/passwd",
      `http://127.0.0.1:${port}/canary`,
      `<img src="http://127.0.0.1:${port}/canary">`,
      "data:text/html,<h1>x",
      "(unbalanced \\) endobj stream /JS",
      "{{constructor}} %{7*7}",
    ];
    const bytes = await renderPdf(
      document(
        [
          tableBlock(
            columns,
            hostile.map((text) => ({ cells: [text, "$1.00"] })),
          ),
          ...hostile.map((text) => textBlock(text)),
        ],
        {
          title: hostile.join(" "),
          subtitle: hostile[2] ?? "",
          facts: hostile.map((text) => ({ term: text, value: text, detail: text })),
        },
      ),
    );
    await new Promise((resolve) => canary.close(resolve));
    expect(calls).toBe(0);
    const text = (await pagesOf(bytes)).join("\n");
    for (const line of hostile) expect(text).toContain(line);
    expect(text).not.toContain("root:");
    expect(bytes.toString("latin1")).not.toMatch(/\/(URI|JavaScript|Launch) /);
  });

  it.each(["日本語 😀 مرحبا", "\u0000\ud800\u202e", "", " ", "x".repeat(3000), "word ".repeat(2000)])(
    "sets any text without an error: case %#",
    async (text) => {
      const bytes = await renderPdf(
        document([tableBlock(columns, [{ cells: [text, text] }]), textBlock(text)], {
          title: text,
          subtitle: text,
          facts: [{ term: text.slice(0, 50), value: text.slice(0, 500), detail: text.slice(0, 50) }],
          brand: { name: text.slice(0, 40), theme },
        }),
      );
      expect((await pagesOf(bytes)).length).toBeGreaterThan(0);
    },
  );
});

describe("a table over several pages", () => {
  it("has every row once, its header on every page, and the number of pages", async () => {
    const pages = await pagesOf(await renderPdf(document([tableBlock(columns, rows(120))])));
    expect(pages.length).toBeGreaterThan(2);
    pages.forEach((page, index) => {
      expect(page).toContain("Description");
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
      expect(page).toContain("Invoice CS-104638");
    });
    const seen = [...pages.join("\n").matchAll(/Historian license (\d+)/g)].map((match) => Number(match[1]));
    expect(seen).toEqual(Array.from({ length: 120 }, (_, row) => row));
  });

  it("keeps a row on one page, and shows all of a row that is longer than a page", async () => {
    const words = Array.from({ length: 1500 }, (_, word) => `word${word}`);
    const pages = await pagesOf(
      await renderPdf(document([tableBlock(columns, [{ cells: [words.join(" "), "$1.00"] }])])),
    );
    expect(pages.length).toBeGreaterThan(1);
    const seen = [...pages.join("\n").matchAll(/word(\d+)/g)].map((match) => Number(match[1]));
    expect(seen).toEqual(words.map((_, word) => word));
  });

  it("with 2,000 rows gives other work its turn", async () => {
    // The clock advances by a millisecond each time it is read, so that the speed of the machine does not matter.
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => ++now);
    let turns = 0;
    let isDone = false;
    const turn = () => {
      turns += 1;
      if (!isDone) setImmediate(turn);
    };
    setImmediate(turn);
    await renderPdf(document([tableBlock(columns, rows(2000))]));
    isDone = true;
    clock.mockRestore();
    expect(turns).toBeGreaterThan(20);
  }, 60_000);
});

describe("text that is longer than a page", () => {
  /** Three pages of text, even at the full width of the page. */
  const words = Array.from({ length: 2_700 }, (_, word) => `word${word}`);
  const long = words.join(" ");
  const beside = [
    { term: "Status", value: "Overdue", strong: true },
    { term: "PO", value: "4500-1" },
  ];
  const documents: Record<string, BrandedDocument> = {
    "a note among the facts on top": document([], { facts: [...beside, { term: "Note", value: long }, ...beside] }),
    "a fact in a section": document([factsBlock([...beside, { term: "Note", value: long }], 5)]),
    "the quieter line of a fact": document([factsBlock([{ term: "Note", value: "short", detail: long }])]),
    "the first of two long facts": document([
      factsBlock([
        { term: "Note", value: long, strong: true },
        { term: "Remark", value: "x".repeat(20_000) },
      ]),
    ]),
    "a paragraph": document([textBlock(long)]),
  };

  it.each(Object.entries(documents))(
    "is complete, within its pages and not covered by other text: %s",
    async (_, given) => {
      const bytes = await renderPdf(given);
      const pages = await pagesOf(bytes);
      expect(pages.length).toBeGreaterThanOrEqual(3);
      const seen = [...pages.join("\n").matchAll(/word(\d+)/g)].map((match) => Number(match[1]));
      expect(seen).toEqual(words.map((_word, index) => index));
      for (const { term } of given.facts) expect(pages.join("\n")).toContain(term);

      const places = await placesOf(bytes);
      const edge = { left: 47, right: 565, foot: 34, top: 792 };
      const outside = places.filter(
        ({ left, right, foot, size }) =>
          left < edge.left || right > edge.right || foot < edge.foot || foot + size > edge.top,
      );
      expect(outside).toEqual([]);
      const body = places.filter(({ foot }) => foot < 722 && foot > 45);
      const overlapping = body.filter((one, index) =>
        body.some(
          (other, place) =>
            place > index &&
            one.page === other.page &&
            Math.abs(one.foot - other.foot) < Math.min(one.size, other.size) * 0.9 &&
            one.left < other.right &&
            other.left < one.right,
        ),
      );
      expect(overlapping).toEqual([]);
      // Nothing else is at the place of the footer on any page.
      expect(places.filter(({ foot }) => foot <= 58).map(({ text }) => text)).toEqual(
        pages.flatMap((_page, index) => ["Invoice CS-104638 · Nov 21, 2026", `Page ${index + 1} of ${pages.length}`]),
      );
    },
  );

  it("of a fact has its term beside it on the page where it begins", async () => {
    for (let rows = 30; rows < 42; rows++) {
      const above = Array.from({ length: rows }, (_, row) => textBlock(`line ${row}`));
      const remark = factsBlock([{ term: "Remark", value: words.slice(0, 200).join(" ") }]);
      const pages = await pagesOf(await renderPdf(document([...above, remark])));
      const begins = pages.findIndex((page) => page.includes("Remark"));
      expect(pages[begins]).toContain("word0 ");
    }
  });
});
