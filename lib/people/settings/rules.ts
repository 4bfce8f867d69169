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
