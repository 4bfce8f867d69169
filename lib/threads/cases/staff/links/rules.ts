import { CASE_LINK_KINDS, type CaseLinkKind } from "@/db/schema/constants";

/** Words before the number of the other case. `of`: on the side that was linked; `from`: on the side that it was linked to. */
const WORDS: Readonly<Record<CaseLinkKind, { readonly of: string; readonly from: string }>> = {
  related: { of: "Related to", from: "Related to" },
  duplicate: { of: "Duplicate of", from: "Has the duplicate" },
  cause: { of: "Caused by", from: "Cause of" },
};

export const linkWords = (kind: CaseLinkKind, isLinker: boolean): string => WORDS[kind][isLinker ? "of" : "from"];

/** What a form offers, as value and words. */
export const LINK_CHOICES = CASE_LINK_KINDS.map((kind) => [kind, WORDS[kind].of] as const);
