/** A switch for single keys, which who speaks to their computer turns off (WCAG 2.1.4); kept in this browser. */
const OFF = "portal-keys-off";

export function keysAreOn(): boolean {
  try {
    return localStorage.getItem(OFF) === null;
  } catch {
    // Storage may be forbidden.
    return true;
  }
}

export function switchKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  } catch {
    // As above: then they stay on.
  }
}

/** Events between a table with keys and what else the page has for them. */
export const ASK_KEYS = "list-keys";
export const OPEN_FACE = "list-face";

/** What a key opens for the chosen rows. */
export type Face = "assign" | "status" | "snooze";

export const openFace = (face: Face) => window.dispatchEvent(new CustomEvent<Face>(OPEN_FACE, { detail: face }));

/**
 * Whether keys go to `target`: a field, but for a box that is ticked, or what lies in an open dialog. A dialog that was
 * closed may have focus for a frame more.
 */
export function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const dialog = target.closest("dialog");
  if (dialog) return dialog.open;
  if (target instanceof HTMLInputElement) return target.type !== "checkbox";
  return target.closest("textarea, select, [contenteditable]") !== null;
}
