import { dropDraft, keepDraft, readDraft } from "@/components/threads/draft";

/** Fields of a new case that are kept in this browser until it is filed. */
export const CASE_FIELDS = ["company", "product", "productVersion", "severity", "subject", "description"] as const;
export type CaseDraft = Readonly<Partial<Record<(typeof CASE_FIELDS)[number], string>>>;

/** The key holds the person's id, so that others who use this browser do not get the draft. */
export const caseDraftKey = (contactId: string) => `case-new:${contactId}`;

/** The draft from its stored text; null for anything that is not a draft. */
export function parseCaseDraft(text: string): CaseDraft | null {
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found !== "object" || found === null) return null;
    const entries = Object.entries(found).filter(
      ([name, value]) => CASE_FIELDS.some((field) => field === name) && typeof value === "string",
    );
    return Object.fromEntries(entries) as CaseDraft;
  } catch {
    return null;
  }
}

/** Whether anything would be lost. The company does not count: it is preset. */
export function isWorthKeeping(draft: CaseDraft): boolean {
  return CASE_FIELDS.some((name) => name !== "company" && (draft[name] ?? "").trim() !== "");
}

/**
 * `sentAs`: id of the form that it was sent with, so that it is the same case when sent again after a reload. A draft
 * that was not sent has none: two tabs that restore it are two forms.
 */
export function keepCaseDraft(key: string, draft: CaseDraft, sentAs: string | null = null): void {
  keepDraft(key, isWorthKeeping(draft) ? JSON.stringify(draft) : "", sentAs);
}

export function readCaseDraft(key: string): { readonly values: CaseDraft; readonly sentAs: string | null } | null {
  const kept = readDraft(key);
  const values = kept && parseCaseDraft(kept.text);
  return values && isWorthKeeping(values) ? { values, sentAs: kept.sentAs } : null;
}

export function dropCaseDraft(key: string): void {
  dropDraft(key);
}

/** Removes the draft of the form that was filed; a draft begun since stays. */
export function forgetFiled(key: string, formId: string): void {
  if (readDraft(key)?.sentAs === formId) dropDraft(key);
}
