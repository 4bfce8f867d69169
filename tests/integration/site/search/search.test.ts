import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { asSystem, runAsViewer, type Viewer } from "@/db/viewer";
import { PDF } from "@/lib/files/text/read";
import { learnWords } from "@/lib/jobs/learn-words";
import { textBlock } from "@/lib/pdf/blocks";
import { renderPdf } from "@/lib/pdf/render";
import { search } from "@/lib/site/search/queries";
import type { HitKind, SearchAnswer } from "@/lib/site/search/types";
import { seedBrand } from "@/tests/support/brand";
import {
  clientViewer,
  createAgreement,
  createCompany,
  createContact,
  createEstimate,
  createInvoice,
  createStaff,
  staffViewer,
} from "@/tests/support/world";
import { createCase, createChat, createRequest } from "@/tests/support/world-threads";
import { publishDocument } from "../faq/support";
import { addFile, addVersion, publish } from "../library/support";

const brand = seedBrand("cimsoft");
const find = async (viewer: Viewer, q: string, most = 20): Promise<SearchAnswer> =>
  (await runAsViewer(viewer, "read", (context) => search(context, { q, brand, most, zone: "America/New_York" })))
    .answer;
const hitsOf = (answer: SearchAnswer, kind: HitKind) => answer.groups.find((group) => group.kind === kind)?.hits ?? [];
/** Numbers, or titles of what has none. */
const named = (answer: SearchAnswer, kind: HitKind) => hitsOf(answer, kind).map(({ number, title }) => number ?? title);

let client: Viewer;
let administrator: Viewer;
let marketing: Viewer;
let caseNumber: string;
let chatNumber: string;

beforeAll(async () => {
  const company = await createCompany({ name: "Quillfeather Zwieback Works", externalId: "QZ-7788" });
  await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
  const robin = await createContact(company, {
    ...{ name: "Robin Quillfeather", casesScope: "company", requestsScope: "company", pay: true },
  });
  client = clientViewer(robin);
  administrator = staffViewer(await createStaff(["administrator"]));
  marketing = staffViewer(await createStaff(["marketing"]));
  const filed = await createCase(company, robin, {
    subject: "Turbidity sensor drifts",
    description: "Since the thaw.",
  });
  caseNumber = filed.number;
  await createRequest(company, robin, { subject: "Turbidity licenses" });
  chatNumber = (await createChat(company, robin, { subject: "Turbidity alarm", status: "closed" })).number;
  await createInvoice(company, { number: "CS-20260-4471", poNumber: "PO/9931", lines: ["Turbidity module"] });
  await createInvoice(company, { number: "CS-000330-omt-mx30e9i0" });
  await createEstimate(company, { number: "EST-2026-0815", title: "Turbidity expansion" });
  const resource = await publish({ title: "Turbidity guide", audience: "support" });
  const pdf = await renderPdf({
    ...{ brand, title: "Manual", createdOn: "2026-11-21", facts: [] },
    sections: [{ title: null, content: [textBlock("Calibrate with nephelometric units.")] }],
  });
  await addFile(resource, { name: "manual.pdf", content: pdf, mediaType: PDF });
  await learnWords();
});

describe("one search", () => {
  it("finds each kind of thing, grouped", async () => {
    const answer = await find(client, "turbidity");
    expect(answer.groups.map(({ kind }) => kind).sort()).toEqual(
      ["case", "chat", "estimate", "invoice", "request", "resource"].sort(),
    );
    expect(answer.count).toBe(6);
    expect(named(answer, "case")).toEqual([caseNumber]);
    expect(named(answer, "chat")).toEqual([chatNumber]);
    expect(named(answer, "invoice")).toEqual(["CS-20260-4471"]);
  });

  it.each(["turbidty", "turbdiity", "TURBIDITI", "turbidity drfits"])("forgives the typing of %s", async (q) => {
    expect(named(await find(client, q), "case")).toEqual([caseNumber]);
    expect(named(await find(administrator, q), "case")).toEqual([caseNumber]);
  });

  it("finds what somebody begins to type, what was said, and nothing that has only one of two words", async () => {
    expect(named(await find(client, "turbid"), "case")).toEqual([caseNumber]);
    expect(named(await find(client, "thaw"), "case")).toEqual([caseNumber]);
    expect(named(await find(client, "turbidity zebra"), "case")).toEqual([]);
  });

  it("finds a number however it is written", async () => {
    const digits = caseNumber.replace(/\D/g, "");
    for (const q of [
      digits,
      `C${digits}`,
      `c-${digits}`,
      `CS${digits}`,
      `case #${digits}`,
      `# ${digits}`,
      `Case no. ${digits}`,
    ]) {
      for (const viewer of [client, administrator]) {
        const answer = await find(viewer, q);
        expect([q, answer.groups[0]?.kind, named(answer, "case")[0]]).toEqual([q, "case", caseNumber]);
      }
    }
    for (const q of ["CS202604471", "cs-20260-4471", "20260 4471", "202604471", "4471", "po9931", "PO-9931", "9931"]) {
      for (const viewer of [client, administrator]) {
        expect([q, named(await find(viewer, q), "invoice")]).toEqual([q, ["CS-20260-4471"]]);
      }
    }
    for (const viewer of [client, administrator]) {
      for (const q of ["CS000330omtmx30e9i0", "cs-000330-omt-mx30e9i0", "000330omtmx"]) {
        expect([q, named(await find(viewer, q), "invoice")]).toEqual([q, ["CS-000330-omt-mx30e9i0"]]);
      }
    }
    for (const q of ["EST20260815", "est-2026-0815", "0815", "quote 20260815"]) {
      expect([q, named(await find(client, q), "estimate")]).toEqual([q, ["EST-2026-0815"]]);
    }
  });

  it("finds a document by a word inside it, for who has support alone", async () => {
    const uncovered = clientViewer(await createContact(await createCompany()));
    expect(named(await find(client, "nephelometric"), "resource")).toEqual(["Turbidity guide"]);
    expect(named(await find(client, "nephelometrc units"), "resource")).toEqual([]);
    expect((await find(uncovered, "nephelometric")).count).toBe(0);
  });

  it("finds companies and contacts for staff who face clients, and for nobody else", async () => {
    for (const q of ["quillfeather", "Quilfeather", "quillfeather zwieback"]) {
      const answer = await find(administrator, q);
      expect([q, named(answer, "company")]).toEqual([q, ["Quillfeather Zwieback Works"]]);
      expect([q, named(answer, "contact")]).toEqual([q, ["Robin Quillfeather"]]);
      expect((await find(marketing, q)).count).toBe(0);
      for (const kind of ["company", "contact"] as const) expect(named(await find(client, q), kind)).toEqual([]);
    }
    expect(named(await find(administrator, "qz7788"), "company").length).toBeLessThanOrEqual(1);
    expect(named(await find(administrator, "QZ-7788"), "company")).toEqual(["Quillfeather Zwieback Works"]);
  });

  it("finds the FAQ, also mistyped", async () => {
    expect(named(await find(client, "forgot pasword"), "faq")[0]).toMatch(/forgot my password/);
  });

  it("says what there is to do, by the viewer's rights", async () => {
    expect(named(await find(client, "new case"), "deed")).toContain("Add New Case");
    expect(named(await find(client, "pay overdue"), "deed")).toContain("Pay overdue invoices");
    expect(named(await find(client, "statement"), "deed")).toContain("Statement of account");
    const bare = clientViewer(await createContact(await createCompany(), { billing: false, requestsScope: "none" }));
    for (const q of ["new case", "pay overdue", "statement"]) {
      expect([q, named(await find(bare, q), "deed")]).toEqual([q, []]);
    }
    expect(named(await find(bare, ""), "deed")).not.toContain("Invoices");
    expect(named(await find(administrator, "queue"), "deed")).toContain("Cases");
    expect(named(await find(marketing, "queue"), "deed")).toEqual([]);
  });

  it("shows at most so many of a kind and says that there are more", async () => {
    const company = await createCompany();
    const contact = await createContact(company);
    for (let n = 0; n < 4; n++) await createInvoice(company, { lines: ["Gyroscope"], issuedOn: `2026-01-0${n + 1}` });
    const [group] = (await find(clientViewer(contact), "gyroscope", 3)).groups;
    expect([group?.kind, group?.hits.length, group?.hasMore]).toEqual(["invoice", 3, true]);
    expect(group?.hits[0]?.detail).toContain("Jan 4, 2026");
  });

  it("bears any text", async () => {
    const odd = [
      "",
      " ",
      "x",
      "%",
      "_",
      "\\",
      "(",
      "[a-",
      "a{9999}",
      "'; drop table invoices",
      "*:*",
      "& | !",
      "or",
      "the",
      "-",
    ];
    for (const q of [
      ...odd,
      "a b c d e f g h i j k",
      "é".repeat(100),
      "C-",
      "#",
      "12",
      "(?:a|b)",
      "$1",
      "\u202e104416",
      "👩‍🔧 pump",
    ]) {
      for (const viewer of [client, administrator])
        expect([q, typeof (await find(viewer, q)).count]).toEqual([q, "number"]);
    }
  });

  it("corrects by words that no viewer can read, and forgets those of nobody", async () => {
    for (const viewer of [client, administrator]) {
      await expect(
        runAsViewer(viewer, "read", ({ db }) => db.execute(sql`select word from search_words`)),
      ).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    await asSystem("test", (db) => db.execute(sql`insert into search_words values ('unheardof')`));
    await learnWords();
    const left = await asSystem("test", (db) => db.execute(sql`select 1 from search_words where word = 'unheardof'`));
    expect(left).toHaveLength(0);
  });

  it("corrects by words of answers and resources that the viewer may read, and of no others", async () => {
    const company = await createCompany();
    await createAgreement(company, {
      kind: "subscription",
      product: "AVEVA Historian",
      startsOn: "2020-01-01",
      endsOn: "2099-12-31",
    });
    const entitled = clientViewer(await createContact(company));
    const outside = clientViewer(await createContact(await createCompany()));
    const entry = { onHomePage: false, answer: "Ask us." };
    await publishDocument("cimsoft", {
      groups: [
        {
          ...{ id: "more", title: "More" },
          entries: [
            { ...entry, id: "one", question: "What is a psychrometer?", audience: "public" },
            { ...entry, id: "two", question: "What is a refractometer?", audience: "support" },
          ],
        },
      ],
    });
    await addVersion(await publish({ title: "Densitometer guide", audience: "entitled", product: "AVEVA Historian" }));
    const titles = async (viewer: Viewer, q: string) => [
      ...named(await find(viewer, q), "faq"),
      ...named(await find(viewer, q), "resource"),
    ];
    expect(await titles(outside, "psychromter")).toEqual(["What is a psychrometer?"]);
    expect(await titles(client, "refractomter")).toEqual(["What is a refractometer?"]);
    expect((await find(outside, "refractomter")).count).toBe(0);
    expect(await titles(entitled, "densitomter")).toEqual(["Densitometer guide"]);
    expect((await find(outside, "densitomter")).count).toBe(0);
    expect((await find(client, "densitomter")).count).toBe(0);
  });
});
