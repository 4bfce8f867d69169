import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ESTIMATE_STATES } from "@/db/schema/constants";
import { addDays } from "@/lib/kit/time";
import {
  ESTIMATE_ENDS_SOON_DAYS,
  endsSoon,
  estimateEndWords,
  estimateStatus,
  leadsToQuotation,
  quotationTarget,
  timeLeftWords,
} from "./rules";

const TODAY = "2026-11-21";

it.each([
  ["2025-11-20", "Ended 366 days ago"],
  ["2023-01-01", "Ended 1,420 days ago"],
  ["2026-11-18", "Ended 3 days ago"],
  ["2026-11-20", "Ended yesterday"],
  ["2026-11-21", "Ends today"],
  ["2026-11-22", "Ends tomorrow"],
  ["2026-12-05", "Ends in 14 days"],
])("on 2026-11-21 an estimate whose last day is %s is described as: %s", (expiresOn, words) => {
  expect(estimateEndWords(expiresOn, TODAY)).toBe(words);
});

describe("the status of an estimate", () => {
  it.each([
    ["open", "2026-11-21", "Open"],
    ["open", "2026-11-20", "Expired"],
    ["accepted", "2026-11-20", "Accepted"],
    ["accepted", "2026-12-20", "Accepted"],
    ["declined", "2026-12-20", "Declined"],
    ["withdrawn", "2026-12-20", "Withdrawn"],
  ] as const)("in the ERP's state %s with the last day %s is %s", (state, expiresOn, status) => {
    expect(estimateStatus({ state, expiresOn }, TODAY)).toBe(status);
  });

  it("comes with the time left only while it is open, and is called soon in the last fourteen days alone", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ESTIMATE_STATES), fc.integer({ min: -400, max: 400 }), (state, days) => {
        const facts = { state, expiresOn: addDays(TODAY, days) };
        const soon = state === "open" && days >= 0 && days <= ESTIMATE_ENDS_SOON_DAYS;
        expect(endsSoon(facts, TODAY)).toBe(soon);
        expect(timeLeftWords(facts, TODAY) === null).toBe(state !== "open");
        if (state === "open") {
          expect(timeLeftWords(facts, TODAY)).toMatch(days < 0 ? /^Ended / : /^Ends /);
        }
      }),
    );
  });

  it("leads to the Quotation Portal when it is Open or Accepted", () => {
    const leading = (["Open", "Expired", "Accepted", "Declined", "Withdrawn"] as const).filter(leadsToQuotation);
    expect(leading).toEqual(["Open", "Accepted"]);
  });
});

const BRAND = {
  quotationUrl: "https://quotes.brand.example/q/{number}",
  quotationHosts: ["quotes.brand.example", "shop.brand.example:8443"],
};
const own = (quoteUrl: string | null, number = "Q-1") => quotationTarget({ number, quoteUrl }, BRAND);
const FALLBACK = "https://quotes.brand.example/q/Q-1";

describe("the address of an estimate in the Quotation Portal", () => {
  it.each([
    ["https://quotes.brand.example/own/17?view=full#lines", "https://quotes.brand.example/own/17?view=full#lines"],
    ["HTTPS://QUOTES.BRAND.EXAMPLE/own", "https://quotes.brand.example/own"],
    ["https://quotes.brand.example:443/own", "https://quotes.brand.example/own"],
    ["https://shop.brand.example:8443/own", "https://shop.brand.example:8443/own"],
  ])("is the estimate's own address %s", (quoteUrl, target) => {
    expect(own(quoteUrl)).toBe(target);
  });

  it.each([
    null,
    "",
    "not an address",
    "/q/1",
    "//quotes.brand.example/q/1",
    "http://quotes.brand.example/q/1",
    "ftp://quotes.brand.example/q/1",
    "javascript:alert(1)//quotes.brand.example/",
    "data:text/html,quotes.brand.example",
    "https://user@quotes.brand.example/q/1",
    "https://user:secret@quotes.brand.example/q/1",
    "https://quotes.brand.example@evil.example/q/1",
    "https://evil.example/https://quotes.brand.example/q/1",
    "https://evil.example#@quotes.brand.example/",
    "https://evil.example\\@quotes.brand.example/q/1",
    "https:\\\\evil.example\\quotes.brand.example",
    "https://quotes.brand.example.evil.example/q/1",
    "https://evilquotes.brand.example/q/1",
    "https://brand.example/q/1",
    "https://sub.quotes.brand.example/q/1",
    "https://quotes.brand.example./q/1",
    "https://quotes.brand.example:8443/q/1",
    "https://shop.brand.example/q/1",
    "https://quotes.brаnd.example/q/1",
    "https://quotes.brand.example%2eevil.example/q/1",
    "https://quotes.brand.example\u2024evil.example/q/1",
    "http://127.0.0.1:3900/quotes/1",
  ])("is the brand's own address, not %j", (quoteUrl) => {
    expect(own(quoteUrl)).toBe(FALLBACK);
    expect(quotationTarget({ number: "Q-1", quoteUrl }, { ...BRAND, quotationUrl: null })).toBeNull();
  });

  it.each([
    ["CS-Q8003", "https://quotes.brand.example/q/CS-Q8003"],
    ["Q/../../admin", "https://quotes.brand.example/q/Q%2F..%2F..%2Fadmin"],
    ["Q?next=//evil.example", "https://quotes.brand.example/q/Q%3Fnext%3D%2F%2Fevil.example"],
    ["Q#1", "https://quotes.brand.example/q/Q%231"],
    ["Q%2e%2e", "https://quotes.brand.example/q/Q%252e%252e"],
    ["50% & more", "https://quotes.brand.example/q/50%25%20%26%20more"],
    ["Über\\17@evil", "https://quotes.brand.example/q/%C3%9Cber%5C17%40evil"],
    ["$& $1 {number}", "https://quotes.brand.example/q/%24%26%20%241%20%7Bnumber%7D"],
    ["..", null],
    [".", null],
    ["\ud800", null],
  ])("holds the number %j as one part of the brand's address", (number, target) => {
    expect(own(null, number)).toBe(target);
  });

  it.each([
    null,
    "https://quotes.brand.example/q/",
    "https://{number}/q",
    "https://{number}.brand.example/q/1",
    "https://{number}@quotes.brand.example/q/{number}",
    "https://quotes.brand.example:{number}/q/{number}",
    "https://quotes.brand.example{number}",
    "https://elsewhere.example/q/{number}",
    "http://quotes.brand.example/q/{number}",
    "http://127.0.0.1:3900/quotes/{number}",
    "{number}",
    "javascript:{number}",
  ])("is null when the brand's address is %j", (quotationUrl) => {
    for (const number of ["Q-1", "quotes.brand.example", "quotes", "443"]) {
      expect(quotationTarget({ number, quoteUrl: null }, { ...BRAND, quotationUrl })).toBeNull();
    }
  });

  it("is null without an allowed host", () => {
    expect(quotationTarget({ number: "Q-1", quoteUrl: FALLBACK }, { ...BRAND, quotationHosts: [] })).toBeNull();
  });

  it("may be plain http to this machine in the demo, and to no other machine", () => {
    const loopback = true;
    for (const host of ["127.0.0.1:3900", "localhost:3900", "quotes.localhost:3900", "[::1]:3900"]) {
      const brand = { quotationUrl: `http://${host}/quotes/{number}`, quotationHosts: [host] };
      expect(quotationTarget({ number: "Q 1", quoteUrl: null }, brand, { loopback })).toBe(
        `http://${host}/quotes/Q%201`,
      );
      expect(quotationTarget({ number: "Q 1", quoteUrl: null }, brand)).toBeNull();
    }
    for (const host of ["quotes.brand.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1"]) {
      const brand = { quotationUrl: `http://${host}/quotes/{number}`, quotationHosts: [host] };
      expect(quotationTarget({ number: "Q-1", quoteUrl: null }, brand, { loopback })).toBeNull();
    }
  });

  it("has an allowed host for every text of the estimate, and keeps an allowed address unchanged", () => {
    const part = fc.oneof(
      fc.string({ unit: "grapheme-ascii", maxLength: 12 }),
      fc.constantFrom(
        "https://",
        "http:",
        "//",
        "@",
        "\\",
        ":8443",
        "quotes.brand.example",
        "evil.example",
        "?",
        "#",
        "%2f",
      ),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.string({ maxLength: 20 }), (parts, number) => {
        const target = own(parts.join(""), number);
        if (target === null) return;
        const url = new URL(target);
        expect(BRAND.quotationHosts).toContain(url.host);
        expect([url.protocol, url.username, url.password]).toEqual(["https:", "", ""]);
        const given = parts.join("");
        if (URL.canParse(given) && new URL(given).href === target) return;
        expect(url.pathname).toBe(`/q/${encodeURIComponent(number)}`);
        expect(url.search + url.hash).toBe("");
      }),
      { numRuns: 1000 },
    );
  });
});
