import { buffer } from "node:stream/consumers";
import { deflateSync } from "node:zlib";
import PDFDocument from "pdfkit";
import { describe, expect, it } from "vitest";
import { fontFile } from "@/lib/pdf/fonts";
import { zipOf } from "@/tests/support/archives";
import { cpuTimeOf } from "@/tests/support/cpu-time";
import { findRunning } from "./inspect";

const of = (name: string, content: string | Uint8Array) => findRunning(name, Buffer.from(content as string, "latin1"));
const HARMLESS = deflateSync("1 0 <</Type/Page>>");
const SCRIPT = "1 0 <</S/JavaScript/JS(app.alert(1))>>";
const MIB = 1024 * 1024;

/** A PDF with one stream of this dictionary and data. */
const pdfOf = (dictionary: string, data: Uint8Array, rest = "") =>
  Buffer.concat([
    Buffer.from(`%PDF-1.7\n1 0 obj\n<<${dictionary}>>\nstream\r\n`, "latin1"),
    data,
    Buffer.from(`\nendstream\nendobj\n${rest}`, "latin1"),
  ]);
const PLAIN = "/Type/ObjStm/N 1/First 4/Filter/FlateDecode";

/** A PDF of many packed objects, each a stream of its own. */
const manyStreams = (count: number, data: Uint8Array, dictionary = PLAIN) =>
  Buffer.concat(Array.from({ length: count }, () => pdfOf(dictionary, data)));

/** 20 KB: marks one after the other, all before the one stream, which unpacks to more than is unpacked of one. */
const marksAtBomb = pdfOf("/ObjStm".repeat(2_000), deflateSync(Buffer.alloc(5 * MIB)));
const fewMarksAtBomb = pdfOf(`${PLAIN}${"/Type/ObjStm".repeat(200)}`, deflateSync(Buffer.alloc(5 * MIB)));
/** It breaks off as an error after nearly 4 MiB, in a stream that does not say that it is packed. */
const broken = withWrongSum(deflateSync(Buffer.alloc(4 * MIB - 1)));

describe("a PDF that cannot be looked into is held", () => {
  it.each<[string, Uint8Array, string]>([
    ["encrypted", Buffer.from("%PDF-1.7\ntrailer<</Root 1 0 R/Encrypt 5 0 R>>"), "sealed"],
    ["encrypted, written by numbers", Buffer.from("%PDF-1.7\ntrailer<</#45ncr#79pt 5 0 R>>"), "sealed"],
    ["a stream that is no packed data", pdfOf(PLAIN, Buffer.from("hello")), "sealed"],
    ["a stream that breaks off", pdfOf(PLAIN, deflateSync(SCRIPT).subarray(0, 20)), "sealed"],
    ["a stream whose sum is wrong", pdfOf(PLAIN, withWrongSum(HARMLESS)), "sealed"],
    ["a stream that goes on behind empty blocks", pdfOf(PLAIN, behindEmptyBlocks()), "sealed"],
    ["a stream packed twice", pdfOf("/Type/ObjStm/Filter[/FlateDecode/FlateDecode]", deflateSync(HARMLESS)), "sealed"],
    ["another filter before", pdfOf("/Filter[/ASCIIHexDecode/FlateDecode]/Type/ObjStm", HARMLESS), "sealed"],
    ["another filter", pdfOf("/Type/ObjStm/Filter/LZWDecode", HARMLESS), "sealed"],
    ["a filter that stands elsewhere", pdfOf("/Type/ObjStm/Filter 7 0 R", HARMLESS), "sealed"],
    ["two filters of the same name", pdfOf(`${PLAIN}/F#69lter/FlateDecode`, HARMLESS), "sealed"],
    ["a predictor", pdfOf(`${PLAIN}/DecodeParms<</Predictor 12>>`, HARMLESS), "sealed"],
    ["a predictor that stands elsewhere", pdfOf(`${PLAIN}/DecodeParms 7 0 R`, HARMLESS), "sealed"],
    ["a string that looks like a stream", pdfOf(`${PLAIN}/Length(>>stream\n${HARMLESS})`, HARMLESS), "sealed"],
    ["a name that looks like the begin", pdfOf("/Filter[/A/B]/obj<</Type/ObjStm>>", HARMLESS), "sealed"],
    ["a mark far from its stream", pdfOf(`${PLAIN}${" ".repeat(9_000)}`, HARMLESS), "sealed"],
    ["a stream of more than is unpacked", pdfOf(PLAIN, deflateSync(Buffer.alloc(5 * MIB))), "too-much"],
    ["more streams than are unpacked", manyStreams(2_001, HARMLESS), "too-much"],
    ["streams of more together than is unpacked", manyStreams(9, deflateSync(Buffer.alloc(4 * MIB))), "too-much"],
    ["streams that fail late, over and over", manyStreams(1_000, broken, "/Type/ObjStm"), "too-much"],
    ["marks at one stream", marksAtBomb, "sealed"],
    ["few marks at one stream", fewMarksAtBomb, "too-much"],
  ])("%s", async (_what, content, reason) => {
    expect(await of("a.pdf", content)).toEqual({ reason, part: null });
  });

  it("in an archive, longer than is read of it", async () => {
    const long = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(33 * MIB)]);
    expect(await of("a.zip", zipOf({ path: "a.pdf", content: long }))).toEqual({ reason: "too-much", part: "a.pdf" });
  });

  it("in an archive, where the PDFs of it together unpack to too much", async () => {
    const one = manyStreams(3, deflateSync(Buffer.alloc(4 * MIB)));
    expect(await of("a.pdf", one)).toBeNull();
    const three = [1, 2, 3].map((at) => ({ path: `${at}.pdf`, content: one }));
    expect(await of("a.zip", zipOf(...three))).toEqual({ reason: "too-much", part: "3.pdf" });
  });
});

describe("script in the packed objects of a PDF is found", () => {
  it.each([
    ["plainly packed", PLAIN],
    ["marked by numbers", "/Type/O#62#6aStm/Filter/FlateDecode"],
    ["with its filter in a list", "/Type /ObjStm /Filter [ /FlateDecode ] /N 1"],
    ["with its filter by its short name", "/Filter/Fl/Type/ObjStm"],
    ["without a filter", "/Type/ObjStm"],
  ])("%s", async (_what, dictionary) => {
    expect(await of("a.pdf", pdfOf(dictionary, deflateSync(SCRIPT)))).toMatchObject({ reason: "script" });
  });

  it("behind a stream that is harmless", async () => {
    expect(await of("a.pdf", Buffer.concat([pdfOf(PLAIN, HARMLESS), pdfOf(PLAIN, deflateSync(SCRIPT))]))).toMatchObject(
      {
        reason: "script",
      },
    );
  });
});

describe("an ordinary PDF is not held", () => {
  it("as pdfkit makes it", async () => {
    const pdf = new PDFDocument({ font: "", tagged: true, lang: "en" });
    pdf.registerFont("regular", fontFile("regular")).font("regular").text("Invoice 12, for #42 and FIC-101");
    pdf.end();
    expect(await of("invoice.pdf", await buffer(pdf))).toBeNull();
  });

  it.each<[string, string]>([
    ["Word", "/Type/ObjStm/N 7/First 48/Filter/FlateDecode/Length 296"],
    ["qpdf", " /Type /ObjStm /Length 3222 /Filter /FlateDecode /N 100 /First 806 "],
    ["Acrobat", "/Filter/FlateDecode/First 5/Length 41/N 1/Type/ObjStm"],
    ["TeX", "\n/Type /ObjStm\n/N 100\n/First 806\n/Length 1234      \n/Filter /FlateDecode\n"],
  ])("packed as by %s", async (_what, dictionary) => {
    const info = "2 0 obj<</EncryptMetadata true/DecodeParms<</Predictor 15>>>>stream\n\nendstream";
    expect(await of("a.pdf", pdfOf(dictionary, HARMLESS, info))).toBeNull();
  });

  it("whose objects are not packed at all", async () => {
    expect(await of("a.pdf", manyStreams(50, Buffer.from("1 0 <</Type/Page>>"), "/Type/ObjStm/N 1"))).toBeNull();
  });
});

describe("a name in an archive that is longer than any system takes is held", () => {
  it.each([`x${"/customui".repeat(7_281)}`, `x${"/vbaproject".repeat(5_957)}`, ". ".repeat(32_767)])(
    "%#",
    async (path) => {
      const zip = zipOf(...Array.from({ length: 20 }, () => ({ path, content: "x" })));
      let held: unknown;
      const spent = await cpuTimeOf(async () => {
        held = await of("a.docx", zip);
      });
      expect(held).toMatchObject({ reason: "too-much" });
      expect(spent).toBeLessThan(1_000);
    },
  );

  it("a part with a ribbon of its own is still one with an object", async () => {
    expect(await of("a.docx", zipOf({ path: "customUI/a/customUI14.xml", content: "<x/>" }))).toMatchObject({
      reason: "object",
    });
  });
});

describe("what is made to be slow takes little CPU time", () => {
  it.each<[string, string, () => Uint8Array]>([
    ["blanks behind http-equiv", "a.html", () => Buffer.from(`<p http-equiv=${" ".repeat(8 * MIB - 20)}`)],
    ["blanks behind http-equiv and a quote", "a.html", () => Buffer.from(`<p http-equiv="${" ".repeat(8 * MIB - 20)}`)],
    ["marks at one stream", "a.pdf", () => marksAtBomb],
    ["few marks at one stream", "a.pdf", () => fewMarksAtBomb],
    ["PDFs in a zip", "a.zip", () => zipOf(...inZip(marksAtBomb))],
    ["PDFs of few marks in a zip", "a.zip", () => zipOf(...inZip(fewMarksAtBomb))],
    ["PDFs that fail late in a zip", "a.zip", () => zipOf(...inZip(manyStreams(100, broken, "/Type/ObjStm")))],
    ["signs by their number", "a.pdf", () => Buffer.from(`%PDF-1.7\n${"#41".repeat(8_000_000)}`)],
    ["script without its value", "a.pdf", () => Buffer.from(`%PDF-1.7\n/JS${" ".repeat(8 * MIB)}`)],
    ["names of dots", "a.zip", () => zipOf(...dotted())],
  ])("%s", async (_what, name, make) => {
    const content = make();
    expect(await cpuTimeOf(async () => void (await of(name, content)))).toBeLessThan(1_500);
  });
});

function inZip(content: Uint8Array) {
  return Array.from({ length: 200 }, (_, at) => ({ path: `${at}.pdf`, content }));
}

/** Names that take as many steps as the square of their length where an expression looks for blanks at the end. */
function dotted() {
  return Array.from({ length: 4_000 }, () => ({ path: `${". ".repeat(149)}x`, content: "" }));
}

/** Packed data that goes on beyond the 4 MiB which are unpacked, behind blocks that unpack to nothing. */
function behindEmptyBlocks(): Buffer {
  const packed = deflateSync(SCRIPT);
  const empty = Buffer.from([0, 0, 0, 0xff, 0xff]);
  return Buffer.concat([packed.subarray(0, 2), Buffer.alloc(5 * MIB, empty), packed.subarray(2)]);
}

/** Packed data whose last four bytes, by which a reader tells that it is whole, are others. */
function withWrongSum(packed: Buffer): Buffer {
  return Buffer.concat([packed.subarray(0, -4), Buffer.from("fffffffe", "hex")]);
}
