import { describe, expect, it, vi } from "vitest";
import { GET } from "@/app/(portal)/resources/[id]/files/[version]/route";
import ResourcePage from "@/app/(portal)/resources/[id]/page";
import ResourcesPage from "@/app/(portal)/resources/page";
import { DOCX, PDF, readFileText } from "@/lib/files/text/read";
import { textBlock } from "@/lib/pdf/blocks";
import { renderPdf } from "@/lib/pdf/render";
import { listResources } from "@/lib/site/library/queries";
import { parseResourceFilters } from "@/lib/site/library/schema";
import { readVersion } from "@/lib/site/library/tasks";
import { docxOf } from "@/scripts/demo/data/docx";
import { coveredCompany } from "@/tests/integration/threads/cases/support";
import { zipOf } from "@/tests/support/archives";
import { seedBrand } from "@/tests/support/brand";
import { seePage } from "@/tests/support/page";
import { sessionCookie, visit } from "@/tests/support/route";
import { createCompany, createContact, nobodysId } from "@/tests/support/world";
import { addFile, PAST, publish, reads, resourceRow, versionRow } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const pdfOf = (text: string) =>
  renderPdf({
    ...{ brand: seedBrand("cimsoft"), title: "Valves", createdOn: "2026-11-21", facts: [] },
    sections: [{ title: null, content: [textBlock(text)] }],
  });
const word = () => `valve${nobodysId().replaceAll("-", "").slice(-10)}`;
const find = (contact: Parameters<typeof reads>[0], q: string) =>
  reads(contact, async (context) =>
    (await listResources(context, parseResourceFilters({ q }))).rows.map(({ id }) => id),
  );

describe("a word inside a document", () => {
  it.each(["pdf", "docx"])("of a %s is found by support clients, and by nobody else", async (kind) => {
    const inside = word();
    const content = kind === "pdf" ? await pdfOf(`Close ${inside} first.`) : docxOf([`Close ${inside} first.`]);
    const resource = await publish({ audience: "support" });
    const file = { name: `x.${kind}`, content, mediaType: kind === "pdf" ? PDF : DOCX };
    const version = await addFile(resource, file);
    expect(await versionRow(version.id)).toMatchObject({ textState: "read", pages: kind === "pdf" ? 1 : null });
    const client = await createContact(await coveredCompany());
    const others = [await createContact(await createCompany()), await createContact(await coveredCompany("insource"))];
    expect(await find(client, inside)).toEqual([resource.id]);
    for (const other of others) expect(await find(other, inside)).toEqual([]);
  });

  it("of an earlier or a future version is not found, and their files are there as their states allow", async () => {
    const [old, now, future] = [word(), word(), word()];
    const resource = await publish();
    const add = async (text: string, over: Parameters<typeof addFile>[2]) =>
      addFile(resource, { name: "x.docx", content: docxOf([text]), mediaType: DOCX }, over);
    const archived = await add("gone", { number: 1, state: "archived" });
    const earlier = await add(old, { number: 2 });
    const newest = await add(now, { number: 3 });
    const coming = await add(future, { number: 4, state: "scheduled", publishAt: new Date("2099-01-01T00:00:00Z") });
    const contact = await createContact(await createCompany());
    expect([await find(contact, old), await find(contact, now), await find(contact, future)]).toEqual([
      [],
      [resource.id],
      [],
    ]);
    const cookie = await sessionCookie({ kind: "contact", id: contact.id }, "cimsoft");
    const get = async (version: string, method = "GET") => {
      const path = `/resources/${resource.id}/files/${version}`;
      return visit(GET, { brand: "cimsoft", path, params: { id: resource.id, version }, cookie, method });
    };
    const status = async (id: string) => (await get(id)).status;
    expect(await Promise.all([archived, earlier, newest, coming].map(({ id }) => status(id)))).toEqual([
      404, 200, 200, 404,
    ]);
    const { headers } = await get(newest.id, "HEAD");
    expect(headers.get("content-disposition")).toMatch(/^attachment; filename="x\.docx"/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    // Once a day, whatever they opened of it; a HEAD counts nothing.
    expect((await resourceRow(resource.id)).uses).toBe(1);
    for (const bad of ["x", nobodysId(), "../../etc/passwd"]) expect(await status(bad)).toBe(404);
    const page = await seePage(
      ResourcePage,
      { brand: "cimsoft", account: { kind: "contact", id: contact.id } },
      { params: Promise.resolve({ id: resource.id }) },
    );
    const html = page.status === 200 ? page.html : "";
    expect(html).toContain("Earlier versions");
    for (const [{ id }, isThere] of [
      [archived, false],
      [earlier, true],
      [newest, true],
      [coming, false],
    ] as const) {
      expect(html.includes(id)).toBe(isThere);
    }
  });
});

describe("a file with nothing to read, or a hostile one,", () => {
  const bomb = Buffer.alloc(60 * 1024 * 1024, "<w:t>x</w:t>");
  it.each([
    ["a broken PDF", Buffer.from("%PDF-1.7\nnothing"), PDF, /damaged/],
    ["a DOCX without a text", zipOf({ path: "word/other.xml", content: "x" }), DOCX, /damaged/],
    ["a DOCX that unpacks to 60 MB", zipOf({ path: "word/document.xml", content: bomb }), DOCX, /more than is read/],
    [
      "a DOCX that lies about its size",
      zipOf({ path: "word/document.xml", content: bomb, announced: 10 }),
      DOCX,
      /more than is read/,
    ],
    [
      "a DOCX of very many parts",
      zipOf(...Array.from({ length: 2_500 }, (_, at) => ({ path: `word/${at}.xml`, content: "x" }))),
      DOCX,
      /more than is read/,
    ],
  ])(
    "%s is marked with the reason, once and for all",
    async (_what, content, mediaType, reason) => {
      const resource = await publish();
      const { id } = await addFile(resource, { name: "x", content, mediaType });
      const row = await versionRow(id);
      expect(row).toMatchObject({ textState: "failed", body: null, textTries: 1 });
      expect(row.textFault).toMatch(reason);
      await readVersion({ id });
      expect((await versionRow(id)).textTries).toBe(1);
    },
    60_000,
  );

  it("a document's own entities do not grow, and a long text is cut", async () => {
    const laughs = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:document><w:body><w:p><w:t>&b; &amp; &#65;</w:t></w:p></w:body></w:document>`;
    const read = (xml: string) => readFileText(zipOf({ path: "word/document.xml", content: xml }), DOCX);
    expect((await read(laughs)).text).toBe("&b; & A");
    const long = `<w:t>${"word ".repeat(200_000)}</w:t>`;
    expect(Buffer.byteLength((await read(long)).text)).toBeLessThanOrEqual(300 * 1024);
    // Tags that never end take time in proportion to their length.
    for (const endless of ["<w:t".repeat(200_000), `<${"a".repeat(2_000_000)}`, `<w:t ${"a".repeat(2_000_000)}`]) {
      expect((await read(endless)).text).toBe("");
    }
  }, 60_000);

  it("a PDF whose page unpacks to a gigabyte ends its own process, and nothing else", async () => {
    const { deflateSync } = await import("node:zlib");
    const packed = deflateSync(Buffer.alloc(400 * 1024 * 1024, "(x) Tj "));
    const objects = [
      "<</Type/Catalog/Pages 2 0 R>>",
      "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<<>>>>",
    ];
    let head = "%PDF-1.7\n";
    for (const [index, object] of objects.entries()) head += `${index + 1} 0 obj${object}endobj\n`;
    const content = Buffer.concat([
      Buffer.from(`${head}4 0 obj<</Length ${packed.length}/Filter/FlateDecode>>stream\n`),
      packed,
      Buffer.from("\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n"),
    ]);
    const outcome = await readFileText(content, PDF).then(
      ({ text }) => text.length,
      (error: unknown) => (error instanceof Error ? error.name : "unknown"),
    );
    expect(typeof outcome === "number" ? outcome : -1).toBeLessThanOrEqual(300 * 1024);
  }, 90_000);
});

it("the page of the library shows chips and rows, and odd addresses are 200 or 404 and never fail", async () => {
  const contact = await createContact(await createCompany());
  const resource = await publish({ title: `<script>alert(1)</script> ${word()}`, publishAt: PAST });
  await addFile(resource, { name: "x.docx", content: docxOf(["x"]), mediaType: DOCX });
  const visitor = { brand: "cimsoft", account: { kind: "contact", id: contact.id } } as const;
  for (const query of [
    {},
    { q: "'; drop table x --", after: "x" },
    { sort: "used", kind: "manual", product: "\u0000" },
  ]) {
    const page = await seePage(ResourcesPage, visitor, { searchParams: Promise.resolve(query) });
    expect(page.status).toBe(200);
    if (page.status === 200) expect(page.html).not.toContain("<script>alert");
  }
  for (const id of ["x", "%00", nobodysId()]) {
    expect((await seePage(ResourcePage, visitor, { params: Promise.resolve({ id }) })).status).toBe(404);
  }
});
