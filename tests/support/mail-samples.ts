import { isOptional, MAIL_KINDS, type MailKind } from "@/lib/mail/kinds";
import { renderMail } from "@/lib/mail/templates/render";
import { seedBrand } from "./brand";

/* Samples of every kind of mail in both brands, with the test's text in each place that takes text. */

export const BRANDS = ["cimsoft", "insource"] as const;
export const KINDS = Object.keys(MAIL_KINDS) as MailKind[];
export const CASES = BRANDS.flatMap((brand) => KINDS.map((kind) => [brand, kind] as const));

export const TOKEN_ID = "0192f0c4-7b1e-7c3a-9a51-1f2e3d4c5b6a";
export const LINK_SECRET = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE";

export function propsOf(kind: MailKind, text: string): Record<string, unknown> {
  if (MAIL_KINDS[kind].secret) return { tokenId: TOKEN_ID };
  const payment = {
    ...{ reference: "CP-7K3M9XQ2TD", currency: "USD", amountMinor: 1_248_000, companyName: text },
    lines: [
      { number: text, amountMinor: 1_200_000 },
      { number: "INV-2", amountMinor: 8_000 },
    ],
  };
  const aCase = { number: "C-100023", subject: text, companyName: text };
  const aRequest = { ...aCase, number: "R-100023" };
  const said = { author: text, text, files: [{ name: text, sizeBytes: 1_400_000 }] };
  switch (kind) {
    case "connect-received":
      return { name: text, company: text, email: "visitor@client.example", phone: text, need: text, standing: "new" };
    case "connect-declined":
      return { sentence: text };
    case "connect-late":
      return { people: [{ name: text, company: text, since: "Nov 23, 2026, 9:00 a.m. Eastern" }], more: 2 };
    case "colleague-act":
      return {
        act: "asked",
        companyName: text,
        by: text,
        name: text,
        email: "a@client.example",
        rights: [text],
        number: "R-100023",
      };
    case "links-dead":
      return { place: "home-page", links: [{ url: "https://cimsoft.com/gone", fault: text }] };
    case "payment-receipt":
      return { ...payment, method: "card", on: "2026-11-21", creditMinor: 40_000, poNumber: text, note: text };
    case "payment-processing":
      return { ...payment, method: "bank_debit", expectedOn: "2026-11-27" };
    case "payment-failed":
      return { ...payment, failureCode: text };
    case "payment-refunded":
      return { ...payment, refundMinor: 50_000, on: "2026-11-23" };
    case "case-received":
      return {
        ...aCase,
        expected: "Nov 23, 2026, 9:00 a.m. Eastern",
        alsoExpected: text,
        follows: text,
        phoned: { by: text, text },
      };
    case "case-message":
      return { ...aCase, ...said, fromFirm: true, closes: true };
    case "case-closed":
      return { ...aCase, by: text, reason: "solved", into: null };
    case "case-joined":
      return { ...aCase, by: text, text, handover: text };
    case "case-for-agents":
      return { ...aCase, ...said, product: text, severity: "impaired", isNew: true, assigned: false, due: text };
    case "case-assigned":
      return { ...aCase, by: text, product: text, severity: "impaired", due: text };
    case "thread-mention":
      return { ...aCase, noun: "case", by: text, text };
    case "snooze-ended":
      return { ...aCase, noun: "case", why: "answer", by: text };
    case "case-alarm":
      return { ...aCase, author: text, text, product: text, duty: "next", since: text };
    case "case-answer-near":
      return { ...aCase, due: text, owner: text };
    case "request-answer-near":
      return { ...aRequest, due: text, owner: text };
    case "chat-transcript":
      return { ...aCase, number: "CH-100023", text };
    case "request-assigned":
      return { ...aRequest, by: text, about: text, neededBy: text, due: text };
    case "request-received":
      return { ...aRequest, expected: "Nov 23, 2026, 9:00 a.m. Eastern", alsoExpected: text };
    case "request-message":
      return { ...aRequest, ...said, fromFirm: true, closes: true };
    case "request-closed":
      return { ...aRequest, by: text };
    case "request-for-team":
      return {
        ...{ ...aRequest, ...said, about: text, isNew: true, assigned: true },
        ...{ standsInFor: text, awayOwner: text, heldBy: text, neededBy: text, due: text },
      };
    case "sign-in-new-device":
      return { device: text, at: text };
    case "details-changed":
      return { what: "phone" };
    case "resource-published":
      return { id: TOKEN_ID, title: text, summary: text, kind: "manual", product: text };
    case "agreement-ends":
    case "agreement-ends-for-manager":
    case "estimate-ends":
    case "invoice-new":
    case "invoice-due":
    case "invoice-overdue":
    case "account-week":
      return { title: text, path: "/dashboard", about: "0192f0c4-7b1e-7c3a-9a51-1f2e3d4c5b6a", on: "2027-02-03" };
    case "daily-digest":
      return {
        items: [{ kind: "case-message", title: text, path: "/cases/C-100023", threadId: null, about: null, on: null }],
        more: 2,
      };
    case "sign-in-address-asked":
      return { number: text, currentAddress: text, wantedAddress: text };
    case "sign-in-address-waiting":
      return { currentAddress: text, newAddress: text };
    case "sign-in-address-changed":
      return { oldAddress: text, newAddress: text };
    case "password-reset":
    case "first-sign-in":
    case "sign-in-address-confirm":
    case "password-changed":
    case "connect-acknowledged":
    case "connect-confirm":
      return {};
  }
}

export function renderSample(brandKey: (typeof BRANDS)[number], kind: MailKind, text: string) {
  const brand = seedBrand(brandKey);
  const link = MAIL_KINDS[kind].secret ? `${brand.origin}/reset-password/${LINK_SECRET}` : null;
  const choices = isOptional(kind)
    ? { preferences: `${brand.origin}/settings#email`, unsubscribe: `${brand.origin}/unsubscribe/x` }
    : null;
  return renderMail(kind, propsOf(kind, text), { brand, toName: text, link, canReply: true, choices });
}
