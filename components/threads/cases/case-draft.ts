import { dropDraft, keepDraft, readDraft } from "@/components/threads/draft";

/** What somebody has typed into a new case, kept in this browser until it is filed. */
export const CASE_FIELDS = ["company", "product", "productVersion", "severity", "subject", "description"] as const;
export type CaseDraft = Readonly<Partial<Record<(typeof CASE_FIELDS)[number], string>>>;

/** The key names the person: who else uses this browser meets nothing of theirs. */
export const caseDraftKey = (contactId: string) => `case-new:${contactId}`;

/** What was kept, from its text; null for what no form of ours kept. */
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

/** Is there anything to lose? A company is chosen before anything is typed. */
export function isWorthKeeping(draft: CaseDraft): boolean {
  return CASE_FIELDS.some((name) => name !== "company" && (draft[name] ?? "").trim() !== "");
}

/**
 * `sentAs`: the form that it was sent with, so that sent again after a reload it is still one case. What is only typed has
 * none: two tabs in which it comes back are two forms.
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

/** Forgets the draft of the form that was filed; another one begun meanwhile stays. */
export function forgetFiled(key: string, formId: string): void {
  if (readDraft(key)?.sentAs === formId) dropDraft(key);
}
