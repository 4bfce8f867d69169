import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SEVERITIES } from "@/db/schema/constants";
import { threadCursor } from "@/lib/threads/schema";
import {
  CASE_SORTS,
  type CaseFilters,
  caseNumber,
  casesHref,
  fileCaseSchema,
  parseCaseFilters,
  parsePrefill,
  replySchema,
} from "./schema";

const ID = "0195a3c4-1111-7abc-8def-001122334455";
const paramsOf = (href: string) => Object.fromEntries(new URL(href, "http://portal.example").searchParams);
const DEFAULTS: CaseFilters = {
  tab: "current",
  status: null,
  company: null,
  product: null,
  severity: null,
  mine: false,
  q: "",
  sort: "waiting",
  cursor: null,
};

describe("the filters of the list of cases", () => {
  it("show all current cases where the address has no parameters", () => {
    expect(parseCaseFilters({})).toEqual(DEFAULTS);
    expect(casesHref(DEFAULTS)).toBe("/cases");
  });

  it("are the defaults where parameters cannot be read", () => {
    const wrong = {
      tab: "all",
      status: "closed",
      company: "1",
      product: "",
      severity: "",
      mine: "1",
      sort: "id",
      after: "%%",
    };
    expect(parseCaseFilters(wrong)).toEqual(DEFAULTS);
  });

  it("take the first value of a parameter that is given twice", () => {
    expect(parseCaseFilters({ severity: ["impaired", "question"], mine: ["yes", "no"] })).toMatchObject({
      severity: "impaired",
      mine: true,
    });
  });

  it("have no status on the tab of closed cases", () => {
    expect(parseCaseFilters({ tab: "historical", status: "new" }).status).toBeNull();
    expect(casesHref({ ...DEFAULTS, status: "new" }, { tab: "historical" })).toBe("/cases?tab=historical");
  });

  const cursors = fc.record({
    side: fc.constantFrom("after" as const, "before" as const),
    rank: fc.integer({ min: 0, max: 9 }),
    at: fc
      .date({ noInvalidDate: true, min: new Date("2000-01-01"), max: new Date("2099-12-31") })
      .map((at) => at.toISOString()),
    id: fc.uuid(),
  });
  const wishes = fc.record({
    tab: fc.constantFrom("current" as const, "historical" as const),
    status: fc.constantFrom(null, "new" as const, "in_progress" as const, "waiting_on_you" as const),
    company: fc.option(fc.constant(ID), { nil: null }),
    product: fc.option(
      fc.string({ minLength: 1, maxLength: 100, unit: "grapheme" }).filter((text) => text.length <= 100),
      { nil: null },
    ),
    severity: fc.constantFrom(null, ...SEVERITIES),
    mine: fc.boolean(),
    q: fc.constantFrom("", "historian stops", "C-100023", "a&b=c #1"),
    sort: fc.constantFrom(...CASE_SORTS),
    cursor: fc.option(cursors, { nil: null }),
  });

  it("are read back unchanged from the address that is made from them", () => {
    fc.assert(
      fc.property(wishes, ({ cursor, ...wish }) => {
        const filters: CaseFilters = {
          ...wish,
          status: wish.tab === "current" ? wish.status : null,
          cursor: cursor && { ...cursor, sort: wish.sort },
        };
        expect(parseCaseFilters(paramsOf(casesHref(filters, { cursor: filters.cursor })))).toEqual(filters);
      }),
    );
  });

  it("lose the cursor, and so show the first page, when another filter changes", () => {
    const cursor = { side: "after" as const, sort: "waiting", rank: 1, at: "2026-11-21T10:00:00.000Z", id: ID };
    expect(paramsOf(casesHref({ ...DEFAULTS, cursor }, { q: "stops" }))).toEqual({ q: "stops" });
  });
});

describe("a cursor of the list of cases", () => {
  const cursor = { side: "before" as const, sort: "filed", rank: 0, at: "2026-11-21T10:00:00.000Z", id: ID };

  it("is read only with the order that it was made for", () => {
    const word = threadCursor.encode(cursor);
    expect(word).toMatch(/^[\w-]+$/);
    expect(threadCursor.decode(word, "filed")).toEqual(cursor);
    expect(threadCursor.decode(word, "activity")).toBeNull();
  });

  it("is null for text that is no cursor", () => {
    fc.assert(fc.property(fc.string(), (text) => threadCursor.decode(text, "filed") === null));
  });
});

describe("a case number", () => {
  it.each([
    ["C-100000", true],
    ["C-100023456789", true],
    ["c-100000", false],
    ["C-99999", false],
    ["C-100000 ", false],
    ["C-100000\n", false],
    ["C-1000001234567", false],
    ["100000", false],
  ])("is valid as %j: %s", (text, expected) => {
    expect(caseNumber.safeParse(text).success).toBe(expected);
  });
});

describe("the text of a case or message", () => {
  const fields = { id: ID, product: "Historian", severity: "question", subject: "S", description: "D", files: [] };

  it("becomes one line in a subject and keeps its lines in a description", () => {
    const read = fileCaseSchema.parse({ ...fields, subject: " a\tb\r\nc ", description: " x\r\n\r\ny\n " });
    expect(read).toMatchObject({ subject: "a b c", description: "x\n\ny" });
  });

  it("is refused where it is empty, too long, of an unknown severity, or with too many or malformed files", () => {
    const faults = (over: object) => fileCaseSchema.safeParse({ ...fields, ...over }).error?.issues[0]?.path;
    expect(faults({ subject: " \u0000 " })).toEqual(["subject"]);
    expect(faults({ subject: "x".repeat(201) })).toEqual(["subject"]);
    expect(faults({ description: "\n\n" })).toEqual(["description"]);
    expect(faults({ severity: "bad" })).toEqual(["severity"]);
    expect(faults({ files: Array(21).fill("x".repeat(32)) })).toEqual(["files"]);
    expect(faults({ files: ["../etc/passwd"] })).toEqual(["files", 0]);
    expect(faults({})).toBeUndefined();
  });

  it("may be empty in a reply with files, and not in a reply without", () => {
    const reply = { id: ID, number: "C-100000", body: "  ", files: [] as string[] };
    expect(replySchema.safeParse(reply).error?.issues).toMatchObject([{ path: ["body"], message: "Write a message." }]);
    expect(replySchema.safeParse({ ...reply, files: ["x".repeat(32)] }).success).toBe(true);
  });
});

describe("the text that an address brings into the form of a new case", () => {
  it("is cut to the lengths that the form accepts", () => {
    const brought = parsePrefill({ subject: ["a\nb", "no"], description: "y".repeat(9_000) });
    expect(brought.subject).toBe("a b");
    expect(brought.description).toHaveLength(5_000);
    expect(parsePrefill({ subject: "🏭".repeat(300) }).subject).toBe("🏭".repeat(200));
    expect(parsePrefill({})).toEqual({ subject: "", description: "" });
  });
});
