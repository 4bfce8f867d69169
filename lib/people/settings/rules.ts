import type { ADDRESS_KINDS, PHONE_KINDS } from "@/db/schema/constants";

export type PhoneKind = (typeof PHONE_KINDS)[number];
export type AddressKind = (typeof ADDRESS_KINDS)[number];

export const PHONE_LABELS: Readonly<Record<PhoneKind, string>> = {
  work: "Work",
  mobile: "Mobile",
  fax: "Fax",
  other: "Other",
};
export const ADDRESS_LABELS: Readonly<Record<AddressKind, string>> = {
  office: "Office",
  billing: "Billing",
  shipping: "Shipping",
  other: "Other",
};

/** The most phone numbers that a contact can store: more than anybody has. */
export const MAX_PHONES = 12;

/**
 * The first pattern that matches counts, so the order matters: most browsers also name other browsers in their user
 * agent.
 */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(e|A|iOS)?\//, "Edge"],
  [/\b(OPR|Opera|OPiOS|OPT)\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/\b(Chrome|CriOS|Chromium|HeadlessChrome)\//, "Chrome"],
  [/\bVersion\/[\d.]+.*\bSafari\//, "Safari"],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bMac OS X\b|\bMacintosh\b/, "Mac"],
  [/\bLinux\b|\bX11\b/, "Linux"],
];

/** `Chrome on Windows`. Only names from these tables are shown, never text that a browser sent. */
export function deviceWords(userAgent: string | null): string {
  const find = (table: typeof BROWSERS) => table.find(([pattern]) => pattern.test(userAgent ?? ""))?.[1];
  const browser = find(BROWSERS);
  const system = find(SYSTEMS);
  if (browser && system) return `${browser} on ${system}`;
  return browser ?? (system ? `A browser on ${system}` : "Unknown device");
}
