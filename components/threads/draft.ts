/** What somebody has typed and not sent, kept in this browser under a key that names the person. */
export interface Draft {
  readonly text: string;
  /** The form that it was sent with, when no answer has come: sent again with it, it is still one message. */
  readonly sentAs: string | null;
  /** When it was kept, in milliseconds since 1970. */
  readonly at: number;
}

const PREFIX = "portal-draft:";
/** A draft that nobody came back to says nothing any more. */
export const DRAFT_DAYS = 30;

/** A kept draft from its text in storage; null for what is none, and for one that is too old at `now`. */
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

/** Null as well where the browser keeps nothing. */
export function readDraft(key: string): Draft | null {
  try {
    return parseDraft(localStorage.getItem(PREFIX + key), Date.now());
  } catch {
    return null;
  }
}

/** Empty text keeps nothing. A full or forbidden storage costs the draft alone. */
export function keepDraft(key: string, text: string, sentAs: string | null = null): void {
  try {
    if (text.trim() === "") localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, JSON.stringify({ text, sentAs, at: Date.now() } satisfies Draft));
  } catch {
    // Typed on without.
  }
}

export function dropDraft(key: string): void {
  keepDraft(key, "");
}

/** Drops the draft that was sent with this form, whichever of the keys that begin so it stands under. */
export function dropSent(keys: string, sentAs: string): void {
  try {
    const stored = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX + keys));
    for (const name of stored) {
      const key = name.slice(PREFIX.length);
      if (readDraft(key)?.sentAs === sentAs) dropDraft(key);
    }
  } catch {
    // Where the browser keeps nothing there is nothing to drop.
  }
}
