import { describe, expect, it } from "vitest";
import { MAIL_KINDS } from "@/lib/mail/kinds";
import { seedBrand } from "@/tests/support/brand";
import { CASES, KINDS, LINK_SECRET, propsOf, renderSample as render, TOKEN_ID } from "@/tests/support/mail-samples";
import { renderMail } from "./render";

const HOSTILE = [
  `"><img src=x onerror=alert(1)>`,
  "</style></title><script>alert(1)</script>",
  "Dana\r\nBcc: evil@x.example",
  "\u202eexample.evil//:sptth",
  "javascript:alert(1)//{{constructor}}",
  `${"x".repeat(299)}"`,
];

/** Tags with their attributes: what a mail program acts on. */
const structure = (html: string) => (html.match(/<[^>]*>/g) ?? []).join("\n");
const addressesIn = (html: string) =>
  [...html.matchAll(/\b(?:href|src|action|background)="([^"]*)"/g)].map(([, url]) => url ?? "");

describe.each(CASES)("%s: %s", (brandKey, kind) => {
  const brand = seedBrand(brandKey);

  it("names the brand and its mailbox, and nothing of the other brand", async () => {
    const { subject, html, text } = await render(brandKey, kind, "Dana Whitfield");
    const other = seedBrand(brandKey === "cimsoft" ? "insource" : "cimsoft");
    expect(subject.length).toBeGreaterThan(10);
    for (const part of [html, text]) {
      expect(part).toContain(brand.name);
      expect(part).toContain(brand.supportMailbox);
      expect(part).not.toContain(other.name);
      expect(part).not.toContain(other.origin);
    }
  });

  it("links to the brand's own origin alone and fetches nothing", async () => {
    const { html, text } = await render(brandKey, kind, "Dana Whitfield");
    const links = addressesIn(html);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(new URL(link).origin).toBe(brand.origin);
    const plain = [...text.matchAll(/https?:\/\/\S+/g)].map(([url]) => url);
    expect(plain.length).toBeGreaterThan(0);
    for (const url of plain) {
      expect(url).not.toMatch(/[.,;)]$/);
      expect(new URL(url).origin).toBe(brand.origin);
    }
    expect(html).not.toMatch(/<img|<link|@import|@font-face|url\(/i);
  });

  it("has the same bytes each time", async () => {
    expect(await render(brandKey, kind, "Dana")).toEqual(await render(brandKey, kind, "Dana"));
  });

  it.each(HOSTILE)("keeps %j inert", async (hostile) => {
    const harmless = await render(brandKey, kind, "Dana Whitfield");
    const mail = await render(brandKey, kind, hostile);
    // Line breaks become <br>; any other difference in tags would be markup that got through.
    const breaks = /\n?<br\s*\/?>|\n?<\/?span>|\n?<!-- -->/g;
    expect(structure(mail.html).replace(breaks, "")).toBe(structure(harmless.html).replace(breaks, ""));
    expect(mail.subject).not.toMatch(/[\r\n\u202e]/);
    expect([...mail.subject].length).toBeLessThanOrEqual(150);
  });

  it("carries the link that signs in only where it belongs, in both parts", async () => {
    const { html, text } = await render(brandKey, kind, "Dana");
    const count = (part: string) => part.split(LINK_SECRET).length - 1;
    expect(count(text)).toBe(MAIL_KINDS[kind].secret ? 1 : 0);
    expect(count(html) > 0).toBe(MAIL_KINDS[kind].secret);
  });
});

describe("the words of every mail", () => {
  it("says in sign-in mails that the link works once and for how long", async () => {
    for (const kind of ["password-reset", "first-sign-in"] as const) {
      const { text } = await render("cimsoft", kind, "Dana");
      expect(text).toContain("The link works once, for 60 minutes");
      expect(text).toContain("Hello Dana,");
    }
  });

  it("begins the subject of a receipt, and of nothing else, with the word", async () => {
    for (const kind of KINDS) {
      const { subject } = await render("cimsoft", kind, "Dana");
      expect(subject.toLowerCase().startsWith("receipt")).toBe(kind === "payment-receipt");
    }
  });

  it("receipts what came: from whom, how, when, for which invoices, and what is left", async () => {
    const { subject, text } = await render("cimsoft", "payment-receipt", "Keystone Foods");
    expect(subject).toBe("Receipt for your payment CP-7K3M9XQ2TD of $12,480.00 USD");
    for (const part of [
      "Keystone Foods",
      "CP-7K3M9XQ2TD",
      "Nov 21, 2026",
      "Card",
      "INV-2: $80.00 USD",
      "$400.00 USD",
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain("http://cimsoft.localhost:3000/invoices/payments/CP-7K3M9XQ2TD");
  });

  it("says when a bank debit should arrive, and leaves the day out where nobody knows", async () => {
    const { text } = await render("insource", "payment-processing", "Keystone Foods");
    expect(text).toContain("it should arrive by Nov 27, 2026");
    const props = { ...propsOf("payment-processing", "Keystone Foods"), expectedOn: null };
    const without = await renderMail("payment-processing", props, {
      ...{ brand: seedBrand("insource"), toName: null, link: null },
    });
    expect(without.text).toMatch(/Your bank is processing it\./);
  });

  it("says what to do about a payment that failed", async () => {
    const { text } = await render("cimsoft", "payment-failed", "insufficient_funds");
    expect(text).toContain("too little money");
    expect(text).toContain("What to do");
  });

  it("says how much of a payment went back", async () => {
    const { subject, text } = await render("cimsoft", "payment-refunded", "Keystone Foods");
    expect(subject).toBe("Refund of $500.00 USD for your payment CP-7K3M9XQ2TD");
    expect(text).toContain("$500.00 USD of your payment of $12,480.00 USD");
  });

  it("acknowledges without anything that was typed", async () => {
    const { subject, html, text } = await render("cimsoft", "connect-acknowledged", "Zebedee Quux");
    expect(subject + html + text).not.toMatch(/Zebedee|Quux/);
  });

  it("refuses a sign-in mail without its link, and props of another kind", async () => {
    const context = { brand: seedBrand("cimsoft"), toName: null, link: null };
    await expect(renderMail("password-reset", { tokenId: TOKEN_ID }, context)).rejects.toThrow("needs a link");
    await expect(renderMail("password-changed", { tokenId: TOKEN_ID }, context)).rejects.toThrow();
  });
});
