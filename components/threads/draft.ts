/** What somebody has typed and not sent, kept in this browser under a key that names the person. */
export interface Draft {
  readonly text: string;
  /** Id of the form that it was sent with, while no answer has come: sent again with it, it is the same message. */
  readonly sentAs: string | null;
  /** When it was kept, in milliseconds since 1970. */
  readonly at: number;
}

const PREFIX = "portal-draft:";
/** Days after which a draft is dropped. */
export const DRAFT_DAYS = 30;

/** The draft from its stored text; null for anything else, and for one that is too old at `now`. */
export function parseDraft(stored: string | null, now: number): Draft | null {
  if (stored === null) return null;
  try {
    const { text, sentAs, at } = JSON.parse(stored) as Record<string, unknown>;
    if (typeof text !== "string" || text === "" || typeof at !== "number") return null;
    if (now - at > DRAFT_DAYS * 24 * 60 * 60 * 1000) return null;
    return { text, sentAs: typeof sentAs === "string" ? sentAs : null, at };
  } catch {
    return null;
  }
}

/** Also null where the browser forbids storage. */
export function readDraft(key: string): Draft | null {
  try {
    return parseDraft(localStorage.getItem(PREFIX + key), Date.now());
  } catch {
    return null;
  }
}

/** Removes the draft where the text is empty. Does nothing where storage is full or forbidden. */
export function keepDraft(key: string, text: string, sentAs: string | null = null): void {
  try {
    if (text.trim() === "") localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, JSON.stringify({ text, sentAs, at: Date.now() } satisfies Draft));
  } catch {
    // The text stays in the field.
  }
}

export function dropDraft(key: string): void {
  keepDraft(key, "");
}

/** Removes the draft that was sent with this form, under whichever key that begins with `keys`. */
export function dropSent(keys: string, sentAs: string): void {
  try {
    const stored = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX + keys));
    for (const name of stored) {
      const key = name.slice(PREFIX.length);
      if (readDraft(key)?.sentAs === sentAs) dropDraft(key);
    }
  } catch {
    // The browser forbids storage: there is no draft.
  }
}
