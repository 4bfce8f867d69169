import { describe, expect, it } from "vitest";
import { mayFetchAhead } from "@/lib/routes";
import { sources } from "./source";

/*
 * What one of the firm's people opens of one company is recorded for that company to read, before it is shown. So every
 * page and route of staff with something of one company in its address calls `recordLooks`.
 */

/** Addresses with a part of their own that show nothing of one company, and why. */
const NOT_OF_A_COMPANY: Readonly<Record<string, string>> = {
  "app/staff/team/[id]/page.tsx": "one of the firm's people: their absences and their picture",
  "app/staff/faq/versions/[id]/page.tsx": "a version of the brand's FAQ, which is about no company",
  "app/staff/resources/[id]/page.tsx": "a resource of the brand's library, which is about no company",
  "app/staff/contacts/waiting/[id]/page.tsx": "somebody who waits for an account and is of no company yet",
  "app/staff/contacts/waiting/[id]/export/route.ts": "what somebody left who has no account and is of no company",
  "app/staff/team/accounts/[id]/page.tsx": "one of the firm's people: their account",
  "app/staff/notices/[id]/route.ts": "a notice of the viewer's own, which leads on to a page that records",
};

/** Lists with a search that show nothing of a kind that is recorded, and why. */
const SHOWS_NO_KIND: Readonly<Record<string, string>> = {
  "app/staff/companies/page.tsx": "names and places of companies, and who looks after them",
  "app/staff/contacts/waiting/page.tsx": "people who wait for an account and are of no company yet",
  "app/staff/payments/events/page.tsx":
    "what Stripe said, by its ids and by references, without a company or an amount",
  "app/staff/articles/page.tsx":
    "what the firm itself wrote for all clients; its case is behind a link, on a page that records",
  "app/staff/resources/page.tsx": "files and pages of the firm itself",
  "app/staff/audit/page.tsx": "acts and who did them: the record of each is behind a link, on a page that records",
};

/** Routes that answer both sides with something of one company. */
const SHARED = ["app/api/threads/[id]/route.ts", "app/api/files/[id]/route.ts"];

const rooms = sources("app").filter(({ path }) => /\/(page\.tsx|route\.ts)$/.test(path));
const ofStaff = rooms.filter(({ path }) => path.startsWith("app/staff/"));
const ofOne = ofStaff.filter(({ path }) => path.includes("["));

describe("a room of staff with something of one company", () => {
  it("records the look before it shows anything", () => {
    expect(ofOne.length).toBeGreaterThan(5);
    const silent = [...ofOne, ...rooms.filter(({ path }) => SHARED.includes(path))]
      .filter(({ path }) => !(path in NOT_OF_A_COMPANY))
      .filter(({ text }) => !/\bawait record(Many)?Looks\(/.test(text))
      .map(
        ({ path }) =>
          `${path} shows something of one company: await recordLooks (lib/people/looks/service.ts) after its read`,
      );
    expect(silent).toEqual([]);
  });

  it("is also a list that is narrowed to one company", () => {
    const silent = ofStaff
      .filter(({ text }) => /\bfilters\.company\b/.test(text))
      .filter(({ text }) => !/\bawait recordLooks\(/.test(text))
      .map(({ path }) => `${path} is a list of one company: await recordLooks`);
    expect(silent).toEqual([]);
  });

  it("is also what shows hits or answers of several companies at once", () => {
    const asked = rooms
      .filter(({ path }) => !path.startsWith("app/(portal)/"))
      .filter(({ text }) => /\bsearch\(context\b|\breadAnswerTotal\(|\bexportPromises\(|\bexportRenewals\(/.test(text));
    expect(asked.length).toBe(5);
    const silent = asked
      .filter(({ text }) => !/\bawait recordManyLooks\(/.test(text))
      .map(({ path }) => `${path} shows something of several companies: await recordManyLooks after its read`);
    expect(silent).toEqual([]);
  });

  it("is also a list in which somebody is looked for, and the log of mails", () => {
    const searched = ofStaff.filter(({ text }) => /\bsearched=/.test(text));
    expect(searched.length).toBeGreaterThan(8);
    const silent = searched
      .filter(({ path, text }) => !(path in SHOWS_NO_KIND) && !/\bawait recordManyLooks\(/.test(text))
      .map(({ path }) => `${path} is searched: await recordManyLooks for the rows of its page`);
    expect(silent).toEqual([]);
    expect(Object.keys(SHOWS_NO_KIND).filter((known) => !searched.some(({ path }) => path === known))).toEqual([]);
  });

  it("is never fetched before somebody opens it", () => {
    const fetched = ofOne
      .filter(({ path }) => path.endsWith("/page.tsx") && !(path in NOT_OF_A_COMPANY))
      .map(({ path }) =>
        path
          .replace(/^app/, "")
          .replace(/\/page\.tsx$/, "")
          .replaceAll(/\[\w+\]/g, "one"),
      )
      .filter((path) => mayFetchAhead(path));
    expect(fetched).toEqual([]);
    expect(mayFetchAhead("/staff/cases", "?company=1")).toBe(false);
    expect(mayFetchAhead("/staff/cases", "?q=1")).toBe(true);
  });

  it("has no exception in its list that is gone", () => {
    expect(Object.keys(NOT_OF_A_COMPANY).filter((known) => !ofOne.some(({ path }) => path === known))).toEqual([]);
  });
});
