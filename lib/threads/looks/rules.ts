import type { LookKind, ThreadKind } from "@/db/schema/constants";

/** What of a company is opened with a thread of each kind. Every thread names the contact who began it. */
export const LOOKED_WITH: Readonly<Record<ThreadKind, readonly LookKind[]>> = {
  case: ["cases", "contacts"],
  request: ["requests", "contacts"],
  chat: ["cases", "contacts"],
};

/** What of a company is opened by a line about a thread, with its number and subject but without its people. */
export const LISTED_WITH: Readonly<Record<ThreadKind, LookKind>> = {
  case: "cases",
  request: "requests",
  chat: "cases",
};
