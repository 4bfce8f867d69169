import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import type { HomePageNotice } from "@/db/schema/brand-content";
import { BRANDS } from "@/db/seed/brands";
import { homePageOf } from "@/lib/gate/brand/home-page";
import { differencesOf } from "@/lib/site/versions/rules";
import { fieldsOf, homePageFrom, noticeFor, partsOf, periodFault, upgradeHref, webLinksOf } from "./rules";
import { editSchema } from "./schema";

const [seed] = BRANDS;
if (!seed) throw new Error("no brand");
const began = homePageOf(seed.home, null);
const notice: HomePageNotice = {
  ...{ text: "Closed for inventory", audience: "everyone", from: null, until: null },
  ...{ url: "https://cimsoft.com/inventory", linkLabel: "Why" },
};
const picture = { id: "0190a5b0-0000-7000-8000-000000000001", alt: "A plant", width: 1440, height: 900 };
const full = { ...began, picture, notice, connectFields: ["need"], upgradeBy: "form" } as const;

describe("a home page", () => {
  it("is the same after its fields were filled in with it", () => {
    for (const home of [began, full]) expect(homePageFrom(fieldsOf(home), [picture])).toEqual(home);
  });

  it("of a version that is damaged or older keeps what can be read, and else what the brand began with", () => {
    expect(
      homePageOf(seed.home, { headline: "New", why: "no list", notice: { text: 5 }, connectFields: ["x"] }),
    ).toEqual({
      ...began,
      headline: "New",
    });
    expect(homePageOf(seed.home, "no object")).toEqual(began);
    const odd = homePageOf(seed.home, { notice: { ...notice, from: "soon", until: "2026-12-01T08:00" } });
    expect(odd.notice).toEqual({ ...notice, until: "2026-12-01T08:00" });
  });

  it("differs in the parts that editors know", () => {
    const labels = differencesOf(partsOf(began), partsOf(full)).map(({ label }) => label);
    expect(labels).toEqual([
      ...["Picture", "Connect with Us: optional fields", "Upgrade: leads"],
      ...["Notice", "Notice: for", "Notice: link"],
    ]);
    expect(differencesOf(partsOf(full), partsOf(full))).toEqual([]);
  });

  it("leads to the web by its links, and to the short form where the brand has one", () => {
    expect(webLinksOf(full)).toEqual([began.upgradeUrl, "https://cimsoft.com/inventory"]);
    expect(webLinksOf({ upgradeUrl: "tel:+18045550142", notice: null })).toEqual([]);
    expect(upgradeHref({ home: began })).toBe(began.upgradeUrl);
    expect(upgradeHref({ home: full })).toBe("/upgrade");
  });
});

describe("a notice", () => {
  const brand = (over: Partial<HomePageNotice>) => ({
    home: { ...began, notice: { ...notice, ...over } },
    zone: "America/New_York",
  });
  const shown = (over: Partial<HomePageNotice>, looker: "visitor" | "client" | "support", at: string) =>
    noticeFor(brand(over), looker, Temporal.Instant.from(at)) !== null;

  it.each([
    ["everyone", [true, true, true]],
    ["visitors", [true, false, false]],
    ["clients", [false, true, true]],
    ["support", [false, false, true]],
  ] as const)("for %s is shown to nobody else", (audience, expected) => {
    const lookers = ["visitor", "client", "support"] as const;
    expect(lookers.map((looker) => shown({ audience }, looker, "2026-11-01T00:00:00Z"))).toEqual(expected);
  });

  it("is shown in its period, by the brand's clocks before and after they change", () => {
    const period = { from: "2026-10-31T08:00", until: "2026-11-01T08:00" };
    const at = (instant: string) => shown(period, "visitor", instant);
    expect(at("2026-10-31T11:59:59Z")).toBe(false);
    expect(at("2026-10-31T12:00:00Z")).toBe(true);
    expect(at("2026-11-01T12:59:59Z")).toBe(true);
    expect(at("2026-11-01T13:00:00Z")).toBe(false);
  });

  it.each([
    [{ from: "2027-03-14T02:30", until: null }, "noticeFrom", /clocks go forward/],
    [{ from: "2026-12-01T08:00", until: "2026-12-01T08:00" }, "noticeUntil", /after the beginning/],
    [{ from: null, until: "2026-11-01T08:00" }, "noticeUntil", /is over/],
    [{ from: "2026-02-30T08:00", until: null }, "noticeFrom", /Enter a day/],
  ])("cannot have the period %j", (period, field, message) => {
    const fault = periodFault(period, "America/New_York", Temporal.Instant.from("2026-11-20T12:00:00Z"));
    expect(fault).toMatchObject({ field, message: expect.stringMatching(message) });
  });
});

describe("what an editor types", () => {
  // Fields that were left empty are not sent on, as lib/gate/actions/form.ts has it.
  const filled = Object.entries(fieldsOf(full)).filter(([, value]) => value !== "");
  const typed = { id: picture.id, brand: "cimsoft", move: "publish", ...Object.fromEntries(filled) };

  it("loses what misleads: control characters and marks that turn the direction of writing", () => {
    const read = editSchema.parse({ ...typed, headline: "a\u202Eb\u0000 c\nd", why: "one\u2066\r\n\r\n two \r\none" });
    expect(read).toMatchObject({ headline: "a b c d", why: "one\ntwo" });
  });

  it.each([
    ["why", Array.from({ length: 7 }, (_, place) => `Reason ${place}`).join("\n"), "At most 6 reasons, one a line."],
    ["headline", "x".repeat(91), "At most 90 characters."],
    ["noticeFrom", "tomorrow", "Enter a day and a time, such as Nov 21, 2026, 8:30 a.m."],
    ["upgradeBy", "javascript:", "Choose one of these."],
  ])("is refused in %s", (field, value, message) => {
    const result = editSchema.safeParse({ ...typed, [field]: value });
    expect(result.error?.issues.map((issue) => [issue.path.join("."), issue.message])).toEqual([[field, message]]);
  });
});
