import { describe, expect, it } from "vitest";
import { BRANDS } from "@/db/seed/brands";
import { homePageOf } from "@/lib/gate/brand/home-page";
import type { Brand } from "@/lib/gate/brand/types";
import type { BusinessCalendar } from "@/lib/kit/time";
import { type FaqEntry, type FaqInline, faqHighlights, faqOf } from "./rules";

const weekdays = (opens: string, closes: string): BusinessCalendar => ({
  zone: "America/New_York",
  holidays: [],
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens, closes })),
});

function brandOf(key: string): Brand {
  const row = BRANDS.find((brand) => brand.key === key);
  if (!row) throw new Error(`No brand ${key}`);
  return {
    ...row,
    home: homePageOf(row.home, null),
    partPayments: true,
    minPartPaymentMinor: null,
    invoiceReminders: false,
    quotationUrl: null,
    quotationHosts: [],
    otherOrigins: [],
    chatCalendar: weekdays("08:30", "16:30"),
    supportCalendar: weekdays("08:00", "17:00"),
    coverages: [],
  };
}

const wordsOf = (part: FaqInline) => (typeof part === "string" ? part : "strong" in part ? part.strong : part.label);

function answerOf(key: string, id: string): string {
  const entry = faqOf(brandOf(key))
    .flatMap((section) => section.entries)
    .find((candidate) => candidate.id === id);
  if (!entry) throw new Error(`No entry ${id}`);
  return textOf(entry);
}

function textOf(entry: FaqEntry): string {
  return entry.answer
    .flatMap((block) => (block.kind === "text" ? [block.text] : block.items))
    .map((parts) => parts.map(wordsOf).join(""))
    .join("\n");
}

describe("the FAQ guide", () => {
  it("names the sender of each brand's reset mail, so that it can be released from a spam filter", () => {
    expect(answerOf("cimsoft", "first-sign-in")).toContain("clientportalsupport@insourcess.com");
    expect(answerOf("insource", "first-sign-in")).toContain("issauth0@insourcess.com");
    expect(answerOf("insource", "first-sign-in")).not.toContain("clientportalsupport");
  });

  it("tells existing customers to use the link of a forgotten password for their first sign-in", () => {
    for (const key of ["cimsoft", "insource"]) {
      expect(answerOf(key, "first-sign-in")).toContain("Don't remember your password?");
      expect(answerOf(key, "forgotten-password")).toContain("Don't remember your password?");
    }
  });

  it("promises cases of related companies at Cimsoft and of the primary company alone at InSource", () => {
    expect(answerOf("cimsoft", "more-than-one-company")).toMatch(/cases of every company that you are related to/);
    expect(answerOf("cimsoft", "more-than-one-company")).toMatch(/primary company only/);
    expect(answerOf("insource", "more-than-one-company")).toMatch(/^No\./);
    expect(answerOf("insource", "more-than-one-company")).not.toMatch(/related/);
  });

  it("gives the five password rules with the exact special characters", () => {
    const rules = answerOf("cimsoft", "password-rules");
    for (const fact of ["empty", "eight characters", "(a–z)", "(A–Z)", "(0–9)", "!@#$%^&*", "twice in a row"]) {
      expect(rules).toContain(fact);
    }
  });

  it("gives the hours of chat and portal support with their zone", () => {
    expect(answerOf("cimsoft", "services")).toContain("8:30 a.m. – 4:30 p.m. Eastern");
    expect(answerOf("insource", "portal-support")).toContain("8:00 a.m. – 5:00 p.m. Eastern");
    expect(answerOf("insource", "portal-support")).toContain("insourcesolutionsportalteam@insourcess.com");
  });

  it("links the upgrade to the brand's own address", () => {
    expect(answerOf("cimsoft", "upgrade")).toContain("cimsoft.com/tech-support/");
    expect(answerOf("insource", "upgrade")).toContain("insource.solutions/request-license-upgrades/");
  });

  it("has one anchor for each question, and shows some on the home page", () => {
    for (const key of ["cimsoft", "insource"]) {
      const sections = faqOf(brandOf(key));
      const anchors = sections.flatMap((section) => [section.id, ...section.entries.map((entry) => entry.id)]);
      expect(new Set(anchors).size).toBe(anchors.length);
      expect(faqHighlights(brandOf(key))).toHaveLength(4);
    }
  });
});
