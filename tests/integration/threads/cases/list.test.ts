import { beforeAll, describe, expect, it } from "vitest";
import { systemNow } from "@/lib/kit/time";
import { countCases, listCaseProducts, listCases, listWaitingAndUnread } from "@/lib/threads/cases/list/queries";
import { CASE_SORTS, type CaseFilters, casesHref, parseCaseFilters } from "@/lib/threads/cases/schema";
import { PAGE_SIZE } from "@/lib/threads/schema";
import { createContact } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { as, type Contact, coveredCompany, LOCAL, plant } from "./support";

const MANY = 120;
const SEVERITIES = ["question", "impaired", "production_stopped"] as const;
const OPEN = ["new", "in_progress", "waiting_on_you"] as const;

const parse = (over: Record<string, string> = {}) => parseCaseFilters(over);
/** The filters as the address of a link gives them. */
const follow = (filters: CaseFilters, change: Partial<CaseFilters>) =>
  parseCaseFilters(Object.fromEntries(new URL(casesHref(filters, change), "http://x").searchParams));
const list = (contact: Contact, filters: CaseFilters) =>
  as(contact, (context) => listCases(context, filters, LOCAL), "read");

type Filed = Awaited<ReturnType<typeof createCase>>;

/** The sort orders, written without SQL; equal rows are sorted by id, in the same direction. */
const compare: Record<(typeof CASE_SORTS)[number], (a: Filed, b: Filed) => number> = {
  activity: (a, b) => b.activeAt.getTime() - a.activeAt.getTime() || (a.id < b.id ? 1 : -1),
  waiting: (a, b) =>
    Number(b.status === "waiting_on_you") - Number(a.status === "waiting_on_you") ||
    b.activeAt.getTime() - a.activeAt.getTime() ||
    (a.id < b.id ? 1 : -1),
  "-filed": (a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1),
  filed: (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1),
  severity: (a, b) =>
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
    b.activeAt.getTime() - a.activeAt.getTime() ||
    (a.id < b.id ? 1 : -1),
};

describe("the list of many cases", () => {
  let reader: Contact;
  const filed: Filed[] = [];

  beforeAll(async () => {
    const { company, filer } = await plant();
    reader = filer;
    const now = systemNow();
    for (let index = 0; index < MANY; index++) {
      // Few different instants, so that pages end between equal rows.
      const at = (step: number) => new Date(now.subtract({ minutes: 10 + step }).epochMilliseconds);
      filed.push(
        await createCase(company, filer, {
          status: OPEN[index % 3] ?? "new",
          severity: SEVERITIES[index % 2] ?? "question",
          activeAt: at(index % 7),
          createdAt: at(index % 5),
        }),
      );
    }
  });

  it.each(CASE_SORTS)("sorted by %s walks forwards and back over every row once", async (sort) => {
    const expected = [...filed].sort(compare[sort]).map(({ id }) => id);
    let filters = parse({ sort });
    const pages: { ids: string[]; filters: CaseFilters }[] = [];
    for (;;) {
      const page = await list(reader, filters);
      expect(page).toMatchObject({ count: MANY, from: pages.length * PAGE_SIZE + 1 });
      expect(page.to - page.from + 1).toBe(page.rows.length);
      pages.push({ ids: page.rows.map(({ id }) => id), filters });
      expect(page.previous === null).toBe(pages.length === 1);
      if (!page.next) break;
      filters = follow(filters, { cursor: page.next });
    }
    expect(pages.flatMap(({ ids }) => ids)).toEqual(expected);

    let page = await list(reader, pages.at(-1)?.filters ?? filters);
    for (const [at, before] of [...pages.entries()].slice(0, -1).reverse()) {
      if (!page.previous) throw new Error("no way back");
      page = await list(reader, follow(filters, { cursor: page.previous }));
      expect(page.rows.map(({ id }) => id)).toEqual(before.ids);
      expect([page.from, page.to]).toEqual([at * PAGE_SIZE + 1, (at + 1) * PAGE_SIZE]);
    }
    expect(page).toMatchObject({ from: 1, previous: null });
  });

  it("begins at the first page for a cursor of another order, and for an invalid one", async () => {
    const first = await list(reader, parse());
    if (!first.next) throw new Error("one page");
    const address = new URL(casesHref(parse(), { cursor: first.next }), "http://x").searchParams;
    for (const after of [address.get("after") ?? "", "nonsense", "WyJ4Il0"]) {
      const page = await list(reader, parse({ after, sort: "filed" }));
      expect(page.from).toBe(1);
    }
  });

  it("agrees with its filters and counts", async () => {
    const waiting = filed.filter(({ status }) => status === "waiting_on_you").length;
    const counts = await as(reader, countCases, "read");
    expect(counts).toEqual({ current: MANY, historical: 0, waiting, unread: 0, calling: waiting });
    expect((await list(reader, parse({ status: "waiting_on_you" }))).count).toBe(waiting);
    expect((await list(reader, parse({ severity: "impaired" }))).count).toBe(MANY / 2);
    expect((await list(reader, parse({ product: "Nothing" }))).count).toBe(0);
  });
});

describe("filters of cases", () => {
  it("keep open and closed cases apart, the closed ones by latest activity", async () => {
    const { company, filer } = await plant();
    const old = await createCase(company, filer, { status: "closed", activeAt: new Date("2026-01-01T12:00:00Z") });
    const late = await createCase(company, filer, {
      status: "closed",
      closeReason: "withdrawn",
      activeAt: new Date("2026-02-01T12:00:00Z"),
    });
    const open = await createCase(company, filer);
    expect((await list(filer, parse())).rows.map(({ id }) => id)).toEqual([open.id]);
    const historical = await list(filer, parse({ tab: "historical", status: "new" }));
    expect(historical.rows.map(({ id }) => id)).toEqual([late.id, old.id]);
    expect(historical.rows[0]).toMatchObject({ status: "closed", closeReason: "withdrawn" });
  });

  it("offer the company where the contact has several, without one that has no agreement", async () => {
    const primary = await coveredCompany("cimsoft", "Alpha Works");
    const related = await coveredCompany("cimsoft", "Beta Works");
    const contact = await createContact(primary, { casesScope: "company", relatedTo: [related] });
    const other = await createContact(related, { casesScope: "own" });
    const mine = await createCase(primary, contact);
    const theirs = await createCase(related, other, { product: "AVEVA InTouch" });
    const rows = (await list(contact, parse({ sort: "filed" }))).rows;
    expect(rows.map(({ id, companyName, filedByMe }) => [id, companyName, filedByMe])).toEqual([
      [mine.id, "Alpha Works", true],
      [theirs.id, "Beta Works", false],
    ]);
    const ids = async (over: Record<string, string>) => (await list(contact, parse(over))).rows.map(({ id }) => id);
    expect(await ids({ company: related.id })).toEqual([theirs.id]);
    expect(await ids({ mine: "yes" })).toEqual([mine.id]);
    expect(await ids({ product: "AVEVA InTouch" })).toEqual([theirs.id]);
    expect(await as(contact, listCaseProducts, "read")).toEqual(["AVEVA Historian", "AVEVA InTouch"]);
    expect((await list(other, parse())).rows.map(({ id }) => id)).toEqual([theirs.id]);
    expect((await list(other, parse({ company: primary.id }))).count).toBe(0);
  });
});

it("the dashboard lists a contact's cases that wait on them, then those with unread answers", async () => {
  const { company, filer } = await plant("cimsoft", "company");
  const colleague = await createContact(company, { casesScope: "own" });
  const staffSaid = { lastAuthorKind: "staff" as const };
  const waiting = await createCase(company, colleague, { status: "waiting_on_you", ...staffSaid });
  const answered = await createCase(company, filer, { status: "in_progress", ...staffSaid });
  const followed = await createCase(company, colleague, { ...staffSaid, participants: [filer] });
  await createCase(company, colleague, staffSaid);
  await createCase(company, filer);
  const found = await as(filer, (context) => listWaitingAndUnread(context, LOCAL, 5), "read");
  expect(found.waiting.map(({ id }) => id)).toEqual([waiting.id]);
  expect(found.unread.map(({ id }) => id).sort()).toEqual([answered.id, followed.id].sort());
  expect(await as(filer, countCases, "read")).toMatchObject({ waiting: 1, unread: 2, calling: 3 });
});
